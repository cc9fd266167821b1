"""A clip of the digital fetus, and what networks show over it: the video figures of a study."""

import json
from pathlib import Path

from inference.analyzer import load_analyzer
from phantom import Cine, patient_of_seed, script_named, write_film
from training.clips import read_clip
from training.collection.files import write_text
from training.mask_runs import MaskRuns

FRAME_RATE_HZ = 10.0  # what a network is sure to keep up with on a CPU


def film_examination(path: Path, seed: int, seconds: float) -> Path:
    """Film a woman whom no picture of the phantom shows, every view in turn; returns the truth.

    Nothing is done where the film is there. Raises PhantomError.
    """
    truth = path.with_suffix(".jsonl")
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        woman = patient_of_seed(seed)
        write_film(path, Cine(script_named("exam"), woman, seed, FRAME_RATE_HZ, seconds))
    return truth


def show_over(weights: Path, film: Path, path: Path) -> None:
    """Write what the program would show of each frame, as `fetalens annotate` does, to a file.

    Raises DatasetError or ModelError.
    """
    analyzer = load_analyzer(weights)
    structures = {structure.index: structure.id for structure in analyzer.info.structures}
    lines = []
    for frame in read_clip(film):
        analysis = analyzer.analyze(frame)
        view, found = analysis.view.view, analysis.detections
        shown = [
            {"structure": structures[label], "mask": MaskRuns.of(found.full(row)).model_dump()}
            for row, label in enumerate(found.labels.tolist())
        ]
        record = {
            "index": frame.index,
            "time_s": frame.time_s,
            "view": None if view is None else view.id,
            "detections": shown,
        }
        lines.append(json.dumps(record))
    write_text(path, "\n".join([*lines, ""]))
