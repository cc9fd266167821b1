"""Leakage: what lies in the images to learn from and in those to test on."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from training.collection.faults import Fault, FaultKind
from training.collection.prints import Fingerprint, near_duplicates
from training.collection.records import Document, ImageRecord
from training.collection.splits import Picture, Split
from training.dataset import DatasetError

_SPLITS = {"train": "train", "training": "train", "test": "test", "testing": "test"}
_SPLITS |= dict.fromkeys(("val", "valid", "validation"), "validation")


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A picture that could be read, and what it looks like."""

    document: Document
    image: ImageRecord
    print: Fingerprint


def leaks(documents: Sequence[Document], seen: Sequence[Seen]) -> Iterator[Fault]:
    """Patients and pictures on both sides, as far as files say by their names what they are for."""
    yield from _unnamed_patients(documents)
    yield from _shared_patients(documents)
    for i, j in near_duplicates([each.print for each in seen]):
        fault = _duplicate(seen[i], seen[j])
        if fault:
            yield fault


def audit(split: Split, pictures: Iterable[Picture], prints: Mapping[str, Fingerprint]) -> None:
    """Make sure that nothing to test on was learnt from.

    prints  what each picture looks like, by key; those that are left out are not compared
    Raises DatasetError, naming the patient or the two pictures.
    """
    part_of = split.parts
    audit_patients(part_of, pictures)
    audit_prints(part_of, prints)


def audit_patients(part_of: Mapping[str, str], pictures: Iterable[Picture]) -> None:
    """Make sure that each patient is in one part. Raises DatasetError, naming the patient.

    part_of  the part of each picture, by key
    """
    first: dict[str, str] = {}
    for picture in pictures:
        part = part_of[picture.key]
        if picture.patient and first.setdefault(picture.patient, part) != part:
            raise DatasetError(
                f'Images of patient "{picture.patient}" are in {first[picture.patient]} and in '
                f"{part}. Keep each patient in one of them."
            )


def audit_prints(part_of: Mapping[str, str], prints: Mapping[str, Fingerprint]) -> None:
    """Make sure that no picture is in two parts. Raises DatasetError, naming the two."""
    keys = [key for key in part_of if key in prints]
    for i, j in near_duplicates([prints[key] for key in keys]):
        one, other = keys[i], keys[j]
        if part_of[one] != part_of[other]:
            raise DatasetError(
                f"{one} in {part_of[one]} and {other} in {part_of[other]} are the same picture. "
                "Give both the same patient and keep them together, or remove one."
            )


def split_named(document: Document) -> str | None:
    """What a file is for: train, validation or test; None where its name does not say."""
    words = re.split(r"[^a-z]+", document.path.stem.lower())
    found = {_SPLITS[word] for word in words if word in _SPLITS}
    return found.pop() if len(found) == 1 else None


def _unnamed_patients(documents: Iterable[Document]) -> Iterator[Fault]:
    for document in documents:
        unnamed = sum(image.patient_group is None for image in document.images)
        if unnamed:
            sentence = (
                f"{unnamed} of {len(document.images)} images name no patient (patient_group): "
                "whether a patient is in two splits cannot be judged."
            )
            yield Fault(FaultKind.PATIENT, document.path, "", sentence, is_warning=True)


def _shared_patients(documents: Sequence[Document]) -> Iterator[Fault]:
    for one, other in combinations(documents, 2):
        splits = split_named(one), split_named(other)
        if None in splits or splits[0] == splits[1]:
            continue
        for patient in sorted(one.patients & other.patients):
            sentence = f"is in {one.path} too. Keep each patient in one split."
            yield Fault(FaultKind.PATIENT, other.path, f'patient "{patient}"', sentence)


def _duplicate(one: Seen, other: Seen) -> Fault | None:
    """A picture that was met again; None where it is known to be of the same patient."""
    patients = one.image.patient_group, other.image.patient_group
    if patients[0] is not None and patients[0] == patients[1]:
        return None
    splits = split_named(one.document), split_named(other.document)
    is_leak = None not in patients or (None not in splits and splits[0] != splits[1])
    where = "" if one.document is other.document else f" of {one.document.path}"
    sentence = (
        f"nearly the same picture as image {one.image.id}{where}"
        f"{', of another patient' if None not in patients else ''}. "
        "Keep one of them, or give both the same patient."
    )
    place = f'image {other.image.id} "{other.image.file_name}"'
    return Fault(FaultKind.DUPLICATE, other.document.path, place, sentence, not is_leak)
