import cv2
import numpy as np
import pytest

from inference.anatomy import load_anatomy
from inference.rules import Rules
from inference.types import Detections, pixel_crop
from inference.views import Findings, ViewRules, is_oval

ANATOMY = load_anatomy()
FRAME = (200, 300)
LANDMARKS = frozenset(landmark.id for landmark in ANATOMY.landmarks)
STRUCTURES = frozenset(structure.id for structure in ANATOMY.structures)


def oval(box, frame_size=FRAME):
    """A mask that fills a box as a skull would, cropped to it."""
    x1, y1, x2, y2 = pixel_crop(np.array(box, np.float32), frame_size)
    mask = np.zeros((y2 - y1, x2 - x1), np.uint8)
    middle, axes = ((x2 - x1) // 2, (y2 - y1) // 2), ((x2 - x1) // 2, (y2 - y1) // 2)
    return cv2.ellipse(mask, middle, axes, 0, 0, 360, 1, -1)


def findings(*found, landmarks=None):
    """Findings of (structure id, score) or (structure id, score, box), masks oval."""
    entries = sorted(found, key=lambda entry: -entry[1])
    boxes = [entry[2] if len(entry) > 2 else (50, 40, 180, 140) for entry in entries]
    detections = Detections(
        np.array(boxes, np.float32).reshape(-1, 4),
        np.array([ANATOMY.structure(entry[0]).index for entry in entries], np.int64),
        np.array([entry[1] for entry in entries], np.float32),
        tuple(oval(box) for box in boxes),
        FRAME,
    )
    scores = {entry[0]: entry[1] for entry in reversed(entries)}
    return Findings(detections, scores | (landmarks or {}))


@pytest.fixture
def views():
    return ViewRules(ANATOMY, Rules(), STRUCTURES | LANDMARKS)


@pytest.fixture
def views_without_landmarks():
    return ViewRules(ANATOMY, Rules(), STRUCTURES)


def called(prediction):
    return prediction.view.id if prediction.view else "none"


def test_a_skull_makes_a_head(views):
    prediction = views.call(findings(("cranium", 0.95), ("midline_falx", 0.6)))
    assert called(prediction) == "head"
    assert prediction.confidence == pytest.approx(0.95)
    assert prediction.because == (ANATOMY.structure("cranium"),)


def test_a_doubtful_skull_does_not(views):
    prediction = views.call(findings(("cranium", 0.8)))
    assert called(prediction) == "none"
    assert prediction.confidence == pytest.approx(0.2)
    assert prediction.because == ()


def test_a_skull_that_is_no_oval_does_not(views):
    found = findings(("cranium", 0.99))
    half_empty = found.detections.masks[0].copy()
    half_empty[:, ::2] = 0
    found.detections.masks[0][:] = half_empty
    assert called(views.call(found)) == "none"


def test_a_skull_that_is_too_long_does_not(views):
    assert called(views.call(findings(("cranium", 0.99, (20, 80, 280, 120))))) == "none"


@pytest.mark.parametrize(
    ("found", "landmarks", "view"),
    [
        ([("palate", 0.6)], {"thalami": 0.7, "midbrain": 0.9}, "neck"),
        ([("palate", 0.6), ("nasal_bone", 0.6), ("nuchal_translucency", 0.5)], {}, "neck"),
        ([("palate", 0.6), ("nasal_bone", 0.6)], {"thalami": 0.4}, "none"),
        ([("palate", 0.4)], {"thalami": 0.9, "midbrain": 0.9, "nasal_tip": 0.9}, "none"),
    ],
)
def test_a_neck_needs_three_that_agree_and_one_of_them_essential(views, found, landmarks, view):
    assert called(views.call(findings(*found, landmarks=landmarks))) == view


def test_without_landmarks_two_essential_structures_make_a_neck(views_without_landmarks):
    one = findings(("nasal_bone", 0.9))
    two = findings(("nasal_bone", 0.9), ("palate", 0.6))
    assert called(views_without_landmarks.call(one)) == "none"
    prediction = views_without_landmarks.call(two)
    assert called(prediction) == "neck"
    assert prediction.confidence == pytest.approx(0.75)
    assert [structure.id for structure in prediction.because] == ["nasal_bone", "palate"]


def test_a_neck_in_which_the_skull_is_seen_is_a_neck(views):
    found = findings(
        ("cranium", 0.99), ("palate", 0.6), landmarks={"thalami": 0.6, "midbrain": 0.6}
    )
    assert called(views.call(found)) == "neck"


@pytest.mark.parametrize(
    ("found", "view"),
    [
        ([("thoracic_circumference", 0.6), ("forearm", 0.9)], "thorax"),
        ([("abdominal_circumference", 0.7), ("thoracic_circumference", 0.6)], "abdomen"),
        ([("abdominal_circumference", 0.6), ("spine", 0.9)], "abdomen"),
        ([("spine", 0.6), ("thigh", 0.9)], "spine"),
        ([("foot", 0.6)], "extremity"),
        ([("heart", 0.9), ("stomach", 0.9)], "none"),
        ([], "none"),
    ],
)
def test_essential_structures_call_the_view_and_shared_ones_give_way(views, found, view):
    assert called(views.call(findings(*found))) == view


def test_it_takes_less_to_stay_than_to_come(views):
    weaker = findings(("cranium", 0.8))
    assert called(views.call(weaker)) == "none"
    assert called(views.call(weaker, current=ANATOMY.view("head"))) == "head"


def test_a_view_that_was_never_taught_is_not_called():
    views = ViewRules(ANATOMY, Rules(), STRUCTURES, trained=("head", "neck"))
    assert called(views.call(findings(("spine", 0.9), ("foot", 0.9)))) == "none"
    assert called(views.call(findings(("spine", 0.9), ("cranium", 0.9)))) == "head"


def test_scores_of_a_model_replace_the_default():
    views = ViewRules(ANATOMY, Rules(scores={"foot": 0.9}), STRUCTURES)
    assert called(views.call(findings(("foot", 0.8)))) == "none"
    assert called(views.call(findings(("cranium", 0.6)))) == "head"


@pytest.mark.parametrize("angle", [0, 30, 90])
def test_a_turned_ellipse_is_an_oval(angle):
    mask = np.zeros((300, 300), np.uint8)
    cv2.ellipse(mask, (150, 150), (120, 85), angle, 0, 360, 1, -1)
    assert is_oval(mask, Rules())


def test_an_ellipse_cut_flat_by_its_box_is_still_an_oval():
    mask = np.zeros((300, 300), np.uint8)
    cv2.ellipse(mask, (150, 150), (120, 85), 0, 0, 360, 1, -1)
    assert is_oval(mask[75:225, 40:260], Rules())


@pytest.mark.parametrize("mask", [np.ones((1, 1), np.uint8), np.zeros((40, 40), np.uint8)])
def test_a_tiny_or_empty_mask_is_no_oval(mask):
    assert not is_oval(mask, Rules())


def test_a_withheld_structure_is_never_believed():
    assert Rules(withheld=("cranium",)).score_of("cranium") > 1
