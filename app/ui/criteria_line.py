"""In the strip: which criteria of the view hold, and the first that fails as a chip in words."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.quality import Quality
from app.ui import theme
from app.ui.exam_words import FAILED, HELD, sentence_of
from app.ui.language import tr
from app.ui.parts import Chip, Icon, words

TICK_PX, GAP, SPACING = 16, 6, 14


class CriteriaLine(QWidget):
    """Shows a Quality; where room is short, held criteria are counted instead of named."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self._is_compact = False
        self._quality: Quality | None = None
        self._shown: tuple[Quality | None, str] = (None, "")
        self._held = [_Held() for _ in HELD]
        self._failed = Chip(size=18, height=38)
        self._more = words(size=16, colour=theme.TEXT2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(SPACING)
        for part in (*self._held, self._failed, self._more):
            row.addWidget(part)

    def set_compact(self, compact: bool) -> None:
        self._is_compact = compact
        self._failed.setFixedHeight(32 if compact else 38)

    def show_quality(self, quality: Quality | None, language: str) -> None:
        """None: there is no view to judge. Nothing is seen of it before `show_within`."""
        if (quality, language) == self._shown:
            return
        self._quality, self._shown = quality, (quality, language)
        failed = () if quality is None else quality.failed
        self._failed.setVisible(bool(failed))
        self._more.setText(f"+{len(failed) - 1}" if len(failed) > 1 else "")
        self._more.setVisible(len(failed) > 1)
        if failed:
            self._failed.show_state("warning", tr(FAILED[failed[0].criterion]), "", "warn")
        self.setToolTip("\n".join(sentence_of(judgement, language) for judgement in failed))

    def show_within(self, room: int) -> None:
        """As much of it as stands side by side in so many px; if that is too little, nothing."""
        quality = self._quality
        if quality is None or room <= 0:
            self.hide()
            return
        held = [tr(HELD[j.criterion]) for j in quality.judgements if j.is_held]
        text = tr("{held} of {total}").format(held=len(held), total=len(quality.judgements))
        if held and (self._is_compact or self._width_of(held) > room):
            held = [text]
        for place, part in enumerate(self._held):
            part.show_word(held[place] if place < len(held) else "")
        self.setVisible(self._width_of(held) <= room)

    def _width_of(self, held: Sequence[str]) -> int:
        """With these words, px; asked of fonts, as layouts know it only later."""
        widths = [self._held[0].width_of(word) for word in held]
        if self._quality is not None and self._quality.failed:
            widths.append(self._failed.width_of(tr(FAILED[self._quality.failed[0].criterion])))
        if more := self._more.text():
            widths.append(self._more.fontMetrics().horizontalAdvance(more))
        return sum(widths) + SPACING * (len(widths) - 1)


class _Held(QWidget):
    """A tick and a word."""

    def __init__(self) -> None:
        super().__init__()
        tick = Icon(TICK_PX)
        tick.show_icon("check", theme.TEXT2)
        self._word = words(size=16, colour=theme.TEXT2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(tick)
        row.addWidget(self._word)

    def width_of(self, word: str) -> int:
        return TICK_PX + GAP + self._word.fontMetrics().horizontalAdvance(word)

    def show_word(self, word: str) -> None:
        self._word.setText(word)
        self.setVisible(bool(word))
