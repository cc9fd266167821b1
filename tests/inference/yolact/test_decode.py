"""Decoding against a slow, direct restatement of what the reference implementation does."""

from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from inference.overlap import overlaps
from inference.yolact.anchors import anchor_grid
from inference.yolact.config import YolactConfig, reference_config
from inference.yolact.decode import (
    DecodeSettings,
    RawOutput,
    class_scores,
    decode,
    decode_boxes,
)
from inference.yolact.suppression import (
    cross_class_nms,
    fast_nms,
    soft_nms,
    surest,
    undivided,
    voted,
)

CONFIG = reference_config("resnet50", ("a", "b", "c", "d"), image_size=138)
ANCHORS = anchor_grid(CONFIG)
FRAME = (211, 317)


def raw_output(seed: int, classes: int = 5, prototype_size: int = 35) -> RawOutput:
    """Random output in which a tenth of the anchors see something, in overlapping boxes."""
    draw = np.random.default_rng(seed)
    count = len(ANCHORS)
    logits = draw.normal(0, 1, (count, classes))
    logits[:, 0] += 6 * (draw.random(count) > 0.1)
    return RawOutput(
        logits.astype(np.float32),
        draw.normal(0, 1.5, (count, 4)).astype(np.float32),
        np.tanh(draw.normal(0, 1, (count, 8))).astype(np.float32),
        np.maximum(0, draw.normal(0, 1, (8, prototype_size, prototype_size))).astype(np.float32),
    )


class Answer:
    """What the reference makes of an image, one anchor and one pixel grid at a time."""

    def __init__(self, raw: RawOutput, cross_class: bool = False) -> None:
        probability = torch.softmax(torch.from_numpy(raw.class_logits), dim=1)[:, 1:]
        alive = torch.nonzero(probability.max(dim=1).values > 0.05).flatten().tolist()
        boxes = {row: self._box(ANCHORS[row], raw.box_offsets[row]) for row in alive}
        chosen: list[tuple[float, int, int]] = []
        groups = (
            [[(float(probability[r].max()), r, int(probability[r].argmax())) for r in alive]]
            if cross_class
            else [[(float(probability[r, c]), r, c) for r in alive] for c in range(4)]
        )
        for group in groups:
            ranked = sorted(group, reverse=True)[:200]
            chosen += [
                entry
                for place, entry in enumerate(ranked)
                if all(iou(boxes[better[1]], boxes[entry[1]]) <= 0.5 for better in ranked[:place])
            ]
        self.chosen = sorted(chosen, reverse=True)[: None if cross_class else 100]
        self.boxes = np.array([boxes[row] for _, row, _ in self.chosen])
        self.scores = np.array([score for score, _, _ in self.chosen])
        self.classes = np.array([label for _, _, label in self.chosen])
        self._raw = raw

    def mask(self, place: int, frame_size: tuple[int, int]) -> np.ndarray:
        prototypes = torch.from_numpy(self._raw.prototypes)
        coefficients = torch.from_numpy(self._raw.mask_coefficients[self.chosen[place][1]])
        soft = torch.sigmoid((prototypes * coefficients[:, None, None]).sum(dim=0))
        height, width = soft.shape
        x1, y1, x2, y2 = self.boxes[place]
        column, row = torch.arange(width), torch.arange(height)[:, None]
        inside = (column >= max(x1 * width - 1, 0)) & (column < min(x2 * width + 1, width))
        inside = inside & (row >= max(y1 * height - 1, 0)) & (row < min(y2 * height + 1, height))
        large = F.interpolate((soft * inside)[None, None], frame_size, mode="bilinear")
        return (large[0, 0] > 0.5).numpy()

    @staticmethod
    def _box(anchor: np.ndarray, offset: np.ndarray) -> tuple[float, ...]:
        x, y, w, h = anchor.tolist()
        dx, dy, dw, dh = offset.tolist()
        x, y, w, h = x + 0.1 * dx * w, y + 0.1 * dy * h, w * np.exp(0.2 * dw), h * np.exp(0.2 * dh)
        return x - w / 2, y - h / 2, x + w / 2, y + h / 2


def iou(a: tuple[float, ...], b: tuple[float, ...]) -> float:
    width = max(0, min(a[2], b[2]) - max(a[0], b[0]))
    height = max(0, min(a[3], b[3]) - max(a[1], b[1]))
    union = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - width * height
    return width * height / union


@pytest.mark.parametrize("seed", range(3))
def test_per_class_suppression_chooses_what_the_reference_chooses(seed):
    raw = raw_output(seed)
    answer = Answer(raw)
    found = decode(raw, ANCHORS, CONFIG, FRAME, DecodeSettings())
    scale = np.array([FRAME[1], FRAME[0], FRAME[1], FRAME[0]])
    np.testing.assert_array_equal(found.labels, answer.classes)
    np.testing.assert_allclose(found.scores, answer.scores, atol=1e-6)
    np.testing.assert_allclose(found.boxes, (answer.boxes * scale).clip(0, scale), atol=1e-3)


@pytest.mark.parametrize("seed", range(3))
def test_cross_class_suppression_chooses_what_the_reference_chooses(seed):
    raw = raw_output(seed)
    answer = Answer(raw, cross_class=True)
    found = decode(raw, ANCHORS, CONFIG, FRAME, DecodeSettings(nms="cross_class"))
    np.testing.assert_array_equal(found.labels, answer.classes)
    np.testing.assert_allclose(found.scores, answer.scores, atol=1e-6)


@pytest.mark.parametrize("frame_size", [(211, 317), (720, 1280), (30, 31)])
def test_masks_are_those_of_the_reference_pixel_by_pixel(frame_size):
    raw = raw_output(seed=4)
    answer = Answer(raw)
    found = decode(raw, ANCHORS, CONFIG, frame_size, DecodeSettings())
    agreement = [
        np.mean(found.full(place) == answer.mask(place, frame_size)) for place in range(len(found))
    ]
    assert len(found) == 100
    assert min(agreement) > 0.9999


def test_boxes_that_overlap_vote_for_the_place_of_the_best():
    boxes = np.array([[0, 0, 1, 1], [0, 0.2, 1, 1.2], [5, 5, 6, 6]], np.float32)
    scores = np.array([[1.0], [0.5], [1.0]], np.float32)
    moved = voted(boxes[:1], boxes, scores, overlaps(boxes[:1], boxes) >= 0.5)
    assert moved == pytest.approx(np.array([[0, 0.2 / 9, 1, 1 + 0.2 / 9]]), abs=1e-6)


def test_where_only_a_box_itself_overlaps_enough_it_stays():
    boxes = np.array([[0, 0, 1, 1], [0, 0.2, 1, 1.2]], np.float32)
    scores = np.array([[0.9], [0.5]], np.float32)
    near = overlaps(boxes[:1], boxes) >= 0.9
    assert (voted(boxes[:1], boxes, scores, near) == boxes[:1]).all()


def test_without_a_vote_nothing_changes():
    boxes = np.array([[0, 0, 1, 1]], np.float32)
    assert (voted(boxes, boxes, np.zeros((1, 1), np.float32), np.ones((1, 1), bool)) == boxes).all()


def test_what_an_anchor_sees_counts_less_if_it_is_sure_of_something_else():
    scores = np.array([[0.9, 0.8, 0.0], [0.9, 0.0, 0.1]], np.float32)
    assert undivided(scores) == pytest.approx(
        np.array([[0.9 * 0.4, 0.8 * 0.2, 0.0], [0.9, 0.0, 0.1 * 0.2]])
    )


def test_of_one_class_alone_every_score_counts_whole():
    scores = np.array([[0.9], [0.2]], np.float32)
    assert undivided(scores) == pytest.approx(scores)


def test_a_near_anchor_that_scores_more_draws_and_else_the_kept_one():
    scores = np.array([[0.2, 0.0], [0.8, 0.0], [0.9, 0.0]], np.float32)
    near = np.array([[True, True, False], [True, True, True]])
    assert surest(np.array([0, 2]), scores, near).tolist() == [1, 2]


class TestALineAcrossAHead:
    """It has the head's box, and the anchor that is surest of the head is as sure of the line."""

    HEAD, LINE = 0, 1
    BOTH, HEAD_ALONE = 0.98, 0.88  # scores of two anchors in one place

    @pytest.fixture
    def mask_of_head(self):
        """Asks for it with these settings: one where the head's pixels are found."""
        config = CONFIG.model_copy(update={"classification": "sigmoid", "prototypes": 2})
        prototypes = np.stack([np.ones((35, 35)), np.eye(35)])
        anchors = np.array([[0.5, 0.5, 0.5, 0.5], [0.52, 0.5, 0.5, 0.5]], np.float32)
        scores = np.array([[self.BOTH, self.BOTH], [self.HEAD_ALONE, 0.01]])
        coefficients = [[-0.5, 1.0], [1.0, 0.0]]  # the line alone, and the whole head
        raw = RawOutput(
            np.log(scores / (1 - scores)).astype(np.float32),
            np.zeros((2, 4), np.float32),
            np.array(coefficients, np.float32),
            prototypes.astype(np.float32),
        )

        def ask(settings):
            found = decode(raw, anchors, config, FRAME, settings)
            return found.masks[found.labels.tolist().index(self.HEAD)]

        return ask

    def test_the_surest_anchor_alone_gives_the_head_the_line_s_mask(self, mask_of_head):
        assert mask_of_head(DecodeSettings()).mean() < 0.2

    def test_where_anchors_vote_one_that_sees_the_head_alone_draws_it(self, mask_of_head):
        assert mask_of_head(DecodeSettings(voting_iou=0.5)).mean() > 0.9


def test_a_mask_lies_in_its_crop_and_is_zero_or_one():
    found = decode(raw_output(seed=5), ANCHORS, CONFIG, FRAME, DecodeSettings())
    shapes = [mask.shape for mask in found.masks]
    crops = [found.crop(row) for row in range(len(found))]
    assert shapes == [(y2 - y1, x2 - x1) for x1, y1, x2, y2 in crops]
    assert all(mask.dtype == np.uint8 and mask.max() <= 1 for mask in found.masks)


def test_padding_the_crop_lets_masks_grow_but_leaves_boxes_alone():
    raw = raw_output(seed=6)
    plain = decode(raw, ANCHORS, CONFIG, FRAME, DecodeSettings())
    padded = decode(raw, ANCHORS, CONFIG, FRAME, DecodeSettings(crop_padding=0.1))
    lost = [np.any(plain.full(row) & ~padded.full(row)) for row in range(len(plain))]
    np.testing.assert_array_equal(plain.boxes, padded.boxes)
    assert np.mean(lost) < 0.2  # at the old crop's edge the zeros outside used to weigh in
    assert sum(map(np.sum, padded.masks)) > sum(map(np.sum, plain.masks))


def test_without_the_tail_nothing_below_the_least_score_is_found():
    raw = raw_output(seed=7)
    whole = decode(raw, ANCHORS, CONFIG, FRAME, DecodeSettings())
    cut = decode(raw, ANCHORS, CONFIG, FRAME, DecodeSettings(min_score=0.5, is_tail_kept=False))
    assert whole.scores.min() < 0.5
    assert 0 < len(cut) < len(whole)
    assert cut.scores.min() > 0.5


def test_a_box_that_goes_itself_still_takes_others_with_it():
    boxes = np.array([[0, 0, 1, 1], [0.3, 0, 1.3, 1], [0.6, 0, 1.6, 1]], np.float32)
    scores = np.array([[0.9], [0.8], [0.7]], np.float32)
    anchors, classes = fast_nms(boxes, scores, 0.5, 200, 100)
    assert anchors.tolist() == [0]  # plain NMS would keep the third, which is far from the first
    assert classes.tolist() == [0]


def test_boxes_of_different_classes_suppress_each_other_only_across_classes():
    boxes = np.array([[0, 0, 1, 1], [0, 0, 1, 1]], np.float32)
    scores = np.array([[0.9, 0.0], [0.0, 0.8]], np.float32)
    by_class, _ = fast_nms(boxes, scores, 0.5, 200, 100, min_score=0.1)
    across, _ = cross_class_nms(boxes, scores, 0.5, 200)
    assert by_class.tolist() == [0, 1]
    assert across.tolist() == [0]


def test_sigmoid_scores_stand_alone_and_softmax_scores_share():
    logits = np.array([[0.0, 0.0], [-9.0, -9.0]], np.float32)
    rows, each = class_scores(logits, "sigmoid", min_score=0.05)
    shared_rows, shared = class_scores(np.c_[[0, 9], logits].astype("f"), "softmax", 0.05)
    assert rows.tolist() == shared_rows.tolist() == [0]
    np.testing.assert_allclose(each, [[0.5, 0.5]])
    np.testing.assert_allclose(shared, [[1 / 3, 1 / 3]], rtol=1e-6)


@pytest.mark.parametrize("nms", ["per_class", "cross_class"])
def test_nothing_is_found_in_an_empty_output(nms):
    raw = raw_output(seed=8)
    raw.class_logits[:, 1:] = -20
    assert len(decode(raw, ANCHORS, CONFIG, FRAME, DecodeSettings(nms=nms))) == 0


def test_the_pixels_of_a_cell_come_to_their_places_in_the_mask():
    draw = np.random.default_rng(3)
    cells = np.maximum(0, draw.normal(0, 1, (8 * 4, 35, 35))).astype(np.float32)
    spread = F.pixel_shuffle(torch.from_numpy(cells)[None], 2)[0].numpy()
    raw = raw_output(seed=2)
    in_cells = decode(replace(raw, prototypes=cells), ANCHORS, CONFIG, FRAME, DecodeSettings())
    spread_out = decode(replace(raw, prototypes=spread), ANCHORS, CONFIG, FRAME, DecodeSettings())
    assert len(in_cells) > 0
    for mine, theirs in zip(in_cells.masks, spread_out.masks, strict=True):
        np.testing.assert_array_equal(mine, theirs)


def test_an_output_that_is_not_a_number_finds_nothing():
    count = len(ANCHORS)
    logits = np.full((count, 5), np.nan, np.float32)
    logits[: count // 2] = [0, 9, 0, 0, 0]
    offsets = np.full((count, 4), np.nan, np.float32)
    raw = RawOutput(logits, offsets, np.zeros((count, 8), "f"), np.zeros((8, 9, 9), "f"))
    assert len(decode(raw, ANCHORS, CONFIG, FRAME, DecodeSettings())) == 0


def test_a_box_beyond_the_frame_ends_at_its_edge():
    raw = raw_output(seed=9)
    raw.box_offsets[:, 2:] = 100
    found = decode(raw, ANCHORS, CONFIG, FRAME, DecodeSettings())
    assert found.boxes.max() <= FRAME[1]
    assert found.full(0).shape == FRAME


def test_numpy_boxes_are_those_of_torch():
    from inference.yolact import boxes

    offsets = np.random.default_rng(0).normal(0, 2, (len(ANCHORS), 4)).astype(np.float32)
    theirs = boxes.decode_boxes(torch.from_numpy(offsets), torch.from_numpy(ANCHORS))
    np.testing.assert_allclose(decode_boxes(offsets, ANCHORS), theirs, atol=1e-5, rtol=1e-5)


@pytest.mark.parametrize("square", [True, False])
def test_anchors_stand_in_cell_centres_and_have_the_shapes_of_the_config(square):
    config = YolactConfig(
        backbone="light",
        classes=("a",),
        image_size=64,
        anchors=(((16, 8), (8, 16)), ((32, 16), (16, 32)), ((64, 32), (32, 64))),
        square_anchors=square,
    )
    grid = anchor_grid(config)
    assert grid.shape == (2 * (64 + 16 + 4), 4)
    np.testing.assert_allclose(grid[2 * 9 + 1, :2], [1.5 / 8, 1.5 / 8])  # second row and column
    np.testing.assert_allclose(grid[0, 2:], [0.25, 0.25 if square else 0.125])
    np.testing.assert_allclose(grid[1, 2:], [0.125, 0.125 if square else 0.25])


def test_soft_suppression_lowers_what_overlaps_and_leaves_the_rest():
    overlaps = np.array([[1, 0.5, 0], [0.5, 1, 0], [0, 0, 1]], np.float32)
    rows, scores = soft_nms(overlaps, np.array([0.9, 0.8, 0.6], np.float32), min_score=0.02)
    assert rows.tolist() == [0, 2, 1]
    assert scores == pytest.approx([0.9, 0.6, 0.8 * np.exp(-0.5)])


def test_soft_suppression_ends_at_the_lowest_score():
    same = np.ones((3, 3), np.float32)
    rows, _ = soft_nms(same, np.array([0.9, 0.8, 0.7], np.float32), min_score=0.1)
    assert rows.tolist() == [0, 1]  # 0.8 exp(-2) is more than 0.1, 0.7 exp(-4) is not


def test_soft_suppression_keeps_a_second_structure_that_overlaps():
    raw = raw_output(seed=3)
    hard = decode(raw, ANCHORS, CONFIG, FRAME, DecodeSettings(is_tail_kept=False))
    soft = decode(raw, ANCHORS, CONFIG, FRAME, DecodeSettings(nms="soft"))
    assert len(soft) >= len(hard)
    assert soft.scores[0] == hard.scores[0]
    assert (np.diff(soft.scores) <= 0).all()
    assert soft.scores.min() > 0.05
