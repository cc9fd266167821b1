"""`python -m phantom demo OUT` and `python -m phantom dataset OUT COUNT [--seed N]`."""

import argparse
import sys
from pathlib import Path

from phantom.dataset import generate_dataset
from phantom.demo import make_demo
from phantom.errors import PhantomError


def main(arguments: list[str] | None = None) -> int:
    """Returns the exit code: 0, or 2 with one sentence on standard error."""
    options = _parser().parse_args(arguments)
    try:
        if options.command == "demo":
            written = make_demo(options.out)
        else:
            written = generate_dataset(options.out, options.count, options.seed)
    except PhantomError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    sys.stdout.write(f"{written}\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="phantom", description="The digital fetus of Fetalens.")
    commands = parser.add_subparsers(dest="command", required=True)
    demo = commands.add_parser("demo", help="the practice examination: film and ground truth")
    demo.add_argument("out", type=Path)
    dataset = commands.add_parser("dataset", help="labelled pictures as a COCO data set")
    dataset.add_argument("out", type=Path)
    dataset.add_argument("count", type=int)
    dataset.add_argument("--seed", type=int, default=0)
    return parser


if __name__ == "__main__":
    sys.exit(main())
