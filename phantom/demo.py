"""The practice examination that ships with the program: whose it is, and its film."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import cv2
import numpy as np

from phantom.acoustics import Scanner
from phantom.biometry import Biometry, sample_biometry
from phantom.cine import Cine
from phantom.film import write_film
from phantom.layout import Layout
from phantom.looks import sample_looks
from phantom.patients import Patient
from phantom.scripts import SWEEP, Script, Step

FILM = "phantom_exam.mp4"
SEED = 3
PRACTICE_NOTICE = "PRACTICE PHANTOM - NOT A PATIENT"
_RESTS_S = {"head": 3.0, "neck": 3.0, "thorax": 2.0, "abdomen": 2.0, "extremity": 2.0, "spine": 2.0}
EXAMINATION = Script(
    tuple(step for view, s in _RESTS_S.items() for step in (Step(view, s), Step(SWEEP, 1.0)))
)
_SCREEN = (800, 600)


def make_demo(out: Path, script: Script = EXAMINATION) -> Path:
    """Write phantom_exam.mp4 and phantom_exam.jsonl into the folder `out`; returns the film.

    Both files appear whole or not at all. Raises PhantomError where nothing can be written.
    """
    film = out / FILM
    write_film(film, Cine(script, practice_patient(SEED), SEED), with_header=False)
    return film


def practice_patient(seed: int, screen: tuple[int, int] = _SCREEN) -> Patient:
    """An ordinary fetus of about 12 to 13 weeks on a well-set scanner, named as a phantom.

    screen  width, height in pixels
    """
    rng = np.random.default_rng([seed, 8])
    return Patient(
        biometry=replace(_ordinary(rng), nasal_bone_present=True),
        looks=sample_looks(rng),
        examined_on=date(2026, 1, 1),
        route="transabdominal",
        scanner_model="Fetalens phantom",
        scanner=_SCANNER,
        face_radius=48.0,
        half_angle=0.33,
        layout=_LAYOUT,
        screen=screen,
    )


def _ordinary(rng: np.random.Generator) -> Biometry:
    while True:
        biometry = sample_biometry(rng)
        if 60 < biometry.crown_rump_length < 72 and 1.4 < biometry.nuchal_translucency < 2.2:
            return biometry


_SCANNER = Scanner(
    frequency_mhz=6.0, axial_mm=0.34, lateral_mm=0.95, focus_mm=62.0, looks=2,
    dynamic_range_db=54.0, gain_db=-1.0, gamma=1.7, smoothing_px=0.7, noise_db=-50.0,
    persistence=0.35, enhancement=0.25,
)  # fmt: skip
_LAYOUT = Layout(
    text=(
        (0.30, 0.02, PRACTICE_NOTICE),
        (0.83, 0.06, "Fetalens phantom"),
        (0.83, 0.095, "C6-1  6.0 MHz"),
        (0.83, 0.13, "DR 54  Gn -1"),
        (0.83, 0.165, "25 Hz"),
    ),
    scale=0.38, font=cv2.FONT_HERSHEY_SIMPLEX, text_grey=190, bar=(0.012, 0.04, 0.22),
    ticks=0.975, calipers=(), covers=(), base_grey=0, tint=(1.0, 1.0, 1.0),
)  # fmt: skip
