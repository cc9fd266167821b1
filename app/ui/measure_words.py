"""What is said of measurements, in the operator's language."""

from app.measuring.calibration import Refusal
from app.measuring.measurement import Kind, Measurement, Sheet, Status
from app.measuring.proposals import Why
from app.ui.language import noted, term, tr
from inference.anatomy import Structure

NOT_CALIBRATED = noted(
    "Nothing is measured in this picture, as it does not say how large its pixels are."
)
HOW_TO_CALIBRATE = noted(
    "To calibrate, press two marks of the scanner's depth scale that are far apart, and type the "
    "distance between them. It holds for this depth only."
)
HOW_TO_MEASURE = noted(
    "Drag an end, or move it by the arrow keys. Enter accepts, Del removes. "
    "Drag on the picture for a new one:"
)
RUNNING = noted("The picture runs. Freeze it to measure.")
NO_MASKS = noted("There are no masks of this picture to propose from: place the ends yourself.")
NOT_THERE = noted("Nothing is measured there: both ends must lie in one part of known pixel size.")
FULL = noted("No more fit on one picture: remove one first.")
GONE = noted("The depth or the picture has changed: calibrate again before you measure.")
REFUSALS = {
    Refusal.TOO_CLOSE: noted("The marks are too close together: press two that are far apart."),
    Refusal.ASLANT: noted("The marks do not stand on one straight scale: press two that do."),
    Refusal.NO_SCALE: noted("There is no scale between these marks: press two on the depth scale."),
    Refusal.NO_DISTANCE: noted("Type the distance in mm, from 5 to 400."),
}
STATUSES = {
    Status.PROPOSED: noted("proposed by the model"),
    Status.ACCEPTED: noted("accepted"),
    Status.MOVED: noted("moved by you"),
    Status.PLACED: noted("placed by you"),
}
WHYS = {
    Why.PICTURE_EDGE: noted(
        "{structure}: cut off by the edge of the picture, so nothing is proposed."
    ),
    Why.FAN_EDGE: noted("{structure}: cut off by the edge of the fan, so nothing is proposed."),
    Why.NOT_OVAL: noted("{structure}: its mask is not oval, so nothing is proposed."),
    Why.NO_SIZE: noted("{structure}: not in one part of known pixel size, so nothing is proposed."),
}
KINDS = {
    Kind.HC: noted("HC"),
    Kind.BPD: noted("BPD"),
    Kind.AC: noted("AC"),
    Kind.LENGTH: noted("{structure}, length"),
    Kind.DISTANCE: noted("Distance"),
    Kind.ELLIPSE: noted("Ellipse"),
}
EDGES = {
    Kind.HC: noted("outer edge"),
    Kind.BPD: noted("outer to outer"),
    Kind.AC: noted("outer edge"),
}


def name_of(measurement: Measurement, language: str) -> str:
    """Such as "HC" or "Thigh, length"."""
    words = tr(KINDS[measurement.kind])
    if measurement.structure is None:
        return words
    return words.format(structure=term(measurement.structure.names, language))


def status_of(measurement: Measurement) -> str:
    """Whose word it is, and between which edges the model measures."""
    edges = EDGES.get(measurement.kind)
    parts = [edges, STATUSES[measurement.status]] if edges else [STATUSES[measurement.status]]
    return ", ".join(tr(part) for part in parts)


def value_of(measurement: Measurement) -> str:
    return f"{measurement.value_mm:.1f} mm"


def missing_words(structure: Structure, why: Why, language: str) -> str:
    """Why nothing is proposed of what was found."""
    return tr(WHYS[why]).format(structure=term(structure.names, language))


def scale_words(sheet: Sheet) -> str:
    """By what a picture is measured."""
    size, marks_mm = sheet.scale.sizes[0], sheet.scale.marks_mm
    if marks_mm is not None and size.x_mm == size.y_mm:
        words = tr(
            "Calibrated by two marks {distance:g} mm apart, pixels taken as squares. "
            "It holds for this depth only."
        )
        return words.format(distance=marks_mm)
    if marks_mm is not None:
        words = tr(
            "Calibrated by two marks {distance:g} mm apart. The source says that its pixels are "
            "{ratio:.2f} times as wide as high. It holds for this depth only."
        )
        return words.format(distance=marks_mm, ratio=size.x_mm / size.y_mm)
    if size.x_mm == size.y_mm:
        return tr("The source says that a pixel is {side:.3f} mm.").format(side=size.x_mm)
    words = tr("The source says that a pixel is {width:.3f} mm wide and {height:.3f} mm high.")
    return words.format(width=size.x_mm, height=size.y_mm)
