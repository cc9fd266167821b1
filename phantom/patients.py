"""Virtual patients: what the pictures of one examination have in common.

One patient is one fetus, one scanner and one date, and gives about 22 pictures, as a woman of the
study does. So a split of pictures instead of patients leaks here as it does in a clinic.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count

import numpy as np

from phantom.acoustics import Scanner, sample_scanner
from phantom.biometry import Biometry, sample_biometry
from phantom.layout import Layout, sample_layout
from phantom.looks import Looks, sample_looks

ROUTES = ("transabdominal", "transvaginal")
_TRANSVAGINAL_SHARE = 0.35
_DEPTHS_MM = {"transabdominal": (42.0, 85.0), "transvaginal": (22.0, 45.0)}
_MODELS = {
    "transabdominal": ("Phantom A4 convex", "Phantom A6 convex", "Phantom B5 volume"),
    "transvaginal": ("Phantom E8 end-fire", "Phantom E9 end-fire", "Phantom B9 volume"),
}
_SCREENS = ((640, 480), (640, 450), (680, 480), (800, 540), (640, 480), (600, 490))
_TWINS_SHARE = 0.035
_FIRST_DAY, _DAYS = date(2024, 1, 1), 1096
PICTURES = (14, 30)  # of one patient, both included: 22 on average


@dataclass(frozen=True, eq=False, slots=True)
class Patient:
    """One fetus, seen with one scanner on one day.

    route          one of ROUTES                       scanner_model  made up
    face_radius, half_angle   of the transducer, mm and rad
    screen         width, height in pixels of what the capture card grabs
    twins          whether there is a second fetus; all of the patient is about the first
    """

    biometry: Biometry
    looks: Looks
    examined_on: date
    route: str
    scanner_model: str
    scanner: Scanner
    face_radius: float
    half_angle: float
    layout: Layout
    screen: tuple[int, int]
    twins: bool = False

    @property
    def gestational_age(self) -> str:
        """Completed weeks and days, as "12+3"."""
        weeks, days = divmod(int(self.biometry.age_days), 7)
        return f"{weeks}+{days}"

    def depth_mm(self, rng: np.random.Generator) -> float:
        """How deep the target of one picture lies."""
        return float(rng.uniform(*_DEPTHS_MM[self.route]))

    def scanner_at(self, rng: np.random.Generator, depth_mm: float) -> Scanner:
        """The scanner as it stands for one picture: focus on the target, gain turned a little."""
        return replace(
            self.scanner,
            focus_mm=float(depth_mm * rng.uniform(0.8, 1.25)),
            gain_db=self.scanner.gain_db + float(rng.normal(0, 1.2)),
        )

    def layout_of(self, rng: np.random.Generator) -> Layout:
        """The screen of one picture: a measurement comes and goes, the rest stays."""
        fresh = sample_layout(rng)
        words = tuple(line for line in fresh.text if _is_measurement(line))
        return replace(self.layout, text=self.layout.text + words, calipers=fresh.calipers)


def sample_patient(rng: np.random.Generator) -> Patient:
    route = ROUTES[int(rng.random() < _TRANSVAGINAL_SHARE)]
    close = route == "transvaginal"
    return Patient(
        biometry=sample_biometry(rng),
        looks=sample_looks(rng),
        examined_on=_FIRST_DAY + timedelta(days=int(rng.integers(_DAYS))),
        route=route,
        scanner_model=str(rng.choice(_MODELS[route])),
        scanner=sample_scanner(rng, float(np.mean(_DEPTHS_MM[route]))),
        face_radius=float(rng.uniform(9, 14) if close else rng.uniform(38, 62)),
        half_angle=float(rng.uniform(0.5, 1.25) if close else rng.uniform(0.24, 0.6)),
        layout=_unmeasured(sample_layout(rng)),
        screen=_SCREENS[int(rng.integers(len(_SCREENS)))],
        twins=bool(rng.random() < _TWINS_SHARE),
    )


def _unmeasured(layout: Layout) -> Layout:
    kept = tuple(line for line in layout.text if not _is_measurement(line))
    return replace(layout, text=kept, calipers=())


def _is_measurement(line: tuple[float, float, str]) -> bool:
    return line[2].startswith("+")


def patient_of_seed(seed: int) -> Patient:
    """The patient of a loop of that seed."""
    return sample_patient(np.random.default_rng([seed, 53]))


def patient_numbers(seed: int) -> Iterator[int]:
    """The patient of picture 0, 1, 2, ... of a data set: about 22 in a row each."""
    for number in count():
        rng = np.random.default_rng([seed, 51, number])
        for _ in range(int(rng.integers(PICTURES[0], PICTURES[1] + 1))):
            yield number


def patient_of(seed: int, number: int) -> Patient:
    """The patient of that number in the data set of that seed."""
    return sample_patient(np.random.default_rng([seed, 52, number]))
