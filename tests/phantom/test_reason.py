"""The sentence that says why a picture is of its view."""

import numpy as np
import pytest

from phantom.image import PhantomImage
from phantom.observe import Instance
from phantom.reason import reason

MASK = np.ones((4, 4), bool)
SKULL = Instance("cranium", MASK, 0.98)
PLEXUS = Instance("choroid_plexus", MASK, 1.0, "left")


def picture(view, departures, *instances):
    return PhantomImage(np.zeros((4, 4, 3), np.uint8), instances, view, 0.1, {}, departures)


def test_a_view_is_told_by_its_plane_and_by_what_is_essential_to_it():
    image = picture("head", {"head": 0.25, "neck": 4.0}, PLEXUS, SKULL)

    assert reason(image) == (
        "The plane is 0.25 of its limit from the head plane, and 98% of the cranium can be seen."
    )


@pytest.mark.parametrize(
    ("departures", "contact_loss", "sentence"),
    [
        ({}, 0.0, "There is no fetus in the picture."),
        ({"head": 0.2}, 0.9, "The probe is off the skin."),
        (
            {"head": 2.5, "neck": 0.9},
            0.0,
            "The plane is that of neck, but nothing essential to it can be seen.",
        ),
        (
            {"head": 2.5, "neck": 1.6},
            0.0,
            "No standard plane: the nearest, neck, is 1.6 times its limit away.",
        ),
    ],
)
def test_a_picture_of_no_view_says_what_it_lacks(departures, contact_loss, sentence):
    assert reason(picture("none", departures), contact_loss) == sentence
