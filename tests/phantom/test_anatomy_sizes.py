"""What the outlines measure in standard planes, against the sizes that were drawn."""

from dataclasses import replace

import numpy as np
import pytest

from phantom.abdomen import CORD_LEVEL, STOMACH_LEVEL
from phantom.biometry import ellipse_circumference, sample_biometry
from phantom.fetus import build_fetus, sample_posture
from phantom.looks import sample_looks
from phantom.plane import ScanPlane, Window, outline_mask
from phantom.shapes import WORLD, vector
from phantom.thorax import HEART_LEVEL

LEFT, FRONT = vector(1, 0, 0), vector(0, 1, 0)
FINE = Window(width=520, height=520, pixel_size_mm=0.1, left=-26.0, top=-26.0)


def fetus_of(seed):
    rng = np.random.default_rng(seed)
    biometry = sample_biometry(rng)
    biometry = replace(biometry, stomach_diameter=max(biometry.stomach_diameter, 2.0))
    posture = replace(sample_posture(rng), flexion=0.0, turn=0.0, curl=0.3, systole=0.0)
    return build_fetus(WORLD, biometry, sample_looks(rng), posture)


@pytest.fixture(scope="module")
def fetuses():
    return [fetus_of(seed) for seed in range(12)]


def axial_mask(fetus, structure, level, frame=None):
    """Rows run from front to back, columns from the fetus' right to its left."""
    a = fetus.biometry.occipitofrontal_diameter / 2
    origin = vector(0, 0, level * a) if frame is None else frame.origin
    shape = next(o.shape for o in fetus.outlines if o.structure == structure)
    return outline_mask(shape, ScanPlane(origin, LEFT, -FRONT), FINE)


def diameters_mm(mask):
    """Of the ellipse with the mask's second moments."""
    rows, columns = np.nonzero(mask)
    spread = np.linalg.eigvalsh(np.cov(rows, columns))
    return 4 * np.sqrt(spread) * FINE.pixel_size_mm


def circumference_mm(mask):
    return ellipse_circumference(*diameters_mm(mask))


def bias(measured, drawn):
    return float(np.mean(np.array(measured) / np.array(drawn)) - 1)


def test_the_head_measures_as_drawn(fetuses):
    masks = [axial_mask(f, "cranium", 0, f.head.frame) for f in fetuses]
    around = [circumference_mm(mask) for mask in masks]
    across = [diameters_mm(mask)[0] for mask in masks]

    assert abs(bias(around, [f.biometry.head_circumference for f in fetuses])) < 0.02
    assert abs(bias(across, [f.biometry.biparietal_diameter for f in fetuses])) < 0.02


@pytest.mark.parametrize(
    ("structure", "level"),
    [("abdominal_circumference", STOMACH_LEVEL), ("thoracic_circumference", HEART_LEVEL)],
)
def test_chest_and_belly_measure_as_drawn(fetuses, structure, level):
    measured = [circumference_mm(axial_mask(f, structure, level)) for f in fetuses]

    assert abs(bias(measured, [getattr(f.biometry, structure) for f in fetuses])) < 0.02


def test_long_bones_are_as_long_as_drawn(fetuses):
    names = {"thigh": "femur", "calf": "tibia", "upper_arm": "humerus", "forearm": "ulna"}
    bones = [s for f in fetuses for s in f.segments if s.outline.structure in names]
    sizes = [f.biometry for f in fetuses for s in f.segments if s.outline.structure in names]
    drawn = [
        getattr(size, f"{names[bone.outline.structure]}_length")
        for size, bone in zip(sizes, bones, strict=True)
    ]

    assert abs(bias([bone_length_mm(bone) for bone in bones], drawn)) < 0.02


def bone_length_mm(segment):
    """Along the shaft, in the plane that holds it and the limb's breadth."""
    along = (segment.end - segment.start) / np.linalg.norm(segment.end - segment.start)
    beam = segment.across - (segment.across @ along) * along
    plane = ScanPlane((segment.start + segment.end) / 2, along, beam / np.linalg.norm(beam))
    return outline_mask(segment.bone, plane, FINE).any(axis=0).sum() * FINE.pixel_size_mm


def test_the_nuchal_fluid_is_as_thick_as_drawn(fetuses):
    measured = [nuchal_thickness_mm(fetus) for fetus in fetuses]

    assert abs(bias(measured, [f.biometry.nuchal_translucency for f in fetuses])) < 0.02


def nuchal_thickness_mm(fetus):
    """Mid-sagittal, at right angles to the nape."""
    a, profile = fetus.biometry.occipitofrontal_diameter / 2, fetus.column.trunk.profile
    z = np.array([1.08, 1.16]) * a
    back = np.interp(z, profile.z, profile.posterior)
    along = vector(0, back[1] - back[0], z[1] - z[0])
    along /= np.linalg.norm(along)
    window = Window(width=200, height=500, pixel_size_mm=0.02, left=-2.0, top=-8.0)
    plane = ScanPlane(vector(0, back[0], z[0]), along, np.cross(along, LEFT))
    shape = next(o.shape for o in fetus.outlines if o.structure == "nuchal_translucency")
    return outline_mask(shape, plane, window).sum(axis=0).max() * window.pixel_size_mm


def test_the_heart_fills_about_a_third_of_the_chest(fetuses):
    shares = [
        axial_mask(f, "heart", HEART_LEVEL).sum()
        / axial_mask(f, "thoracic_circumference", HEART_LEVEL).sum()
        for f in fetuses
    ]

    assert np.mean(shares) == pytest.approx(0.32, abs=0.03)
    assert min(shares) > 0.25
    assert max(shares) < 0.40


def test_the_heart_points_to_the_left(fetuses):
    for fetus in fetuses:
        rows, columns = np.nonzero(axial_mask(fetus, "heart", HEART_LEVEL))
        along = np.linalg.eigh(np.cov(columns, -rows))[1][:, 1]

        assert along[0] * along[1] > 0  # from back right to front left


def test_the_stomach_lies_left_inside_the_belly_and_is_as_wide_as_drawn(fetuses):
    for fetus in fetuses:
        stomach = axial_mask(fetus, "stomach", STOMACH_LEVEL)
        belly = axial_mask(fetus, "abdominal_circumference", STOMACH_LEVEL)
        middle_mm = np.nonzero(stomach)[1].mean() * FINE.pixel_size_mm + FINE.left

        assert middle_mm > 1.5
        assert not (stomach & ~belly).any()
        assert np.mean(diameters_mm(stomach)) == pytest.approx(
            fetus.biometry.stomach_diameter, rel=0.06
        )


def test_an_empty_stomach_is_not_there():
    fetus = fetus_of(0)
    empty = replace(fetus.biometry, stomach_diameter=0.0)
    posture = sample_posture(np.random.default_rng(1))
    looks = sample_looks(np.random.default_rng(2))

    again = build_fetus(WORLD, empty, looks, posture)

    assert "stomach" not in [o.structure for o in again.outlines]


def test_the_cord_enters_through_the_front_of_the_belly(fetuses):
    for fetus in fetuses:
        insertion = axial_mask(fetus, "cord_insertion", CORD_LEVEL)
        belly = axial_mask(fetus, "abdominal_circumference", CORD_LEVEL)
        first_row = np.flatnonzero(belly.any(axis=1))[0]

        assert (insertion & belly).any()
        assert insertion[:first_row].any()


def test_ventricles_empty_when_the_heart_contracts():
    fetus = fetus_of(3)
    looks, posture = (
        sample_looks(np.random.default_rng(2)),
        sample_posture(np.random.default_rng(1)),
    )
    areas = [
        axial_mask(
            build_fetus(WORLD, fetus.biometry, looks, replace(posture, systole=phase)),
            "heart",
            HEART_LEVEL,
        ).sum()
        for phase in (0.0, 1.0)
    ]

    assert 0.88 * areas[0] < areas[1] < 0.97 * areas[0]


def test_paired_structures_know_their_side(fetuses):
    for fetus in fetuses:
        sides = {(o.structure, o.side) for o in fetus.outlines}
        roots = {s.outline.side: s.start[0] for s in fetus.segments[:1] + fetus.segments[3:4]}

        assert {("hand", "left"), ("hand", "right"), ("choroid_plexus", "left")} <= sides
        assert roots["left"] > 0 > roots["right"]


def test_sizes_stay_in_the_ranges_of_eleven_to_fourteen_weeks():
    drawn = [sample_biometry(np.random.default_rng(seed)) for seed in range(400)]
    young = [b.abdominal_circumference for b in drawn if b.crown_rump_length < 47]
    old = [b.abdominal_circumference for b in drawn if b.crown_rump_length > 82]
    full = [b.stomach_diameter for b in drawn if b.stomach_diameter]

    assert 52 < np.mean(young) < 58
    assert 82 < np.mean(old) < 88
    assert min(full) >= 2
    assert max(full) <= 6
    assert 0.05 < 1 - len(full) / len(drawn) < 0.2
