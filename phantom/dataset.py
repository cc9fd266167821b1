"""Writes labelled pictures as a COCO data set. A broken-off run is taken up where it stopped."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import Any

import cv2

from phantom.coco import FIRST_LANDMARK_ID, annotation, category_ids
from phantom.errors import PhantomError
from phantom.image import PhantomImage
from phantom.patients import Patient, patient_numbers, patient_of
from phantom.reason import reason
from phantom.sample import NO_VIEW_SHARE, VIEWS, sample_image
from phantom.views import NO_VIEW
from phantom.workers import in_workers
from phantom.write import told, whole_file

ANNOTATIONS = Path("annotations") / "annotations.json"
IMAGES, PARTS, PLAN = "images", "parts", "plan.json"
MAX_COUNT = 1_000_000
_JPEG_QUALITY = 92

Told = Callable[[int, int], None]  # called with how many pictures are there, and of how many


@dataclass(frozen=True, slots=True)
class _Plan:
    """What picture `index` shows. It depends on the seed and the index alone."""

    index: int
    seed: int
    patient: int
    view: str


def generate_dataset(
    out: Path,
    count: int,
    seed: int = 0,
    workers: int = 1,
    view_mix: Mapping[str, float] | None = None,
    on_progress: Told = lambda done, count: None,
) -> Path:
    """Write `count` pictures and annotations/annotations.json under `out`; returns that file.

    The same bytes, whatever the number of worker processes. Pictures that are there already are
    kept, so the same call finishes a run that was broken off, and every file appears whole or not
    at all. About 22 pictures in a row show one patient.
    Raises PhantomError for a setting out of range, for a killed worker, and where nothing can be
    written.
    """
    if not 1 <= count <= MAX_COUNT:
        raise PhantomError(f"A data set has 1 to {MAX_COUNT} pictures, not {count}.")
    if seed < 0:
        raise PhantomError("The phantom's seed must be 0 or more.")
    mix = default_mix() if view_mix is None else view_mix
    plans = _plans(count, seed, mix)
    _prepare(out, {"seed": seed, "count": count, "view_mix": dict(mix)})
    missing = [plan for plan in plans if not _is_there(out, plan.index)]
    on_progress(count - len(missing), count)
    made = in_workers(partial(_make, out), missing, workers)
    for done, _ in enumerate(made, count - len(missing) + 1):
        on_progress(done, count)
    return _write_annotations(out, (_label(out, index) for index in range(count)))


def default_mix() -> dict[str, float]:
    """A share of no view, which a network must learn to leave alone; the six in equal parts."""
    standard = [view for view in VIEWS if view != NO_VIEW]
    return dict.fromkeys(standard, (1 - NO_VIEW_SHARE) / len(standard)) | {NO_VIEW: NO_VIEW_SHARE}


def describe(image: PhantomImage, index: int, seed: int, number: int) -> dict[str, Any]:
    """Picture `index`, of patient `number`, and its annotations as COCO entries.

    Ids of annotations are given when all pictures are there.
    """
    height, width = image.pixels.shape[:2]
    patient = _patient_of(seed, number)
    entry: dict[str, Any] = {
        "id": index + 1,
        "file_name": _file_name(index),
        "width": width,
        "height": height,
        "license": 1,
        "view": image.view,
        "view_reason": reason(image),
        "patient_group": f"phantom-{seed}-{number:05d}",
        "pixel_size_mm": image.pixel_size_mm,
        "route": patient.route,
        "gestational_age": patient.gestational_age,
        "twins": patient.twins,
        "examined_on": patient.examined_on.isoformat(),
        "scanner_model": patient.scanner_model,
        "screen_layout": asdict(patient.layout),
        "record": image.record,
    }
    return {"image": entry, "annotations": [annotation(each) for each in image.instances]}


def _plans(count: int, seed: int, mix: Mapping[str, float]) -> list[_Plan]:
    views = _views_of(count, mix)
    numbers = islice(patient_numbers(seed), count)
    return [
        _Plan(index, seed, number, view)
        for index, (number, view) in enumerate(zip(numbers, views, strict=True))
    ]


def _views_of(count: int, mix: Mapping[str, float]) -> list[str]:
    """The view of each picture: exact shares, interleaved so that any beginning has them too."""
    total = sum(mix.values())
    strange = sorted(set(mix) - set(VIEWS))
    if strange:
        raise PhantomError(f'There is no view "{strange[0]}": choose from {", ".join(VIEWS)}.')
    if min(mix.values(), default=0) < 0 or total <= 0:
        raise PhantomError("Each view needs a share of 0 or more, and one of them more than 0.")
    given = dict.fromkeys(mix, 0)
    views = []
    for index in range(count):
        view = max(mix, key=lambda name: mix[name] / total * (index + 1) - given[name])
        given[view] += 1
        views.append(view)
    return views


def _make(out: Path, plan: _Plan) -> None:
    """Draw one picture and write it, then its label: a label says that the picture is there."""
    image = sample_image(
        plan.seed * MAX_COUNT + plan.index, plan.view, _patient_of(plan.seed, plan.patient)
    )
    picture = _jpeg(image)
    label = describe(image, plan.index, plan.seed, plan.patient) | {"bytes": len(picture)}
    with whole_file(_image_file(out, plan.index), flushed=False) as file:
        file.write_bytes(picture)
    with whole_file(_label_file(out, plan.index), flushed=False) as file:
        file.write_text(json.dumps(label), "utf-8")


@lru_cache(maxsize=4)
def _patient_of(seed: int, number: int) -> Patient:
    return patient_of(seed, number)


def _jpeg(image: PhantomImage) -> bytes:
    bgr = cv2.cvtColor(image.pixels, cv2.COLOR_RGB2BGR)
    return cv2.imencode(".jpg", bgr, [cv2.IMWRITE_JPEG_QUALITY, _JPEG_QUALITY])[1].tobytes()


def _prepare(out: Path, plan: dict[str, Any]) -> None:
    """Make the folders; refuse to mix two different runs in one of them."""
    with told(out):
        for name in (IMAGES, PARTS):
            (out / name).mkdir(parents=True, exist_ok=True)
        for leftover in out.rglob("*.part"):
            leftover.unlink()
        known = out / PLAN
        if not known.exists():
            with whole_file(known) as file:
                file.write_text(json.dumps(plan), "utf-8")
        if _read(known) != plan:
            raise PhantomError(f"{out} holds another phantom data set: choose an empty folder.")


def _is_there(out: Path, index: int) -> bool:
    """Whether the picture and its label are whole; after a power cut a file may be empty."""
    label, image = _read(_label_file(out, index)), _image_file(out, index)
    return label is not None and image.exists() and image.stat().st_size == label["bytes"]


def _read(path: Path) -> dict[str, Any] | None:
    """What a JSON file says; None where there is none, or not a whole one."""
    try:
        content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return content


def _label(out: Path, index: int) -> dict[str, Any]:
    label: dict[str, Any] = json.loads(_label_file(out, index).read_text("utf-8"))
    return label


def _write_annotations(out: Path, labels: Iterable[dict[str, Any]]) -> Path:
    images: list[dict[str, Any]] = []
    annotations: list[dict[str, Any]] = []
    for label in labels:
        images.append(label["image"])
        for entry in label["annotations"]:
            identity = {"id": len(annotations) + 1, "image_id": label["image"]["id"]}
            annotations.append(identity | entry)
    document = {
        "info": {"description": "Fetalens digital fetus: computed, no patient", "version": "4"},
        "licenses": [
            {"id": 1, "name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"}
        ],
        "categories": [
            {"id": i, "name": name, "supercategory": _supercategory(i)}
            for name, i in category_ids().items()
        ],
        "images": images,
        "annotations": annotations,
    }
    with whole_file(out / ANNOTATIONS) as file:
        file.write_text(json.dumps(document), "utf-8")
    return out / ANNOTATIONS


def _supercategory(category_id: int) -> str:
    return "extra" if category_id >= FIRST_LANDMARK_ID else "fetalens18"


def _file_name(index: int) -> str:
    return f"phantom_{index:06d}.jpg"


def _image_file(out: Path, index: int) -> Path:
    return out / IMAGES / _file_name(index)


def _label_file(out: Path, index: int) -> Path:
    return out / PARTS / f"{index:06d}.json"
