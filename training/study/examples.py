"""Best, median and worst image of each view, the truth above what was found, for the report."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import NDArray

from inference.anatomy import Structure, load_anatomy
from training.dataset import DatasetError
from training.metrics import Overlap
from training.sets import load_images
from training.study.figures import STYLE, as_png
from training.study.matching import CONFIDENCE, found_of, overlaps
from training.study.stored import FoundInstance, StudyImage, TrueInstance

Pixels = Mapping[tuple[str, str], NDArray[np.uint8]]  # (H, W) by source and name
PLACES = ("best", "median", "worst")


def read_pixels(annotations: Sequence[Path]) -> Pixels:
    """The pictures of annotated images. Raises DatasetError."""
    images = [image for path in annotations for image in load_images(path)]
    return {(image.source, image.name): image.pixels for image in images}


def mean_iou(image: StudyImage) -> float | None:
    """Mean IoU over the true instances of an image; what is not shown counts 0.

    Each with what overlaps it most of its structure, by mask where there is a true one, else by
    box. None of an image in which nothing is true.
    """
    ious = [_iou(image, item) for item in image.true]
    return float(np.mean(ious)) if ious else None


def _iou(image: StudyImage, item: TrueInstance) -> float:
    overlap: Overlap = "bbox" if item.mask is None else "segm"
    shown = found_of(image, item.structure, CONFIDENCE)
    return float(overlaps(shown, [item], overlap).max(initial=0.0))


def examples(images: Sequence[StudyImage], view: str) -> list[tuple[StudyImage, float]]:
    """Best, median and worst image of a view with their mean IoU; none without a true instance."""
    pairs = [(image, mean_iou(image)) for image in images if image.view == view]
    ranked = sorted(
        ((image, iou) for image, iou in pairs if iou is not None), key=lambda pair: -pair[1]
    )
    return [ranked[0], ranked[len(ranked) // 2], ranked[-1]] if ranked else []


def panel(chosen: Sequence[tuple[StudyImage, float]], pixels: Pixels) -> bytes:
    """A PNG of best, median and worst side by side: the truth above, what was found below.

    Raises DatasetError where the picture of an image is not there, or has another size.
    """
    with mpl.rc_context(STYLE):
        figure = Figure(figsize=(9.6, 5.4), layout="constrained")
        axes = figure.subplots(2, len(chosen))
        for column, (place, (image, iou)) in enumerate(zip(PLACES, chosen, strict=True)):
            picture = _picture(image, pixels)
            axes[0, column].set_title(f"{place}: mean IoU {iou:.2f}", fontsize=9)
            _paint(axes[0, column], picture, image.true)
            _paint(axes[1, column], picture, shown_of(image))
        for row, title in enumerate(("true", "found")):
            axes[row, 0].set_ylabel(title)
        return as_png(figure)


def shown_of(image: StudyImage) -> list[FoundInstance]:
    """What is painted: of each structure the best-scored, as many as there can be."""
    return [
        item
        for structure in load_anatomy().structures
        for item in found_of(image, structure.id, CONFIDENCE)[: structure.most]
    ]


def _picture(image: StudyImage, pixels: Pixels) -> NDArray[np.uint8]:
    picture = pixels.get(image.key)
    if picture is None or picture.shape != (image.height, image.width):
        raise DatasetError(
            f"The data do not hold the picture of {image.name} ({image.source}) as it was tested. "
            "Give the same --data as to fetalens study evaluate."
        )
    return picture


def _paint(
    axes: Axes, picture: NDArray[np.uint8], items: Sequence[TrueInstance | FoundInstance]
) -> None:
    """A picture with outlines in the colours of the structures; a mere box is dashed."""
    axes.imshow(picture, cmap="gray", vmin=0, vmax=255, interpolation="bilinear")
    for item in items:
        structure = load_anatomy().structure(item.structure)
        if item.mask is None:
            x1, y1, x2, y2 = item.box
            axes.add_patch(
                Rectangle(
                    (x1, y1), x2 - x1, y2 - y1, fill=False, ls="--", lw=1, ec=structure.colour
                )
            )
        else:
            _paint_outline(axes, item.mask.full(), structure)
        _name(axes, item.box, structure)
    axes.set(xticks=[], yticks=[], xlim=(0, picture.shape[1]), ylim=(picture.shape[0], 0))


def _name(axes: Axes, box: Sequence[float], structure: Structure) -> None:
    """The abbreviation above the box or below it, in turns, as neighbours often begin together."""
    is_above = structure.index % 2 == 0
    axes.annotate(
        structure.abbreviation,
        (box[0], box[1] if is_above else box[3]),
        xytext=(0, 1.5 if is_above else -1.5),
        textcoords="offset points",
        va="bottom" if is_above else "top",
        color=structure.colour,
        fontsize=7,
    )


def _paint_outline(axes: Axes, mask: NDArray[np.bool_], structure: Structure) -> None:
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        points = contour.reshape(-1, 2)
        axes.fill(*points.T, fc="none", ec=structure.colour, lw=1)


def view_panels(images: Sequence[StudyImage], pixels: Pixels) -> dict[str, bytes]:
    """A panel of each view that has annotated images."""
    chosen = {view.id: examples(images, view.id) for view in load_anatomy().views}
    return {view: panel(three, pixels) for view, three in chosen.items() if three}
