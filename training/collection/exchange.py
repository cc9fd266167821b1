"""COCO of the study from and to the formats of annotation tools, by the tools' names."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from training.collection.cvat import read_cvat, write_cvat
from training.collection.drawings import DrawnImage
from training.collection.drawn_coco import read_drawn, write_drawn
from training.collection.label_studio import read_label_studio, write_label_studio
from training.collection.labelme import read_labelme, write_labelme
from training.collection.records import read_whole_document
from training.dataset import DatasetError, images_folder

Writer = Callable[[Sequence[DrawnImage], Path, Path], None]

_READERS: Mapping[str, Callable[[Path], list[DrawnImage]]] = {
    "labelme": read_labelme,
    "cvat": read_cvat,
    "label-studio": read_label_studio,
}
WRITERS: Mapping[str, Writer] = {
    "labelme": write_labelme,
    "cvat": write_cvat,
    "label-studio": write_label_studio,
    "coco": lambda images, _, out: write_drawn(images, out / "annotations.json"),
}


def import_from(tool: str, path: Path, out: Path) -> list[DrawnImage]:
    """Write what an annotation tool gave as COCO JSON to `out`. Raises DatasetError."""
    images = _READERS[tool](path)
    names = Counter(image.file_name for image in images)
    twice = [name for name, count in names.items() if count > 1]
    if twice:
        raise DatasetError(f"{path} describes {twice[0]} twice. Keep one description.")
    write_drawn(images, out)
    return images


def export_to(tool: str, annotations: Path, out: Path) -> list[DrawnImage]:
    """Write a COCO file for an annotation tool into the folder `out`. Raises DatasetError."""
    images = read_drawn(read_whole_document(annotations))
    WRITERS[tool](images, images_folder(annotations), out)
    return images
