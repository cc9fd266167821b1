"""Clips one beside the other: as the networks of a study saw one, or as they are given."""

from collections.abc import Sequence
from dataclasses import dataclass

from training.study.main_tables import STRUCTURE, title_of
from training.study.tables import Cell, Column, Table
from training.study.video import VideoFigures


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip as one model saw it. name  of the model, or of the clip where there is but one."""

    name: str
    figures: VideoFigures


CLIP = Column("clip", "Clip")


def clips_table(clips: Sequence[Clip]) -> Table:
    """How steady views are, and what is shown where nothing should be."""
    columns = [
        CLIP,
        Column("frames", "Frames"),
        Column("duration_s", "Duration, s", 1),
        Column("changes_per_minute", "View changes a minute", 1),
        Column("true_changes_per_minute", "True changes a minute", 1),
        Column("false_per_minute", "False overlays a minute of no view", 1),
        Column("false_share", "Frames of no view with an overlay, share"),
    ]
    rows: list[dict[str, Cell]] = [
        {"clip": one.name}
        | {column.key: getattr(one.figures, column.key) for column in columns[1:]}
        for one in clips
    ]
    note = (
        "Frames judged one after the other, as live. View changes beyond the true ones are "
        "flicker. A false overlay that stays counts once; on the way between views the structure "
        "may be really there, and counts all the same. n/a: no frame of no view."
    )
    return Table("clips", "The clips", note, columns, rows)


def steadiness_table(clips: Sequence[Clip]) -> Table:
    """How soon each structure shows, and how steadily; of those that are true in some frame."""
    columns = [
        CLIP,
        STRUCTURE,
        Column("first_s", "Until first shown in its place, s", 2),
        Column("iou", "Mask IoU, frame to frame"),
    ]
    rows: list[dict[str, Cell]] = [
        {
            "clip": one.name,
            "structure": title_of(structure),
            "first_s": steadiness.first_s,
            "iou": steadiness.iou,
        }
        for one in clips
        for structure, steadiness in one.figures.structures.items()
    ]
    note = "Time runs from the first frame in which the structure is true. n/a: never shown."
    return Table("clip-structures", "Structures over the clips", note, columns, rows)
