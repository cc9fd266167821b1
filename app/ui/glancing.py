"""A pointer over the timeline sees the frame there, small. Between session, lanes and card."""

from app.live import Glance
from app.ui.glance_card import GlanceCard
from app.ui.language import term, tr
from app.ui.looking_back import back_words
from app.ui.playback_bar import PlaybackBar, clock
from app.ui.viewing import Viewing
from app.ui.workstation import Workstation
from inference.anatomy import load_anatomy

LEAST_PX = 1.0  # the pointer moved, or the last minute went on below it


class Glancing:
    """Asks and never waits: the frame is fetched in the thread that has the frames. GUI thread."""

    def __init__(self, station: Workstation, bar: PlaybackBar) -> None:
        self._station, self._bar, self._timeline = station, bar, bar.timeline
        self.card = GlanceCard(bar)
        self._of: Viewing | None = None
        self._asked_s: float | None = None

    def take(self, viewing: Viewing | None) -> None:
        """Called by the display timer. None: there is nothing to look through."""
        at_s = None if viewing is None else self._timeline.pointed_s
        if viewing is None or at_s is None:
            self._of, self._asked_s = None, None
            self.card.hide()
            return
        answer = viewing.session.poll_glance()
        if viewing is not self._of:
            self._of, answer = viewing, None  # that was asked for before the pointer left
            self._asked_s = None
        if answer is not None:
            self._show(viewing, answer)
        if self._asked_s is None or abs(at_s - self._asked_s) >= LEAST_PX * self._timeline.pixel_s:
            self._asked_s = at_s
            viewing.session.glance(at_s)
        self._place()

    def _show(self, viewing: Viewing, glance: Glance) -> None:
        station, cine = self._station, viewing.session.cine
        style = (
            station.drawing.style if station.drawing.overlay_on and viewing.is_assessed else None
        )
        time = clock(glance.at_s) if cine is None else back_words(cine.now_s - glance.at_s)
        self.card.show_glance(glance, style, time, self._view_words(glance))

    def _view_words(self, glance: Glance) -> str:
        """What the model called that very frame."""
        anatomy, language = load_anatomy(), self._station.settings.language
        if glance.seen is None:
            return tr("not analysed")
        view = glance.seen.view
        return term(anatomy.no_view_names if view is None else anatomy.view(view).names, language)

    def _place(self) -> None:
        x = self._timeline.pointed_x
        if self.card.isVisible() and x is not None:
            lanes = self._timeline.mapTo(self._bar, self._timeline.lanes_top)
            self.card.stand(lanes.x() + x, lanes.y(), self._bar.width())
