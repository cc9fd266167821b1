"""Does an engine give the network's own answer? Asked of each engine before it is used.

Beside NAME.safetensors lies NAME.parity.npz: an image, and what the network says of it in float32
with PyTorch on a CPU. Drivers, instruction sets and half precision may fail without an error, and
an engine that does must not be trusted with a picture.
"""

import io
from dataclasses import dataclass, fields
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
        return cls(image, anchors, *_parts(answer, anchors))

    def save(self, path: Path) -> None:
        content = io.BytesIO()
        np.savez_compressed(content, **{f.name: getattr(self, f.name) for f in fields(self)})
        write_whole(path, content.getvalue())

    @classmethod
    def load(cls, path: Path) -> "ParityCase":
        """Read what `save` wrote. Raises ModelError."""
        try:
            with np.load(path) as stored:
                return cls(**{field.name: stored[field.name] for field in fields(cls)})
        except FileNotFoundError as error:
            raise ModelError(
                told("{file}, which engines are checked with, is missing.", file=path.name)
            ) from error
        except (OSError, ValueError, KeyError, EOFError, BadZipFile) as error:
            raise ModelError(told("{file} is damaged; copy it again.", file=path.name)) from error


def deviation(engine: InferenceEngine, case: ParityCase) -> float:
    """The largest difference of an engine from the reference, in units of what it is allowed.

    Up to 1 is agreement. Infinite for an answer of another shape, or that is not a number.
    """
    answers = _parts(engine.infer(case.image), case.anchors)
    expected = (case.class_logits, case.box_offsets, case.mask_coefficients, case.prototypes)
    worst = 0.0
    for mine, theirs in zip(answers, expected, strict=True):
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


def _parts(
    answer: RawOutput, anchors: NDArray[np.int64]
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    rows = anchors[anchors < len(answer.class_logits)]
    return (
        answer.class_logits[rows],
        answer.box_offsets[rows],
        answer.mask_coefficients[rows],
        answer.prototypes[:, ::PROTOTYPE_STEP, ::PROTOTYPE_STEP],
    )
