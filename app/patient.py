"""What of a picture a patient may see: inside of the fan, few structures, nothing uncertain."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from app.fans import Corners, Fans
from inference.anatomy import Structure, View, load_anatomy
from inference.edge_letters import letters_across
from inference.fan import fan_outline
from inference.types import Analysis, Frame, Screen, ScreenKind

MOST_NAMES = 3
LOOK_S = 0.5  # between two looks for a fan that no analysis tells of

Area = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class PatientPicture:
    """A picture that a patient may see. A change makes a new one.

    frame        as the source gave it
    crop         what of the frame is worth showing: the fan, black around it
    area         x1, y1, x2, y2 (exclusive) of the crop in pixels of the frame
    view         the view that counts, the operator's before the model's; None is none
    findings     what is drawn and named: steady, of this view, at most three structures
    markers      screening markers in the picture, of which a patient is shown none unasked
    pointed_at   ids of markers that the operator switched on for this picture
    taken        by this computer's clock; None for a recording, whose time is not known
    is_practice  it is of the phantom
    whole        what was found in all, with its frame; None: nothing was looked for
    """

    frame: Frame
    crop: Frame
    area: Area
    view: View | None
    findings: Analysis | None = None
    markers: tuple[Structure, ...] = ()
    pointed_at: frozenset[str] = frozenset()
    taken: datetime | None = None
    is_practice: bool = False
    whole: Analysis | None = None

    @property
    def structures(self) -> tuple[Structure, ...]:
        """What is drawn and named, the most important first."""
        if self.findings is None:
            return ()
        structures = load_anatomy().structures
        return tuple(dict.fromkeys(structures[row] for row in self.findings.detections.labels))

    def bare(self) -> "PatientPicture":
        """Without outlines and names."""
        return replace(self, findings=None, markers=(), whole=None)

    def is_of(self, other: "PatientPicture") -> bool:
        """Whether both show the same frame."""
        return self.frame is other.frame

    def pointing_at(self, ids: frozenset[str]) -> "PatientPicture":
        """With these markers switched on for it."""
        if self.whole is None:
            return self
        findings, _ = _chosen(self.whole, self.view, ids)
        return replace(self, pointed_at=ids, findings=findings)


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """A picture that the operator showed to the patient. on_page: it goes on the hand-out too."""

    picture: PatientPicture
    on_page: bool = True


class FanMemory:
    """Where the fan of a source is: as the analysis says, or else found once in a while."""

    def __init__(self) -> None:
        self._corners: Corners = ()
        self._size = (0, 0)
        self._looked_s = -np.inf

    def corners(self, frame: Frame, analysis: Analysis | None, fans: Fans, now_s: float) -> Corners:
        """Of the fan in this frame; none where no fan is known.

        fans   those that an operator corrected
        now_s  a monotonic clock
        """
        size = frame.height, frame.width
        if analysis is not None and analysis.screen.fan:
            corners = fans.corners(analysis.screen)
            self._corners, self._size, self._looked_s = corners, size, now_s
        elif size != self._size or now_s - self._looked_s >= LOOK_S:
            fan = fans.region(frame, Screen())
            self._corners = () if fan is None else fan_outline(fan)
            self._size, self._looked_s = size, now_s
        return self._corners


def picture_for_patient(
    frame: Frame,
    analysis: Analysis | None,
    view: View | None,
    fan: Corners,
    uncertain_below: float,
    hidden: frozenset[str] = frozenset(),
) -> PatientPicture | None:
    """The frame and what was found in that very frame, as a patient may see it.

    fan     its corners in the frame; what is outside of them is not shown, nor what is left of
            words that they cut
    hidden  ids of structures that the operator hides

    None if there is no ultrasound picture to show, or no fan is known in it.
    """
    is_page = analysis is not None and analysis.screen.kind is ScreenKind.PAGE
    if is_page or not fan:
        return None
    mask = _filled(fan, (frame.height, frame.width))
    x, y, width, height = cv2.boundingRect(mask)
    mask[letters_across(frame.pixels, mask > 0)] = 0
    area = x, y, x + width, y + height
    inside = np.ascontiguousarray(frame.pixels[y : y + height, x : x + width])
    inside = np.asarray(cv2.bitwise_and(inside, inside, mask=mask[y : y + height, x : x + width]))
    picture = PatientPicture(frame, Frame(frame.index, frame.time_s, inside), area, view)
    if analysis is None:
        return picture
    detections = analysis.detections
    structures = load_anatomy().structures
    steady = np.array(
        [
            score >= uncertain_below and structures[label].id not in hidden
            for label, score in zip(detections.labels, detections.scores, strict=True)
        ],
        np.bool_,
    )
    whole = replace(analysis, detections=detections[steady])
    findings, markers = _chosen(whole, view, frozenset())
    return replace(picture, findings=findings, markers=markers, whole=whole)


def _chosen(
    analysis: Analysis, view: View | None, pointed_at: frozenset[str]
) -> tuple[Analysis, tuple[Structure, ...]]:
    """What is drawn of the view, the most important first; and the markers that are not unasked."""
    rows = sorted(_rows_of(analysis, view), key=lambda row: _rank(analysis, view, row))
    structures = load_anatomy().structures
    found = tuple(dict.fromkeys(structures[analysis.detections.labels[row]] for row in rows))
    markers = tuple(s for s in found if not s.shown_to_patient)
    shown = [s for s in found if s.shown_to_patient or s.id in pointed_at][:MOST_NAMES]
    kept = [row for row in rows if structures[analysis.detections.labels[row]] in shown]
    detections = analysis.detections[np.array(kept, np.int64)]
    return replace(analysis, detections=detections), markers


def _rows_of(analysis: Analysis, view: View | None) -> Iterator[int]:
    """Of no view nothing is explained, of another than the model's only what belongs to it."""
    annotated = () if view is None else view.annotated
    structures = load_anatomy().structures
    for row, label in enumerate(analysis.detections.labels):
        if structures[label] in annotated:
            yield row


def _rank(analysis: Analysis, view: View | None, row: int) -> tuple[bool, bool, float]:
    """Essential to the view first, then tested in it, then larger."""
    structure = load_anatomy().structures[analysis.detections.labels[row]]
    x1, y1, x2, y2 = analysis.detections.boxes[row].tolist()
    is_essential = view is not None and structure in view.essential
    is_tested = view is not None and structure in view.tested
    return not is_essential, not is_tested, -(x2 - x1) * (y2 - y1)


@lru_cache(maxsize=2)
def _filled(corners: Corners, shape: tuple[int, int]) -> NDArray[np.uint8]:
    mask = np.zeros(shape, np.uint8)
    cv2.fillPoly(mask, [np.array(corners, np.int32)], (1,))
    return mask
