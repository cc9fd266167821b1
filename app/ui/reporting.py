"""Shows on the window's regions how the program, the picture and its view are now."""

from PySide6.QtCore import QObject

from app.ui.examining import Examining
from app.ui.regions import Regions
from app.ui.state_words import ai_button, freeze_button, strip_state
from app.ui.status import PictureState, Status
from app.ui.telling import no_view_words
from app.ui.workstation import Workstation


class Reporting(QObject):
    """Between the workstation and the regions: one way, and keeps nothing."""

    def __init__(self, station: Workstation, examining: Examining, regions: Regions) -> None:
        super().__init__(regions)
        self._station, self._examining, self._regions = station, examining, regions
        drawing, picture = station.drawing, regions.picture
        drawing.style_changed.connect(self._show_style)
        drawing.mode_changed.connect(picture.show_mode)
        drawing.overlay_toggled.connect(regions.viewport.show_overlay)
        station.extent_changed.connect(picture.show_extent)
        station.ai.model_changed.connect(self._show_model)
        examining.changed.connect(self._show_quality)
        picture.show_mode(drawing.mode)
        picture.show_extent(station.whole_screen)

    def refresh(self) -> None:
        """Called by a timer, and after each command."""
        self.show_status(self._station.status())

    def trace(self) -> None:
        """Once a second."""
        self._regions.health.add_to_traces(self._station.status())

    def show_language(self) -> None:
        self._show_style()
        self._show_model()

    def show_status(self, status: Status) -> None:
        """Chips, strip and Health say how the program is doing."""
        station, regions = self._station, self._regions
        regions.top.show_status(status)
        regions.health.show_status(status)
        is_lost = status.picture is PictureState.NO_SIGNAL
        regions.picture.show_found(None if is_lost else station.shown.analysis)
        is_ageing = station.shown.analysis is not None and not station.shown.is_exact
        state = strip_state(status, station.drawing.overlay_on, is_ageing)
        regions.strip.show_state(*state)
        self.show_view()
        self._show_buttons(status)

    def show_frame(self) -> None:
        """What goes with each frame: its view, and how far back a frozen one is."""
        viewing = self._station.viewing
        if viewing is not None and viewing.back_s is not None:
            self._regions.top.show_picture(viewing.picture_state, viewing.picture_note)
        self.show_view()

    def show_view(self) -> None:
        """That of the picture, as the model or the operator says."""
        station, strip, language = self._station, self._regions.strip, self._language
        view, override = station.view, self._examining.override
        if view is None:
            strip.show_no_view(*no_view_words(station.ai, station.viewing))
        elif override is not None:
            strip.show_override(override, self._examining.listing.exam.model, language)
        else:
            strip.show_view(*view, language)

    @property
    def _language(self) -> str:
        return self._station.settings.language

    def _show_buttons(self, status: Status) -> None:
        viewing, buttons = self._station.viewing, self._regions.buttons
        is_still = viewing is not None and viewing.is_still
        buttons.show_allowed(status)
        buttons.show_words("freeze", *freeze_button(status.picture, is_still))
        buttons.show_words("pause_ai", *ai_button(status.ai))

    def _show_quality(self) -> None:
        self._regions.strip.show_quality(self._examining.listing.quality, self._language)

    def _show_style(self) -> None:
        style = self._station.drawing.style
        self._regions.viewport.show_style(style)
        self._regions.picture.show_style(style)

    def _show_model(self) -> None:
        model = self._station.ai.model
        self._regions.health.show_model(model)
        if model is not None:
            self._regions.picture.show_offered(model.structures)
