"""The doctor in the window: checks in the background, and the live source as it runs here."""

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.doctor.cards import judge_source
from app.doctor.checks import check_machine, check_speed
from app.doctor.latency_rows import LatencyRun, latency_checks
from app.doctor.page import page_of
from app.doctor.sheet import Check, Result, Sheet, sheet_of, unknown
from app.live import standing_back
from app.ui.background import Errand
from app.ui.check_page import CheckPage
from app.ui.hands import Hands
from app.ui.language import in_words, noted, tr
from app.ui.open_dialog import ask_where_to_write
from app.ui.side_panel import SidePanel
from app.ui.workstation import Workstation
from inference.told import told

OF_A_COMMAND = told("The command fetalens doctor measures it, with a test pattern.")
NO_AI = told("Nothing was analysed before the check. Turn AI on (X), and check again.")
NO_LIVE = told("Open a capture card, and check again.")


class RoomCheck(QObject):
    """Owns the page. One check at a time; the picture goes on meanwhile."""

    _known = Signal(object)  # a row, from the thread that checks

    def __init__(
        self, station: Workstation, hands: Hands, side: SidePanel, model: Callable[[], Path | None]
    ) -> None:
        """model: the weights in use; None for those that ship."""
        super().__init__(side)
        self._station, self._side, self._model = station, side, model
        self._checks: tuple[Check, ...] = ()
        self._sheet: Sheet | None = None
        self._errand: Errand | None = None
        self._analysis_hz = 0.0  # before the check, which takes its share of the processor
        self._is_closed = False
        self._page = CheckPage()
        side.add_cover(self._page)
        self._page.closed.connect(hands.close_page)
        self._page.save_asked.connect(self._ask_where)
        self._known.connect(self._add)

    def start(self) -> None:
        """Show the page, and check anew unless a check is running."""
        self._side.cover(self._page)
        if self._errand is not None:
            return
        self._checks, self._sheet = (), None
        self._analysis_hz = self._station.status().analysis_hz
        self._show()
        excuse = noted("The room could not be checked. The picture goes on; the log says more.")
        model = self._model()
        self._errand = Errand(standing_back(lambda: self._check(model)), (), excuse, self)
        self._errand.done.connect(self._finish)
        self._errand.failed.connect(self._give_up)
        self._errand.start()

    def close(self) -> None:
        """Returns when the row that is being checked is known."""
        self._is_closed = True
        if self._errand is not None:
            self._errand.join()

    def _check(self, model: Path | None) -> None:
        """In a thread of its own. The cards are in use here, and are not opened again."""
        for check in check_machine(model, is_alone=False):
            if self._is_closed:
                return
            self._known.emit(check)

    def _add(self, check: Check) -> None:
        self._checks += (check,)
        self._show()

    def _finish(self, _: object) -> None:
        self._errand = None
        run = LatencyRun(self._station.latencies.percentiles, None, OF_A_COMMAND)
        self._checks += (self._speed(), self._source(), *latency_checks(run))
        self._sheet = sheet_of(self._checks)
        self._show()

    def _give_up(self, sentence: str) -> None:
        self._errand = None
        self._page.show_stopped(in_words(sentence))

    def _speed(self) -> Check:
        if not self._analysis_hz:
            return unknown(told("Speed of the network"), NO_AI)
        return check_speed(self._analysis_hz)

    def _source(self) -> Check:
        """The live source of this window, as it comes in."""
        viewing = self._station.viewing
        if viewing is None or viewing.session.is_seekable:
            return unknown(told("Source"), NO_LIVE)
        hz, name = viewing.session.health.capture_hz, viewing.session.source_name
        found = told("{source}: {rate:.0f}/s came", source=name, rate=hz)
        if self._station.steerable is not None and hz:  # the phantom is slow by nature
            return Check(told("Source"), Result.PASSED, found)
        height, _ = self._station.status().picture_size or (0, 0)
        return judge_source(hz, height, found)

    def _show(self) -> None:
        self._page.show_sheet(self._sheet, self._checks)

    def _ask_where(self) -> None:
        if self._sheet is not None:
            title, name = tr("Save the check as a page"), f"room-{self._sheet.taken:%Y-%m-%d}.html"
            ask_where_to_write(self._side.window(), title, name, self._save)

    def _save(self, file: str) -> None:
        if self._sheet is None:
            return
        path = Path(file)
        part = path.with_name(f"{path.name}.part")
        page = page_of(self._sheet, in_words, self._station.settings.language)
        try:
            part.write_text(page, "utf-8")
            os.replace(part, path)
        except OSError as error:
            said = tr("The page could not be kept: {fault}. Choose another folder.")
            self._page.show_said(said.format(fault=error.strerror))
        else:
            self._page.show_said(tr("Written: {file}").format(file=path))
