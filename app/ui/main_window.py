"""The window of live and replay: builds the regions and connects them; decides nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from app.checklist import chosen_checklist
from app.settings import Settings, WindowSettings
from app.ui.cine import Cine
from app.ui.commanding import Commanding
from app.ui.commands import Command, commands_of
from app.ui.covering import Covering
from app.ui.examining import Examining
from app.ui.explaining import Explaining
from app.ui.fan_hand import FanHand
from app.ui.hands import Hands
from app.ui.keys import Keys
from app.ui.language import in_words, languages, say_again
from app.ui.measuring import Measuring
from app.ui.opening import Opening
from app.ui.paint_watch import PaintWatch
from app.ui.regions import Regions
from app.ui.reporting import Reporting
from app.ui.room_check import RoomCheck
from app.ui.rooms import Rooms
from app.ui.session_report import SessionReport
from app.ui.showing import Shown
from app.ui.steering import Steering
from app.ui.workstation import Workstation
from app.video import Device, open_source
from inference.analyzer import Analyzer

DISPLAY_MS = 4  # well below a frame: a poll near its period would beat with it
STATUS_MS = 200
TRACE_MS = 1000
PROBE_MS = 40
SMALLEST = (960, 520)


class MainWindow(QMainWindow):
    """One source on the screen, with what the model sees in it."""

    def __init__(
        self,
        settings: Settings,
        load_analyzer: Callable[[], Analyzer],
        practice: str | None = None,
        list_devices: Callable[[], Sequence[Device]] = tuple,
    ) -> None:
        """
        practice      the source of the bundled loop
        list_devices  the capture cards and screens there are now
        """
        super().__init__()
        self.setWindowTitle("Fetalens")
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.resize(settings.window.width, settings.window.height)
        station = self.station = Workstation(settings, load_analyzer, open_source, practice, self)
        regions = self._regions = Regions(list_devices)
        self.setCentralWidget(regions)
        side = regions.side
        self.opening = Opening(self, station, regions.well)
        self._steering = Steering(station, regions.practice, side)
        checklist, unread = chosen_checklist(settings.checklist)
        self.examining = Examining(station, checklist, regions.checklist, side)
        self.cine = Cine(station, self.examining, regions.playback, regions.checklist, side)
        self.reporting = Reporting(station, self.examining, regions)
        self._keys = Keys(self)
        self._hands = Hands(self, self._keys, side, languages())
        self.explaining = Explaining(self, station, self.examining, side, languages())
        self.rooms = Rooms(station, self._hands, side, self.settings_now)
        self._check = RoomCheck(station, self._hands, side, lambda: self.rooms.model)
        self._fan = FanHand(station, self)
        regions.viewport.add_tool(self._fan)
        PaintWatch(regions.viewport, station).painted.connect(station.latencies.add)
        self.measuring = Measuring(station, regions.viewport, side, self)
        self._report = SessionReport(station, self.examining, self.cine, self.measuring)
        self.covering = Covering(self, regions.well)
        self._timers: list[QTimer] = []
        self.commanding = Commanding(station, regions, self._keys, self._hands, self._commands())
        self._connect()
        self._show_source()
        station.set_language(settings.language)
        self.explaining.use(settings.patient)
        if trouble := self._hands.use(settings.keys) or unread:
            self.show_message(trouble)

    def start(self) -> None:
        """Begin to look for frames, and load the model."""
        self.station.ai.start()
        self.setFocus()  # of no button: Tab begins at the first
        for interval, call in (
            (DISPLAY_MS, self.show_frame),
            (STATUS_MS, self.reporting.refresh),
            (TRACE_MS, self.reporting.trace),
            (PROBE_MS, self._steering.show_probe),
        ):
            timer = QTimer(self, interval=interval)
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.timeout.connect(call)
            timer.start()
            self._timers.append(timer)

    def show_frame(self) -> None:
        """Show what there is now. Called by the display timer."""
        station, regions = self.station, self._regions
        shown, viewing = station.tick(), station.viewing
        if viewing is None:
            return
        lost_words = viewing.lost_words
        if shown.frame is not None or lost_words:
            regions.well.show_picture()
        regions.viewport.show_picture(shown, viewing.is_frozen)
        regions.viewport.prepare(viewing.coming)
        regions.viewport.show_lost(*lost_words)
        self.examining.take()
        self.measuring.take()
        self.explaining.sending.take()
        self.reporting.show_frame()
        self.cine.take(not self.isFullScreen())
        self._keys.in_replay = self.cine.takes_arrows

    def show_message(self, sentence: str) -> None:
        """A sentence that stays until it is closed."""
        self._regions.strip.show_message(in_words(sentence))

    def use_clock(self, clock: Callable[[], float]) -> None:
        """Let labels and list move by another clock than the wall's: a film has its own time."""
        self._regions.viewport.use_clock(clock)
        self.examining.use_clock(clock)

    def settings_now(self) -> Settings:
        """The settings with what the operator changed in this window."""
        width, height = (
            max(least, now)  # a small screen may have forced a smaller one
            for least, now in zip(SMALLEST, self.size().toTuple(), strict=True)
        )
        size = WindowSettings(width=width, height=height)
        keys, patient = dict(self._hands.changed_keys), self.explaining.handing_out.settings
        changed = {"window": size, "keys": keys, "patient": patient}
        return self.station.settings_now().model_copy(update=changed)

    @property
    def message(self) -> str:
        """The sentence in the strip; empty without one."""
        return self._regions.strip.message

    @property
    def view_words(self) -> str:
        """What stands where the view's name stands."""
        return self._regions.strip.title

    @property
    def shows_welcome(self) -> bool:
        return not self._regions.well.shows_picture

    @property
    def shows_panel(self) -> bool:
        return self._regions.side.isVisible()

    # wiring

    def _commands(self) -> dict[str, Command]:
        """What is done, by the action's id."""
        return {
            **commands_of(self.station),
            **self._regions.commands,
            **self.opening.commands,
            **self._steering.commands,
            **self.examining.commands,
            **self.cine.commands,
            **self._hands.commands,
            **self.measuring.commands,
            **self.explaining.commands,
            **self._report.commands,
            **self._fan.commands,
            **self.rooms.commands,
            **self.covering.commands,
            "undo": lambda: self.rooms.undo() or self.cine.commands["undo"](),
            "check_room": self._check.start,
            "full_screen": self._toggle_full_screen,
            "close_top": self._close_top,
            "quit": self.close,
        }

    def _connect(self) -> None:
        station, regions, strip = self.station, self._regions, self._regions.strip
        self.commanding.done.connect(self._show_done)
        self.commanding.hid.connect(self._show_bare)
        self._hands.bound.connect(regions.playback.show_bindings)
        self._hands.bound.connect(regions.buttons.say_again)
        self._hands.page.language_chosen.connect(station.set_language)
        self._hands.page.follow(station.drawing)
        regions.picture.style_requested.connect(station.drawing.set_style)
        regions.picture.mode_requested.connect(station.drawing.set_mode)
        regions.picture.whole_screen_requested.connect(station.set_whole_screen)
        regions.well.said.connect(self.show_message)
        strip.message_closed.connect(self._close_top)
        regions.health.check_asked.connect(self._check.start)
        station.source_changed.connect(self._show_source)
        station.ai.model_changed.connect(self.examining.show_model)
        station.language_changed.connect(self._show_language)
        station.said.connect(self.show_message)
        station.kept.connect(strip.show_note)
        self._fan.changed.connect(regions.viewport.update)
        self._fan.told.connect(strip.show_note)
        self.measuring.said.connect(self.show_message)
        self.explaining.said.connect(self.show_message)
        self.explaining.told.connect(strip.show_note)

    # changes

    def _show_done(self) -> None:
        self._keys.in_replay = self.cine.takes_arrows
        self.reporting.refresh()

    def _show_bare(self, on: bool) -> None:
        """The naked picture, while a key is held."""
        self._regions.viewport.show_overlay(self.station.drawing.overlay_on and not on)
        self.measuring.show_bare(on)

    def _show_source(self) -> None:
        self.cine.take(not self.isFullScreen())
        self._regions.viewport.show_picture(Shown(), False)  # nothing of the former source stays
        self.opening.show_source()
        self._steering.show_source()
        self.examining.show_source()
        self.measuring.show_source()
        self.explaining.show_source()
        is_solved = self.message == in_words(self.station.source_trouble)
        if self.station.viewing is not None and is_solved:
            self.show_message("")
        self.covering.shade.cover()

    def _show_language(self) -> None:
        """Everything that is written on the window, in the language of the moment."""
        language, regions = self.station.settings.language, self._regions
        say_again(self)
        self._hands.show()
        self._hands.page.show_language(language)
        regions.side.say_again()
        regions.buttons.say_again()
        self.examining.show_language()
        self.measuring.show_language()
        self.cine.renew()
        self.explaining.show_language()
        regions.practice.show_language(language)
        self.reporting.show_language()
        self.opening.show_language()
        self.reporting.refresh()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        full = self.isFullScreen()
        self._regions.show_full(full)
        self.cine.take(not full)

    def _close_top(self) -> None:
        if self.covering.close_sheet() or self._hands.close_page() or self.examining.stop_asking():
            return
        if self.message:
            self.show_message("")
        elif not self.opening.stop_choosing() and self.isFullScreen():
            self._toggle_full_screen()

    # Qt's own

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._regions.fit(self.width(), self.height())
        self.covering.fit()
        super().resizeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.station.open(files[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        for timer in self._timers:
            timer.stop()
        self.explaining.close()
        self.hide()  # a dead network source takes seconds to let go
        self.cine.close()
        self._report.close()
        self._check.close()
        self.station.close()
        super().closeEvent(event)
