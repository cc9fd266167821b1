"""Does an engine give the network's own answer? Asked of each engine before it is used.

Beside NAME.safetensors lies NAME.parity.npz: an image, and what the network says of it in float32
with PyTorch on a CPU. Drivers, instruction sets and half precision may fail without an error, and
an engine that does must not be trusted with a picture.
"""

import io
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Literal
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from inference.engines.engine import InferenceEngine
from inference.told import told
from inference.yolact.checkpoint import ModelError, write_whole
from inference.yolact.decode import RawOutput

PARITY_SUFFIX = ".parity.npz"
PARTS = tuple(field.name for field in fields(RawOutput))
ANCHORS_KEPT = 200  # the strongest; the rest are background and say little
PROTOTYPE_STEP = 4  # every fourth pixel of the prototypes, so that the file stays small

# Largest difference allowed, as a fraction of the largest value of the output (or of 1 if that is
# less). float32 engines differ by some 1e-6, half precision by some 1e-3, broken ones by far more.
TOLERANCE = {"float32": 1e-3, "float16": 3e-2}


@dataclass(frozen=True, slots=True, eq=False)
class ParityCase:
    """An image and the float32 reference's answer: N of the anchors, and thinned-out prototypes."""

    image: NDArray[np.uint8]  # (S, S, 3)
    anchors: NDArray[np.int64]  # (N,)
    class_logits: NDArray[np.float32]  # (N, C)
    box_offsets: NDArray[np.float32]  # (N, 4)
    mask_coefficients: NDArray[np.float32]  # (N, K)
    prototypes: NDArray[np.float32]  # (K, h / 4, w / 4)
    point_features: NDArray[np.float32] | None = None  # thinned out alike
    point_weights: NDArray[np.float32] | None = None  # all of them

    @classmethod
    def of(
        cls,
        image: NDArray[np.uint8],
        answer: RawOutput,
        classification: Literal["softmax", "sigmoid"],
    ) -> "ParityCase":
        """Keep the strongest part of an answer."""
        foreground = answer.class_logits[:, 1 if classification == "softmax" else 0 :]
        anchors = np.argsort(-foreground.max(axis=1), kind="stable")[:ANCHORS_KEPT]
        kept = _kept(answer, anchors)
        return cls(image, anchors, **{name: getattr(kept, name) for name in PARTS})

    def save(self, path: Path) -> None:
        content = io.BytesIO()
        known = {field.name: getattr(self, field.name) for field in fields(self)}
        np.savez_compressed(content, **{k: part for k, part in known.items() if part is not None})
        write_whole(path, content.getvalue())

    @classmethod
    def load(cls, path: Path) -> "ParityCase":
        """Read what `save` wrote. Raises ModelError."""
        try:
            with np.load(path) as stored:
                given = [f.name for f in fields(cls) if f.default is MISSING or f.name in stored]
                return cls(**{name: stored[name] for name in given})
        except FileNotFoundError as error:
            raise ModelError(
                told("{file}, which engines are checked with, is missing.", file=path.name)
            ) from error
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise ModelError(told("{file} is damaged; copy it again.", file=path.name)) from error


def deviation(engine: InferenceEngine, case: ParityCase) -> float:
    """The largest difference of an engine from the reference, in units of what it is allowed.

    Up to 1 is agreement. Infinite for an answer of another shape, with other parts, or that is not
    a number.
    """
    answer = _kept(engine.infer(case.image), case.anchors)
    worst = 0.0
    for name in PARTS:
        mine, theirs = getattr(answer, name), getattr(case, name)
        if mine is None and theirs is None:
            continue
        if mine is None or theirs is None:
            return float("inf")
        if mine.shape != theirs.shape or not np.isfinite(mine).all():
            return float("inf")
        difference = np.abs(mine - theirs).max() / max(1.0, np.abs(theirs).max())
        worst = max(worst, float(difference))
    return worst / TOLERANCE[engine.precision]


def require_agreement(engine: InferenceEngine, case: ParityCase) -> None:
    """Raise ModelError if an engine gives another answer than the reference."""
    found = deviation(engine, case)
    if not found <= 1:
        raise ModelError(
            told(
                "{engine} in {precision} gives another answer than the network should: "
                "{found:.3g} times the difference allowed.",
                engine=engine.name,
                precision=engine.precision,
                found=found,
            )
        )


def parity_image(size: int) -> NDArray[np.uint8]:
    """A made-up picture (size, size, 3): a bright oval and lines on speckle, in a fan."""
    y, x = np.mgrid[:size, :size] / size
    speckle = np.random.default_rng(seed=0).rayleigh(18.0, (size, size))
    oval = np.hypot((x - 0.5) / 0.3, (y - 0.5) / 0.22)
    grey = speckle * np.where(oval < 1, 0.5, 1.0)
    grey += 180 * np.exp(-(((oval - 1) / 0.05) ** 2))
    grey += 140 * np.exp(-(((y - 0.5) / 0.01) ** 2)) * (oval < 0.9)
    grey *= np.abs(x - 0.5) < 0.12 + 0.5 * y
    return np.repeat(grey.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def _kept(answer: RawOutput, anchors: NDArray[np.int64]) -> RawOutput:
    rows = anchors[anchors < len(answer.class_logits)]
    points = answer.point_features
    return RawOutput(
        answer.class_logits[rows],
        answer.box_offsets[rows],
        answer.mask_coefficients[rows],
        _thinned(answer.prototypes),
        None if points is None else _thinned(points),
        answer.point_weights,
    )


def _thinned(cells: NDArray[np.float32]) -> NDArray[np.float32]:
    return cells[:, ::PROTOTYPE_STEP, ::PROTOTYPE_STEP]
