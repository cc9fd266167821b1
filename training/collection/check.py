"""Finds everything that is wrong with annotated images, before a training does."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from pathlib import Path
from typing import TypeVar

from inference.errors import ToldError
from phantom.coco import category_ids
from training.collection.drawings import PREDICTED_VIEW
from training.collection.faults import Fault, FaultKind
from training.collection.leakage import Seen, leaks
from training.collection.outlines import box_fault, outline_fault
from training.collection.prints import Fingerprint, fingerprint
from training.collection.records import (
    AnnotationRecord,
    Document,
    ImageRecord,
    annotation_files,
    read_document,
)
from training.dataset import UNCONFIRMED, DatasetError, classes_that_may_be_drawn
from training.pictures import read_picture

_REVIEW = "Review the image in the annotation tool and import it again."

T = TypeVar("T", int, str)
Told = Callable[[int, int], None]  # called with how many images are read, and of how many


def check(paths: Iterable[Path], on_progress: Told = lambda done, count: None) -> list[Fault]:
    """All faults of COCO files, or of folders with annotations/*.json.

    A broken record hides no other. Raises DatasetError where a folder holds no COCO file.
    """
    faults: list[Fault] = []
    documents: list[Document] = []
    for path in annotation_files(paths):
        try:
            documents.append(read_document(path))
        except DatasetError as error:
            faults.append(Fault(FaultKind.FILE, path, "", _after_path(str(error), path)))
    for document in documents:
        faults += _record_faults(document)
        faults += _drawing_faults(document)
    seen: list[Seen] = []
    faults += _image_faults(documents, seen, on_progress)
    return faults + list(leaks(documents, seen))


def _after_path(sentence: str, path: Path) -> str:
    """The line names the file already."""
    return sentence.removeprefix(f"{path} ")


def _record_faults(document: Document) -> Iterator[Fault]:
    def fault(kind: FaultKind, place: str, sentence: str) -> Fault:
        return Fault(kind, document.path, place, sentence)

    if not document.images and not document.broken:
        yield fault(FaultKind.FILE, "", "lists no image. Leave it out, or export it again.")
    for broken in document.broken:
        yield fault(FaultKind.RECORD, broken.place, f"{broken.reason}. Correct the record.")
    for name, ids in (
        ("image", [image.id for image in document.images]),
        ("annotation", [annotation.id for annotation in document.annotations]),
        ("category", document.category_ids),
    ):
        for number in _repeated(ids):
            yield fault(FaultKind.ID, f"{name} {number}", "the id is given twice. Number anew.")
    for file_name in _repeated([image.file_name for image in document.images]):
        yield fault(
            FaultKind.ID, f'image "{file_name}"', "the file is listed twice. Keep one entry."
        )
    for number, category in document.categories.items():
        if category not in category_ids():
            sentence = f'there is no structure "{category}". Use the names of anatomy.toml.'
            yield fault(FaultKind.ANATOMY, f"category {number}", sentence)


def _drawing_faults(document: Document) -> Iterator[Fault]:
    images = {image.id: image for image in document.images}
    known = {f"image {number}" for number in images} | {broken.place for broken in document.broken}
    known |= {f"category {number}" for number in document.categories}
    for annotation in document.annotations:
        faults = list(_reference_faults(annotation, known))
        if annotation.image_id in images:
            structure = document.categories.get(annotation.category_id)
            faults += _faults_in(annotation, images[annotation.image_id], structure)
        for kind, sentence in faults:
            yield Fault(kind, document.path, f"annotation {annotation.id}", sentence)


def _reference_faults(
    annotation: AnnotationRecord, known: Set[str]
) -> Iterator[tuple[FaultKind, str]]:
    """What it refers to and is not there; what is there and broken is told already."""
    for wanted in (f"category {annotation.category_id}", f"image {annotation.image_id}"):
        if wanted not in known:
            yield FaultKind.ID, f"there is no {wanted}. List it, or remove the annotation."
    if annotation.mask_source == UNCONFIRMED:
        yield (
            FaultKind.UNCONFIRMED,
            f"a model drew it and nobody has confirmed it, so nothing may be learnt from it. "
            f"{_REVIEW}",
        )


def _faults_in(
    annotation: AnnotationRecord, image: ImageRecord, structure: str | None
) -> Iterator[tuple[FaultKind, str]]:
    for sentence in (
        box_fault(annotation, image.width, image.height),
        outline_fault(annotation, image.width, image.height),
    ):
        if sentence:
            yield FaultKind.OUTLINE, f"{sentence}."
    if structure in category_ids() and not _is_drawn(structure, image.view):
        yield (
            FaultKind.ANATOMY,
            f"{structure} is not annotated in a {image.view} view. Remove it, or correct the view.",
        )


def _is_drawn(structure: str | None, view: str) -> bool:
    """Whether the view's annotators draw it; an unknown view is told with its image."""
    try:
        return structure in classes_that_may_be_drawn(view)
    except DatasetError:
        return True


def _image_faults(
    documents: Sequence[Document], seen: list[Seen], on_progress: Told
) -> Iterator[Fault]:
    """Faults of the image files and their entries; puts the readable pictures into `seen`."""
    count, done = sum(len(document.images) for document in documents), 0
    for document in documents:
        for image in document.images:
            try:
                seen.append(Seen(document, image, _print_of(document, image)))
            except ToldError as error:
                place = f'image {image.id} "{image.file_name}"'
                sentence = f"{str(error).rstrip('.')}."
                yield Fault(FaultKind.IMAGE, document.path, place, sentence)
            yield from _view_faults(document, image)
            done += 1
            on_progress(done, count)


def _print_of(document: Document, image: ImageRecord) -> Fingerprint:
    """What the picture looks like. Raises ToldError where it is not what its entry says."""
    pixels = read_picture(document.picture(image))
    height, width = pixels.shape
    if (height, width) != (image.height, image.width):
        raise DatasetError(
            f"the image is {width} x {height} pixels, and its entry says {image.width} x "
            f"{image.height}. Annotate the image that is there"
        )
    return fingerprint(pixels)


def _view_faults(document: Document, image: ImageRecord) -> Iterator[Fault]:
    place = f"image {image.id}"
    try:
        classes_that_may_be_drawn(image.view)
    except DatasetError as error:
        yield Fault(FaultKind.ANATOMY, document.path, place, str(error))
    if PREDICTED_VIEW in image.fields:
        sentence = f"a model called its view and nobody has confirmed it. {_REVIEW}"
        yield Fault(FaultKind.UNCONFIRMED, document.path, place, sentence)


def _repeated(items: Sequence[T]) -> list[T]:
    return [item for item, count in Counter(items).items() if count > 1]
