"""A model's findings as annotations to correct; they teach nothing until a person confirms them."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from inference.analyzer import Analyzer, load_analyzer
from inference.anatomy import load_anatomy
from inference.types import Detections, Frame
from inference.yolact.checkpoint import ModelError
from training.collection.check import Told
from training.collection.drawings import MODEL, PREDICTED_VIEW, Drawing, DrawnImage
from training.collection.exchange import WRITERS
from training.collection.outlines import mask_polygons
from training.dataset import DatasetError
from training.pictures import PictureError, read_picture

SUFFIXES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp"}


def preannotate(
    model: Path | None,
    pictures: Path,
    out: Path,
    tool: str,
    on_progress: Told = lambda done, count: None,
) -> list[DrawnImage]:
    """Write what a model finds in a folder of images for an annotation tool, into the folder `out`.

    model  weights; None for the shipped ones
    Raises DatasetError.
    """
    files = sorted(file for file in pictures.rglob("*") if file.suffix.lower() in SUFFIXES)
    if not files:
        raise DatasetError(f"{pictures} holds no PNG, JPEG, TIFF or BMP image. Check the path.")
    try:
        analyzer = load_analyzer(model)
    except ModelError as error:
        raise DatasetError(str(error)) from error
    images: list[DrawnImage] = []
    for file in files:
        images.append(_found(analyzer, file, pictures))
        on_progress(len(images), len(files))
    WRITERS[tool](images, pictures, out)
    return images


def _found(analyzer: Analyzer, file: Path, pictures: Path) -> DrawnImage:
    try:
        grey = read_picture(file)
    except PictureError as error:
        raise DatasetError(f"{file}: {error}.") from error
    frame = Frame(0, 0.0, np.repeat(grey[..., None], 3, axis=2))
    analysis = analyzer.analyze_alone(frame)
    view = "none" if analysis.view.view is None else analysis.view.view.id
    return DrawnImage(
        file.relative_to(pictures).as_posix(),
        frame.width,
        frame.height,
        view,
        fields={PREDICTED_VIEW: view},
        drawings=tuple(_drawings(analysis.detections)),
    )


def _drawings(detections: Detections) -> Iterator[Drawing]:
    for i, label in enumerate(detections.labels):
        structure = load_anatomy().structures[label]
        polygons = tuple(mask_polygons(detections.full(i).astype(np.uint8)))
        if polygons:
            yield Drawing(structure.id, polygons, MODEL, round(float(detections.scores[i]), 4))
