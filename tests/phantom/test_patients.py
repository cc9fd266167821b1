"""Virtual patients: what the pictures of one examination share."""

from itertools import groupby, islice

import numpy as np
import pytest

from phantom.patients import PICTURES, ROUTES, patient_numbers, patient_of, sample_patient


def test_a_patient_gives_about_22_pictures_in_a_row():
    numbers = list(islice(patient_numbers(5), 4400))
    runs = [len(list(pictures)) for _, pictures in groupby(numbers)]

    assert numbers == sorted(numbers)
    assert min(runs[:-1]) >= PICTURES[0]
    assert max(runs) <= PICTURES[1]
    assert len(set(runs)) > 10
    assert np.mean(runs[:-1]) == pytest.approx(22, abs=1)


def test_the_same_patient_comes_back_the_same():
    assert patient_of(5, 3).biometry == patient_of(5, 3).biometry
    assert patient_of(5, 3).biometry != patient_of(5, 4).biometry
    assert patient_of(5, 3).biometry != patient_of(6, 3).biometry


def test_focus_and_gain_change_from_picture_to_picture_and_the_machine_does_not():
    patient, rng = patient_of(5, 3), np.random.default_rng(0)
    one, two = (patient.scanner_at(rng, patient.depth_mm(rng)) for _ in range(2))

    assert one.frequency_mhz == two.frequency_mhz == patient.scanner.frequency_mhz
    assert one.gain_db != two.gain_db
    assert one.focus_mm != two.focus_mm


def test_a_measurement_is_on_the_screen_with_its_marks_or_not_at_all():
    patient, rng = patient_of(5, 3), np.random.default_rng(0)
    layouts = [patient.layout_of(rng) for _ in range(40)]
    words = [any(line[2].startswith("+") for line in layout.text) for layout in layouts]

    assert words == [bool(layout.calipers) for layout in layouts]
    assert 0 < sum(words) < 40


def test_a_transvaginal_probe_sees_less_deep_with_a_higher_frequency():
    patients = [sample_patient(np.random.default_rng(seed)) for seed in range(40)]
    by_route = {r: [p for p in patients if p.route == r] for r in ROUTES}
    rng = np.random.default_rng(0)
    frequency, depth = (
        {route: np.mean([measure(p) for p in by_route[route]]) for route in ROUTES}
        for measure in (lambda p: p.scanner.frequency_mhz, lambda p: p.depth_mm(rng))
    )

    assert frequency["transvaginal"] > frequency["transabdominal"] + 1
    assert depth["transvaginal"] < depth["transabdominal"] - 10


def test_gestational_age_is_said_in_weeks_and_days():
    patients = [sample_patient(np.random.default_rng(seed)) for seed in range(40)]
    ages = [patient.gestational_age.split("+") for patient in patients]

    assert {int(weeks) for weeks, _ in ages} <= {11, 12, 13, 14}
    assert {int(days) for _, days in ages} <= set(range(7))


def test_a_few_of_a_hundred_pregnancies_are_of_twins():
    twins = [sample_patient(np.random.default_rng(seed)).twins for seed in range(300)]

    assert 3 <= sum(twins) <= 20
