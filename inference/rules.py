"""The numbers by which findings are believed and shown, stored with the weights they suit."""

import math
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field

from inference.context import Context

Fraction = Annotated[float, Field(ge=0.0, le=1.0)]
Count = Annotated[int, Field(ge=1, le=100)]
UNCALIBRATED = 1.0  # the temperature of files in which none was fitted
ViewWeight = dict[str, Annotated[float, Field(allow_inf_nan=False)]]


class Rules(BaseModel):
    """When a structure is believed, a view called, and how both are held steady over frames.

    A network's scores are not probabilities, and it draws structures where there are none, a skull
    above all in anything round and dark. So single scores are gated by agreement between several.

    min_score            a structure is believed from this score on, if `scores` names no other
    scores               the same for single structures and landmarks, by id
    withheld             structures that the network learnt too poorly to be shown: never believed,
                         and not offered
    skull_fill           IoU of the cranium's mask with an ellipse fitted to it, at least
    skull_aspect         long axis to short axis of that ellipse, at most
    neck_count           of nasal bone, nuchal translucency, palate and the landmarks of the neck
                         view, so many must score neck_score ...
    neck_score
    neck_plane_count     ... or, for a network that knows no landmarks, so many of the structures
    neck_plane_score     essential to the view must score neck_plane_score
    view_weights         by view, and "none": what all that is found says for it (view_weights.py),
                         where that was learnt; else the rules above call the view
    leave_margin         what has been shown stays down to this much below its score
    frames_to_show       analysed frames in a row that must agree before a structure or a view shows
    frames_held          a view that frames contradict, each in another way, or in which nothing
                         essential to it is found, is held no longer
    match_iou            boxes of one structure in two frames that overlap more are the same thing
    memory_s             a frame later than this after the one before is judged by itself
    voting_iou           boxes of a structure that overlap the best by this much place it together,
                         which steadies flat ones, and one that sees nothing else draws its mask.
                         1 is YOLACT as published: the best alone does
    nms                  how boxes of one structure that overlap are thinned out: see DecodeSettings
    context              moves the scores of look-alikes by what lies beside them (context.py);
                         all scores above are those that it leaves. None where that was not learnt
    crop_padding         by this fraction of its width and height, to each side, a box is widened
                         before its mask is cropped: mends skulls cut flat. 0 is YOLACT as published
    temperature          of confidence (see confidences): 1 where none was fitted. It moves nothing
                         above, which are raw scores
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    min_score: Fraction = 0.5
    scores: dict[str, Fraction] = {"cranium": 0.85}
    withheld: tuple[str, ...] = ()
    skull_fill: Fraction = 0.85
    skull_aspect: Annotated[float, Field(ge=1.0)] = 1.8
    neck_count: Count = 3
    neck_score: Fraction = 0.5
    neck_plane_count: Count = 2
    neck_plane_score: Fraction = 0.5
    view_weights: dict[str, ViewWeight] = {}
    leave_margin: Fraction = 0.1
    frames_to_show: Count = 2
    frames_held: Count = 2
    match_iou: Fraction = 0.3
    memory_s: Annotated[float, Field(gt=0)] = 0.5
    voting_iou: Fraction = 0.5
    nms: Literal["per_class", "cross_class", "soft"] = "per_class"
    crop_padding: Fraction = 0.0
    context: Context | None = None
    temperature: Annotated[float, Field(gt=0, allow_inf_nan=False)] = UNCALIBRATED

    def score_of(self, class_id: str) -> float:
        """The score from which this structure or landmark is believed; infinite if withheld."""
        if class_id in self.withheld:
            return math.inf
        return self.found_from(class_id)

    def found_from(self, class_id: str) -> float:
        """The same also for what is withheld, which is not shown but speaks for its view."""
        return self.scores.get(class_id, self.min_score)


def confidences(scores: NDArray[np.float64], temperature: float) -> NDArray[np.float64]:
    """Scores (N,) at a temperature, 0..1 and in the same order: their logits, divided by it."""
    inside = np.clip(scores, 1e-6, 1 - 1e-6)
    logits = np.log(inside / (1 - inside))
    return np.asarray(1 / (1 + np.exp(-logits / temperature)))
