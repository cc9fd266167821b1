"""Pictures for the disk: a still as a pair of files, and a frame with its overlay for a clip."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QImageWriter, QPainter

from app.exam import NO_VIEW
from app.export.measured import LINE_PX, measured_values, paint_values, unassessed, value_lines
from app.export.whole import free_stem, write_whole
from app.measuring.measurement import Sheet
from app.ui import theme
from app.ui.caliper_painting import Ground, paint_calipers
from app.ui.found import drawn
from app.ui.language import term, tr
from app.ui.lines import paint_swatch
from app.ui.overlay import image_of, paint_overlay
from app.ui.overlay_style import OverlayStyle
from inference.analyzer import ModelInfo
from inference.anatomy import Structure, load_anatomy
from inference.fan import Region, find_fan, within
from inference.told import told
from inference.types import Analysis, Frame

BAND_PX = 56
HASH_SHOWN = 12
RESEARCH_USE = "Research use, not for diagnosis"
PRACTICE = "Practice phantom"
FAN_ONLY, WHOLE_SCREEN = "fan only, black outside", "whole screen"
NO_FAN = told(
    "No fan was found in this picture, so no still was kept. Whole screen, under "
    "This picture, keeps everything the scanner shows, names too."
)


class PictureError(Exception):
    """One sentence for the user."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a still comes from; nothing of a patient.

    taken        by this computer's clock
    model        None if none was loaded
    is_practice  the picture is of the phantom
    operator     id of the view that the operator set, or NO_VIEW; None left it to the model
    """

    taken: datetime
    model: ModelInfo | None = None
    is_practice: bool = False
    operator: str | None = None

    @property
    def caution(self) -> str:
        return f"{PRACTICE}. {RESEARCH_USE}" if self.is_practice else RESEARCH_USE

    @property
    def by(self) -> str:
        """The model; empty without one."""
        return f"{self.model.name}, {self.model.hash[:HASH_SHOWN]}" if self.model else ""


def keep_still(
    frame: Frame,
    analysis: Analysis | None,
    style: OverlayStyle,
    origin: Origin,
    folder: Path,
    whole_screen: bool = False,
    measured: Sheet | None = None,
    find: Callable[[], Region | None] | None = None,
) -> tuple[Path, ...]:
    """Write the clean picture, and beside it the one with overlay and band; return their paths.

    What was measured on the frame is drawn on the latter, and written beside both.

    Outside of the fan, where scanners write names, all is black unless the whole screen is asked
    for. Without an analysis there is only the clean picture. Each file appears whole or not at all,
    and says in its text fields where it comes from. Its name holds date and time, nothing of a
    patient. `find` says where the fan is, where an operator may have corrected it. Raises
    PictureError if there is no fan, or the disk refuses.
    """
    if not whole_screen:
        fan = find_fan([frame.pixels]) if find is None else find()
        if fan is None:
            raise PictureError(NO_FAN)
        frame = within(fan, frame)
        analysis = replace(analysis, frame=frame) if analysis is not None else None
    pictures = {"": image_of(frame).copy()}  # one that text can be put in
    if measured is not None and analysis is None:
        analysis = unassessed(frame)
    if analysis is not None:
        pictures[" overlay"] = with_band(analysis, style, origin, measured)
    # Milliseconds, for stills are written side by side: none may take the name of another.
    stem = free_stem(folder, f"still {origin.taken:%Y-%m-%d %H.%M.%S.%f}"[:-3], ".png")
    for image in pictures.values():
        _put_text(image, origin, WHOLE_SCREEN if whole_screen else FAN_ONLY)
        if analysis is not None and origin.operator is not None:
            own, by_model = _named(origin.operator, "en"), view_name(analysis, "en")
            image.setText("View", f"{own}, set by the operator; model: {by_model}")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        paths = tuple(
            _write(folder / f"{stem}{suffix}.png", image) for suffix, image in pictures.items()
        )
        if measured is not None:
            values = _told_of(origin) | measured_values(measured)
            paths += (_write_json(folder / f"{stem} measurements.json", values),)
        return paths
    except OSError as error:
        raise PictureError(
            told(
                "The still could not be kept in {folder}: {fault}. The picture goes on; free "
                "the disk or choose another folder.",
                folder=folder,
                fault=error.strerror,
            )
        ) from error


def render_overlay(analysis: Analysis, style: OverlayStyle) -> QImage:
    """The analysis's frame with its overlay and the name of its view, as RGB32 of its size."""
    frame = analysis.frame
    image = image_of(frame).convertToFormat(QImage.Format.Format_RGB32)
    picture = QRectF(0, 0, frame.width, frame.height)
    with QPainter(image) as painter:
        paint_overlay(painter, analysis, style, picture)
        _paint_view_name(painter, analysis, style.language, frame.height)
    return image


def with_band(
    analysis: Analysis, style: OverlayStyle, origin: Origin, measured: Sheet | None = None
) -> QImage:
    """The frame with its overlay above a band that says what one sees, by whom and when.

    What was measured is drawn as calipers, and its values stand in lines below the band.
    """
    frame = analysis.frame
    style = replace(style, opacity=1.0)
    lines = [] if measured is None else value_lines(measured, style.language, frame.width)
    height = frame.height + BAND_PX + LINE_PX * len(lines)
    image = QImage(frame.width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.WINDOW))
    picture = QRectF(0, 0, frame.width, frame.height)
    with QPainter(image) as painter:
        painter.drawImage(picture, image_of(frame))
        paint_overlay(painter, analysis, style, picture)
        band = QRectF(0, frame.height, frame.width, BAND_PX)
        _paint_band(painter, band, analysis, style, origin)
        if measured is not None:
            paint_calipers(painter, measured.measurements, Ground(picture, frame.width))
            paint_values(painter, lines, band.bottom())
    return image


def view_name(analysis: Analysis, language: str) -> str:
    view = analysis.view.view
    return term(view.names if view else load_anatomy().no_view_names, language)


def _view_words(analysis: Analysis, language: str, origin: Origin) -> tuple[str, str]:
    """The view that counts, and what the model says where the operator set another."""
    by_model = view_name(analysis, language)
    if origin.operator is None:
        return by_model, ""
    return (
        tr("{view}, set by the operator").format(view=_named(origin.operator, language)),
        tr("model: {view}").format(view=by_model),
    )


def _named(view_id: str, language: str) -> str:
    anatomy = load_anatomy()
    is_none = view_id == NO_VIEW
    return term(anatomy.no_view_names if is_none else anatomy.view(view_id).names, language)


def _paint_view_name(
    painter: QPainter, analysis: Analysis, language: str, picture_height: int
) -> None:
    """At the top left, on a dark ground of its own."""
    font = theme.font(max(picture_height * 0.035, 14), QFont.Weight.Bold)
    name = view_name(analysis, language)
    metrics = QFontMetricsF(font)
    margin = metrics.height() * 0.4
    box = QRectF(margin, margin, metrics.horizontalAdvance(name) + 2 * margin, metrics.height())
    ground = QColor(theme.PILL)
    ground.setAlphaF(0.88)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 6, 6)
    painter.setFont(font)
    painter.setPen(QColor(theme.TEXT))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)


def _paint_band(
    painter: QPainter,
    band: QRectF,
    analysis: Analysis,
    style: OverlayStyle,
    origin: Origin,
) -> None:
    """Two lines: view and names with their lines; model, time and research use."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    left, right = band.left() + 16, band.right() - 16
    upper = QRectF(left, band.top() + 5, right - left, 26)
    lower = QRectF(left, band.top() + 31, right - left, 20)
    align = Qt.AlignmentFlag.AlignVCenter
    painter.setPen(QColor(theme.TEXT))
    painter.setFont(theme.font(18, QFont.Weight.Bold))
    name, by_model = _view_words(analysis, style.language, origin)
    painter.drawText(upper, align | Qt.AlignmentFlag.AlignLeft, name)
    start = left + painter.fontMetrics().horizontalAdvance(name) + 24
    shown = list(dict.fromkeys(found.structure for found in drawn(analysis, style)))
    _paint_names(painter, QRectF(start, upper.top(), right - start, 26), shown, style.language)
    by = origin.by or analysis.model_hash[:HASH_SHOWN]
    painter.setFont(theme.font(14))
    painter.setPen(QColor(theme.TEXT2))
    painter.drawText(lower, align | Qt.AlignmentFlag.AlignRight, origin.caution)
    room = lower.width() - painter.fontMetrics().horizontalAdvance(origin.caution) - 24
    said = (f"{origin.taken:%Y-%m-%d %H:%M:%S}", by_model, by)
    text = painter.fontMetrics().elidedText(
        "   ".join(part for part in said if part), Qt.TextElideMode.ElideRight, int(room)
    )
    painter.drawText(lower, align | Qt.AlignmentFlag.AlignLeft, text)


def _paint_names(
    painter: QPainter, box: QRectF, structures: Sequence[Structure], language: str
) -> None:
    """Line and name of each structure; abbreviations where the names do not fit."""
    painter.setFont(theme.font(15, QFont.Weight.Medium))
    metrics = painter.fontMetrics()
    names = [term(structure.names, language) for structure in structures]
    if sum(metrics.horizontalAdvance(name) + 58 for name in names) > box.width():
        names = [structure.abbreviation for structure in structures]
    x = box.left()
    for structure, name in zip(structures, names, strict=True):
        width = metrics.horizontalAdvance(name)
        if x + 58 + width > box.right() + 20:
            break
        paint_swatch(painter, structure, QRectF(x, box.top(), 30, box.height()), 2.4)
        painter.setPen(QColor(theme.TEXT))
        painter.drawText(
            QRectF(x + 38, box.top(), width + 2, box.height()),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            name,
        )
        x += width + 58


def _put_text(image: QImage, origin: Origin, extent: str) -> None:
    """The PNG's text fields."""
    image.setText("Software", "Fetalens")
    image.setText("Extent", extent)
    image.setText("Creation Time", origin.taken.isoformat(" ", "seconds"))
    image.setText("Comment", origin.caution)
    if origin.model is not None:
        image.setText("Model", origin.model.name)
        image.setText("Model SHA-256", origin.model.hash)


def _write(path: Path, image: QImage) -> Path:
    """Whole or not at all. Raises OSError."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise OSError(0, "the picture cannot be encoded")
    return write_whole(path, bytes(buffer.data().data()))


def _told_of(origin: Origin) -> dict[str, Any]:
    """Where a file beside a still comes from."""
    model = origin.model
    return {
        "caution": origin.caution,
        "taken": origin.taken.isoformat(" ", "seconds"),
        "model": None if model is None else {"name": model.name, "sha256": model.hash},
    }


def _write_json(path: Path, values: dict[str, Any]) -> Path:
    return write_whole(path, json.dumps(values, indent=2).encode())
