"""Several networks asked together: what they find in an image, fused."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from inference.types import Detections, pixel_crop

FUSION_IOU = 0.55  # Solovyev 2021, sec. 3


@dataclass(slots=True, eq=False)
class _Cluster:
    """Findings of one structure in one place: rows of (network, row) and their weighted mean."""

    members: list[tuple[int, int]]
    box: NDArray[np.float32]


def fuse(found: Sequence[Detections]) -> Detections:
    """Weighted box fusion (Solovyev 2021) of what several networks found in one image.

    Boxes of a structure that overlap become one: their mean, weighted by the scores. Its score is
    the mean of theirs, less where a network saw nothing there. Its mask is where the members' own
    masks, weighted the same, agree by more than half. Labels of all mean the same classes.
    """
    clusters: dict[int, list[_Cluster]] = {}
    rows = [(i, row) for i, each in enumerate(found) for row in range(len(each))]
    for place in sorted(rows, key=lambda place: -_score(found, place)):
        _join(clusters.setdefault(int(found[place[0]].labels[place[1]]), []), found, place)
    frame_size = found[0].frame_size
    fused = [(label, each) for label, same in clusters.items() for each in same]
    if not fused:
        return Detections.none(frame_size)
    scores = np.array([_fused_score(found, each) for _, each in fused], np.float32)
    order = np.argsort(-scores, kind="stable")
    boxes = np.stack([fused[i][1].box for i in order])
    return Detections(
        boxes,
        np.array([fused[i][0] for i in order], np.int64),
        scores[order],
        tuple(_fused_mask(found, fused[i][1], boxes[row]) for row, i in enumerate(order)),
        frame_size,
    )


def _join(clusters: list[_Cluster], found: Sequence[Detections], place: tuple[int, int]) -> None:
    """Put a finding into the cluster that it overlaps most, or begin one."""
    box = found[place[0]].boxes[place[1]]
    overlaps = [_iou(box, cluster.box) for cluster in clusters]
    if not overlaps or max(overlaps) <= FUSION_IOU:
        clusters.append(_Cluster([place], box.copy()))
        return
    cluster = clusters[int(np.argmax(overlaps))]
    cluster.members.append(place)
    weights = [_score(found, member) for member in cluster.members]
    boxes = [found[i].boxes[row] for i, row in cluster.members]
    cluster.box = np.asarray(np.average(boxes, axis=0, weights=weights), np.float32)


def _fused_score(found: Sequence[Detections], cluster: _Cluster) -> float:
    scores = [_score(found, member) for member in cluster.members]
    networks = len({network for network, _ in cluster.members})
    return float(np.mean(scores)) * networks / len(found)


def _fused_mask(
    found: Sequence[Detections], cluster: _Cluster, box: NDArray[np.float32]
) -> NDArray[np.uint8]:
    x1, y1, x2, y2 = pixel_crop(box, found[0].frame_size)
    weights = [_score(found, member) for member in cluster.members]
    masks = [found[i].full(row)[y1:y2, x1:x2] for i, row in cluster.members]
    share = np.average(masks, axis=0, weights=weights)
    return (share > 0.5).astype(np.uint8)


def _score(found: Sequence[Detections], place: tuple[int, int]) -> float:
    return float(found[place[0]].scores[place[1]])


def _iou(a: NDArray[np.float32], b: NDArray[np.float32]) -> float:
    side = (np.minimum(a[2:], b[2:]) - np.maximum(a[:2], b[:2])).clip(0)
    both = side.prod()
    either = (a[2:] - a[:2]).prod() + (b[2:] - b[:2]).prod() - both
    return float(both / either) if either > 0 else 0.0
