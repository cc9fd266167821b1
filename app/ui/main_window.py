"""The window of live and replay: builds the regions and connects them; decides nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from app.checklist import chosen_checklist
from app.settings import Settings, WindowSettings
from app.ui import theme
from app.ui.action_bar import ActionBar
from app.ui.actions import why_not
from app.ui.checklist_panel import ChecklistPanel
from app.ui.cine import Cine
from app.ui.commands import Command, commands_of
from app.ui.examining import Examining
from app.ui.explaining import Explaining
from app.ui.fan_hand import FanHand
from app.ui.hands import Hands
from app.ui.health import HealthPanel
from app.ui.key_sheet import KeySheet
from app.ui.keys import Keys
from app.ui.language import in_words, languages, noted, say_again
from app.ui.measuring import Measuring
from app.ui.open_dialog import ask_for_recording
from app.ui.paint_watch import PaintWatch
from app.ui.picture_panel import PicturePanel
from app.ui.playback_bar import PlaybackBar
from app.ui.practice_panel import PracticePanel
from app.ui.room_check import RoomCheck
from app.ui.rooms import Rooms
from app.ui.shade import Shade
from app.ui.showing import Shown
from app.ui.side_panel import SidePanel
from app.ui.state_words import ai_button, freeze_button, strip_state
from app.ui.status import PictureState, Status
from app.ui.steering import Steering
from app.ui.telling import no_view_words
from app.ui.top_bar import TopBar
from app.ui.view_strip import ViewStrip
from app.ui.viewport import Viewport
from app.ui.well import Well
from app.ui.workstation import Workstation
from app.video import Device, open_source
from inference.analyzer import Analyzer

DISPLAY_MS = 4  # well below a frame: a poll near its period would beat with it
STATUS_MS = 200
TRACE_MS = 1000
PROBE_MS = 40
FOLDS_BELOW = 1120
SMALLEST = (1024, 640)


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
        self.station = Workstation(settings, load_analyzer, open_source, practice, self)
        self._bar, self._strip = TopBar(), ViewStrip()
        self._viewport = Viewport()
        self._well = Well(self._viewport, list_devices)
        self._actions, self._playback = ActionBar(), PlaybackBar()
        self._picture, self._health = PicturePanel(), HealthPanel()
        self._practice, self._checklist = PracticePanel(), ChecklistPanel()
        self._panel = SidePanel(
            {
                noted("Checklist"): self._checklist,
                noted("This picture"): self._picture,
                noted("Health"): self._health,
                noted("Practice"): self._practice,
            }
        )
        self._steering = Steering(self.station, self._practice, self._panel)
        checklist, unread = chosen_checklist(settings.checklist)
        self.examining = Examining(self.station, checklist, self._checklist, self._panel)
        self.cine = Cine(self.station, self.examining, self._playback, self._checklist, self._panel)
        self._keys, self._sheet = Keys(self), KeySheet(self)
        self._hands = Hands(self, self._keys, self._panel, languages())
        self.explaining = Explaining(self, self.station, self.examining, self._panel, languages())
        self.rooms = Rooms(self.station, self._hands, self._panel, self.settings_now)
        self._check = RoomCheck(self.station, self._hands, self._panel, lambda: self.rooms.model)
        self._fan = FanHand(self.station, self)
        self._viewport.add_tool(self._fan)
        PaintWatch(self._viewport, self.station).painted.connect(self.station.latencies.add)
        self._shade = Shade(self, self._bare_picture)
        self.measuring = Measuring(self.station, self._viewport, self._panel, self)
        self._timers: list[QTimer] = []
        self._lay_out()
        self._connect()
        self._well.show_recent(settings.recent)
        self._picture.show_mode(self.station.drawing.mode)
        self._picture.show_extent(self.station.whole_screen)
        self._show_source()
        self.station.set_language(settings.language)
        self.explaining.use(settings.patient)
        if trouble := self._hands.use(settings.keys) or unread:
            self.show_message(trouble)

    def start(self) -> None:
        """Begin to look for frames, and load the model."""
        self.station.ai.start()
        self.setFocus()  # of no button: Tab begins at the first
        for interval, call in (
            (DISPLAY_MS, self.show_frame),
            (STATUS_MS, self._refresh_status),
            (TRACE_MS, self._trace),
            (PROBE_MS, self._steering.show_probe),
        ):
            timer = QTimer(self, interval=interval)
            timer.setTimerType(Qt.TimerType.PreciseTimer)
            timer.timeout.connect(call)
            timer.start()
            self._timers.append(timer)

    def show_frame(self) -> None:
        """Show what there is now. Called by the display timer."""
        station = self.station
        shown, viewing = station.tick(), station.viewing
        if viewing is None:
            return
        lost_words = viewing.lost_words
        if shown.frame is not None or lost_words:
            self._well.show_picture()
        self._viewport.show_picture(shown, viewing.is_frozen)
        self._viewport.prepare(viewing.coming)
        self._viewport.show_lost(*lost_words)
        self.examining.take()
        self.measuring.take()
        self.explaining.sending.take()
        self._show_view()
        self.cine.take(not self.isFullScreen())
        self._keys.in_replay = self.cine.takes_arrows

    def show_message(self, sentence: str) -> None:
        """A sentence that stays until it is closed."""
        self._strip.show_message(in_words(sentence))

    def use_clock(self, clock: Callable[[], float]) -> None:
        """Let labels and list move by another clock than the wall's: a film has its own time."""
        self._viewport.use_clock(clock)
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
        return self._strip.message

    @property
    def view_words(self) -> str:
        """What stands where the view's name stands."""
        return self._strip.title

    @property
    def shows_welcome(self) -> bool:
        return not self._well.shows_picture

    @property
    def shows_panel(self) -> bool:
        return self._panel.isVisible()

    @property
    def commands(self) -> frozenset[str]:
        """Ids of the actions that this window carries out."""
        return frozenset(self._commands)

    def picture_area(self) -> QRect:
        """Where the well is in this window."""
        return QRect(self._well.mapTo(self, QPoint(0, 0)), self._well.size())

    def _bare_picture(self) -> QRegion:
        """Where nothing but the picture is on the screen."""
        if not self._well.shows_picture:
            return QRegion()
        bare = QRegion(self.picture_area())
        return bare - QRegion(self._sheet.geometry()) if self._sheet.isVisible() else bare

    def open_file(self) -> QFileDialog:
        """Ask for a file, in a dark dialog that does not stop the picture."""
        return ask_for_recording(self, self.station.open)

    # building

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(0)
        for part in (self._strip, self._well, self._playback, self._actions):
            left.addWidget(part, 1 if part is self._well else 0)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addLayout(left, 1)
        below.addWidget(self._panel)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._bar)
        column.addLayout(below, 1)
        self.setCentralWidget(middle)

    def _connect(self) -> None:
        station = self.station
        self._commands: dict[str, Command] = {
            **commands_of(station),
            **self._steering.commands,
            **self.examining.commands,
            **self.cine.commands,
            **self._hands.commands,
            **self.measuring.commands,
            **self.explaining.commands,
            **self._fan.commands,
            **self.rooms.commands,
            "undo": lambda: self.rooms.undo() or self.cine.commands["undo"](),
            "check_room": self._check.start,
            "source": lambda: self._show_choices(not self._well.is_choosing),
            "open": self.open_file,
            "checklist_tab": lambda: self._panel.toggle(self._checklist),
            "picture_tab": lambda: self._panel.toggle(self._picture),
            "health_tab": lambda: self._panel.toggle(self._health),
            "full_screen": self._toggle_full_screen,
            "dim": self._shade.dim,
            "keys": self._toggle_keys,
            "close_top": self._close_top,
            "quit": self.close,
        }
        for sender in (self._keys, self._actions):
            sender.triggered.connect(self._command)
            sender.held.connect(self._hold)
        self._hands.command_chosen.connect(self._command)
        self._hands.bound.connect(self._playback.show_bindings)
        self._hands.page.language_chosen.connect(station.set_language)
        self._hands.page.profiles_asked.connect(lambda: self._command("profiles"))
        self._playback.triggered.connect(self._command)
        self._picture.style_requested.connect(station.drawing.set_style)
        self._picture.mode_requested.connect(station.drawing.set_mode)
        self._picture.whole_screen_requested.connect(station.set_whole_screen)
        self._well.open_requested.connect(self.open_file)
        self._well.source_requested.connect(station.open)
        self._well.said.connect(self.show_message)
        self._strip.message_closed.connect(self._close_top)
        self._health.check_asked.connect(self._check.start)
        station.source_changed.connect(self._show_source)
        station.drawing.style_changed.connect(self._show_style)
        station.drawing.mode_changed.connect(self._picture.show_mode)
        station.extent_changed.connect(self._picture.show_extent)
        station.drawing.overlay_toggled.connect(self._viewport.show_overlay)
        self._fan.changed.connect(self._viewport.update)
        self._fan.told.connect(self._strip.show_note)
        station.ai.model_changed.connect(self._show_model)
        station.language_changed.connect(self._show_language)
        station.said.connect(self.show_message)
        station.kept.connect(self._strip.show_note)
        self.measuring.said.connect(self.show_message)
        self.examining.changed.connect(self._show_quality)
        self.explaining.said.connect(self.show_message)
        self.explaining.told.connect(self._strip.show_note)

    def _command(self, name: str) -> None:
        if why_not(name, self.station.status()):
            return
        self._commands[name]()
        self._keys.in_replay = self.cine.takes_arrows
        self._refresh_status()

    def _hold(self, name: str, down: bool) -> None:
        is_hiding = down and not why_not(name, self.station.status())
        self._viewport.show_overlay(self.station.drawing.overlay_on and not is_hiding)
        self.measuring.show_bare(is_hiding)

    # showing

    def _refresh_status(self) -> None:
        self.show_status(self.station.status())

    def show_status(self, status: Status) -> None:
        """Chips, strip and Health say how the program is doing."""
        station = self.station
        self._bar.show_status(status)
        self._health.show_status(status)
        is_lost = status.picture is PictureState.NO_SIGNAL
        self._picture.show_found(None if is_lost else station.shown.analysis)
        is_ageing = station.shown.analysis is not None and not station.shown.is_exact
        self._strip.show_state(*strip_state(status, station.drawing.overlay_on, is_ageing))
        self._show_view()
        self._show_actions(status)

    def _show_view(self) -> None:
        view, override = self.station.view, self.examining.override
        if view is None:
            self._strip.show_no_view(*no_view_words(self.station.ai, self.station.viewing))
        elif override is not None:
            self._strip.show_override(override, self.examining.listing.exam.model, self._language)
        else:
            self._strip.show_view(*view, self._language)

    def _show_quality(self) -> None:
        self._strip.show_quality(self.examining.listing.quality, self._language)

    @property
    def _language(self) -> str:
        return self.station.settings.language

    def _show_actions(self, status: Status) -> None:
        viewing = self.station.viewing
        is_still = viewing is not None and viewing.is_still
        self._actions.show_allowed(status)
        self._actions.show_words("freeze", *freeze_button(status.picture, is_still))
        self._actions.show_words("pause_ai", *ai_button(status.ai))

    def _show_source(self) -> None:
        self.cine.take(not self.isFullScreen())
        self._viewport.show_picture(Shown(), False)  # nothing of the former source stays
        self._show_choices(False)
        self._steering.show_source()
        self.examining.show_source()
        self.measuring.show_source()
        self.explaining.show_source()
        if self.station.viewing is None:
            self._well.show_no_source()
        elif self._strip.message == in_words(self.station.source_trouble):
            self._strip.show_message("")
        self._well.show_recent(self.station.settings.recent)
        self._shade.cover()

    def _show_choices(self, on: bool) -> None:
        """Ask for another source in the picture's place, or show the picture again."""
        self._well.choose(on and self.station.viewing is not None)
        if not self._well.is_choosing:
            self.setFocus()  # of no field: keys are commands again

    def _show_style(self) -> None:
        self._viewport.show_style(self.station.drawing.style)
        self._picture.show_style(self.station.drawing.style)

    def _show_model(self) -> None:
        model = self.station.ai.model
        self._health.show_model(model)
        self.examining.show_model()
        if model is not None:
            self._picture.show_offered(model.structures)

    def _show_language(self) -> None:
        """Everything that is written on the window, in the language of the moment."""
        say_again(self)
        self._hands.show()
        self._hands.page.show_language(self._language)
        self._panel.say_again()
        self._actions.say_again()
        self.examining.show_language()
        self.measuring.show_language()
        self.cine.show_language()
        self.explaining.show_language()
        self._practice.show_language(self._language)
        self._show_style()
        self._show_model()
        self._show_choices(self._well.is_choosing)
        self._refresh_status()

    def _trace(self) -> None:
        self._health.add_to_traces(self.station.status())

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
        full = self.isFullScreen()
        self._bar.show_names(not full)
        self._actions.setVisible(not full)
        self.cine.take(not full)

    def _toggle_keys(self) -> None:
        if self._sheet.isVisible():
            self._sheet.hide()
        else:
            self._sheet.show_in_middle()
            self._shade.cover()

    def _close_top(self) -> None:
        if self._sheet.isVisible():
            self._sheet.hide()
        elif self._hands.close_page() or self.examining.stop_asking():
            pass
        elif self._strip.message:
            self.show_message("")
        elif self._well.is_choosing:
            self._show_choices(False)
        elif self.isFullScreen():
            self._toggle_full_screen()

    # Qt's own

    def resizeEvent(self, event: QResizeEvent) -> None:
        compact = self.width() < theme.REGULAR_FROM
        for part in (self._bar, self._strip, self._playback, self._actions):
            part.set_compact(compact)
        self._panel.set_compact(compact)
        self._picture.set_compact(compact)
        self._practice.set_compact(compact)
        self._checklist.set_compact(compact)
        self._panel.fold(self.width() < FOLDS_BELOW)
        self._sheet.hide()  # it would stand where the middle was
        self._shade.cover()
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
        self._check.close()
        self.station.close()
        super().closeEvent(event)
