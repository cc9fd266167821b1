"""What a patient sees: a plain title, the picture with soft outlines, few names. One painter."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from math import ceil

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from app.patient import PatientPicture
from app.settings import LabelMode, Preset
from app.ui import theme
from app.ui.found import drawn
from app.ui.label_column import Label, Wish
from app.ui.label_ground import Box, survey
from app.ui.labels import place_labels
from app.ui.language import noted
from app.ui.looks import colour_of
from app.ui.outlines import Points
from app.ui.overlay import paint_overlay
from app.ui.overlay_labels import lit
from app.ui.overlay_style import PRESET_FILL, OverlayStyle
from app.ui.screen_picture import ScreenPicture
from app.ui.slice_sketch import paint_sketch
from app.ui.speech import Speech
from inference.anatomy import load_anatomy

DESIGNED = 1440.0, 1080.0  # the sizes below are those of a window at least so large
TITLE, SENTENCE, NAME, NOTE = 56.0, 30.0, 46.0, 26.0
MARGIN, HEAD, FOOT = 72.0, 178.0, 92.0
SKETCH = 230.0, 140.0
SOFT = OverlayStyle(fill=PRESET_FILL[Preset.PATIENT], labels=LabelMode.NONE, preset=Preset.PATIENT)
CAUTION = noted("A picture to explain, not a diagnosis")
PRACTICE = noted("Practice phantom, not a patient")


class Pace(Enum):
    """Whether the picture moves; the words for it."""

    LIVE = noted("live")
    PAUSED = noted("paused")
    RECORDED = noted("recorded")


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """What is on the patient's screen, and in which language."""

    picture: PatientPicture
    pace: Pace
    speech: Speech


@dataclass(frozen=True, slots=True)
class Stage:
    """Where everything stands on a screen of this size; one unit is a pixel of the design."""

    box: QRectF

    @property
    def unit(self) -> float:
        return min(self.box.width() / DESIGNED[0], self.box.height() / DESIGNED[1])

    @property
    def middle(self) -> QRectF:
        """For the picture and its names."""
        unit = self.unit
        return self.box.adjusted(MARGIN * unit, HEAD * unit, -MARGIN * unit, -FOOT * unit)

    def crop_rect(self, picture: PatientPicture) -> QRectF:
        """Where what is shown of the frame stands: whole, in the middle, on whole pixels."""
        room, crop = self.middle, picture.crop
        scale = min(room.width() / crop.width, room.height() / crop.height)
        width, height = round(crop.width * scale), round(crop.height * scale)
        left, top = room.center().x() - width / 2, room.center().y() - height / 2
        return QRectF(round(left), round(top), max(width, 1), max(height, 1))

    def font(self, size: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
        return theme.font(max(size * self.unit, 1.0), weight)


def frame_rect(picture: PatientPicture, crop: QRectF) -> QRectF:
    """Where the whole frame would stand, of which the crop is shown."""
    scale = crop.height() / picture.crop.height
    whole, (left, top) = picture.frame, picture.area[:2]
    return QRectF(
        crop.x() - left * scale, crop.y() - top * scale, whole.width * scale, whole.height * scale
    )


def scene_image(scene: Scene, stage: Stage, ratio: float) -> QImage:
    """The picture at the size of the screen, to be kept while it stands."""
    image = ScreenPicture().of(
        scene.picture.crop, (stage.crop_rect(scene.picture).size() * ratio).toSize()
    )
    image.setDevicePixelRatio(ratio)
    return image


def scene_names(
    scene: Scene, stage: Stage, former: Mapping[int, Label], keep_sides: bool
) -> tuple[Label, ...]:
    """Places for the names, beside the picture where there is room."""
    picture = scene.picture
    if picture.findings is None or not picture.structures:
        return ()
    crop, unit = stage.crop_rect(picture), stage.unit
    whole = frame_rect(picture, crop)
    scale = crop.height() / picture.crop.height
    origin = np.array([whole.x(), whole.y()], np.float32)
    metrics = QFontMetricsF(stage.font(NAME, QFont.Weight.DemiBold))
    shown = drawn(picture.findings, SOFT)
    wishes: list[Wish] = []
    obstacles: list[Points] = []
    for structure in picture.structures:
        kin = [found for found in shown if found.structure == structure]
        lines = tuple(line * scale + origin for found in kin for line in found.outlines)
        if lines:
            name = scene.speech.term(structure.plain_names)
            width = metrics.horizontalAdvance(name) + 24 * unit
            wishes.append(Wish(structure.index, lines, width, width))
            obstacles += lines
    ground = survey(_box(stage.middle), _box(crop), lit(picture.crop), obstacles)
    return place_labels(wishes, NAME * 1.4 * unit, ground, former, keep_sides)


def paint_scene(
    painter: QPainter, scene: Scene, stage: Stage, labels: tuple[Label, ...], image: QImage
) -> None:
    """On black ground, which is there already."""
    picture = scene.picture
    crop = stage.crop_rect(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawImage(crop.topLeft(), image)
    if picture.findings is not None:
        painter.save()
        painter.setClipRect(stage.middle)
        paint_overlay(painter, picture.findings, SOFT, frame_rect(picture, crop), ())
        painter.restore()
    for label in labels:
        _paint_name(painter, label, scene.speech, stage)
    _paint_words(painter, scene, stage)


def _paint_words(painter: QPainter, scene: Scene, stage: Stage) -> None:
    """Title and sentence at the left, the sketch at the right; below, the pace and the caution."""
    unit, speech, view = stage.unit, scene.speech, scene.picture.view
    anatomy = load_anatomy()
    title = view.patient_titles if view else anatomy.no_view_titles
    sentence = view.patient_sentences if view else anatomy.no_view_sentences
    inner = stage.box.adjusted(MARGIN * unit, 48 * unit, -MARGIN * unit, -36 * unit)
    left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
    top = Qt.AlignmentFlag.AlignTop
    painter.setPen(QColor(theme.TEXT))
    painter.setFont(stage.font(TITLE, QFont.Weight.Bold))
    painter.drawText(inner, left | top, speech.term(title))
    painter.setPen(QColor(theme.TEXT2))
    painter.setFont(stage.font(SENTENCE))
    below = inner.adjusted(0, TITLE * 1.5 * unit, 0, 0)
    painter.drawText(below, left | top, speech.term(sentence))
    width, height = SKETCH[0] * unit, SKETCH[1] * unit
    sketch = QRectF(inner.right() - width, inner.top() - 8 * unit, width, height)
    paint_sketch(painter, sketch, view)
    foot = QRectF(inner.left(), inner.bottom() - 40 * unit, inner.width(), 40 * unit)
    middle = Qt.AlignmentFlag.AlignVCenter
    painter.setFont(stage.font(NOTE))
    painter.drawText(foot, left | middle, speech.of(scene.pace.value))
    said = [speech.of(PRACTICE)] if scene.picture.is_practice else []
    painter.drawText(foot, right | middle, ".  ".join([*said, speech.of(CAUTION)]))


def _paint_name(painter: QPainter, label: Label, speech: Speech, stage: Stage) -> None:
    """Large words without a box, and a leader to what they name."""
    structure, unit = load_anatomy().structures[label.key], stage.unit
    width = 2.4 * unit
    path = QPainterPath(QPointF(*label.anchor))
    path.lineTo(QPointF(*label.elbow))
    path.lineTo(QPointF(*label.joint))
    shade = QColor(0, 0, 0)
    shade.setAlphaF(0.6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, line in ((shade, width + 3 * unit), (QColor(colour_of(structure)), width)):
        painter.setPen(QPen(colour, line))
        painter.drawPath(path)
    painter.setPen(QPen(QColor(0, 0, 0), width))
    painter.setBrush(QColor(colour_of(structure)))
    painter.drawEllipse(QPointF(*label.anchor), 7 * unit, 7 * unit)
    inset = 14 * unit if label.side == "right" else 10 * unit
    ratio = painter.device().devicePixelRatioF()
    words = _words(speech.term(structure.plain_names), NAME * unit, ratio)
    height = words.height() / ratio
    top = label.box.y1 + (label.box.height - height) / 2
    painter.drawImage(QPointF(label.box.x1 + inset - height / 4, top), words)


@lru_cache(maxsize=16)
def _words(text: str, size: float, ratio: float) -> QImage:
    """With a dark edge, readable where they have to lie on tissue. Stroking costs milliseconds."""
    font = theme.font(max(size, 1.0), QFont.Weight.DemiBold)
    metrics = QFontMetricsF(font)
    height = metrics.height()
    image = QImage(
        ceil((metrics.horizontalAdvance(text) + height / 2) * ratio),
        ceil(height * ratio),
        QImage.Format.Format_ARGB32_Premultiplied,
    )
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    path = QPainterPath()
    path.addText(QPointF(height / 4, metrics.ascent()), font, text)
    shade = QColor(0, 0, 0)
    shade.setAlphaF(0.6)
    edge = QPen(shade, size / 6)
    edge.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.strokePath(path, edge)
        painter.fillPath(path, QColor(theme.TEXT))
    return image


def _box(rect: QRectF) -> Box:
    return Box(rect.left(), rect.top(), rect.right(), rect.bottom())
