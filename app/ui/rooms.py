"""The room profiles in the window: what is set now becomes one, and one sets everything at once."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from app.fans import fans_of
from app.profiles import (
    SUFFIX,
    Deleted,
    Profile,
    ProfileError,
    checked_name,
    delete_profile,
    find_profile,
    import_profile,
    profile_names,
    profiles_folder,
    restore_profile,
    source_to_keep,
    write_profile,
)
from app.settings import Settings
from app.ui.bindings import BindingError, bindings_of
from app.ui.commands import Command
from app.ui.hands import Hands
from app.ui.language import in_words, noted, tr
from app.ui.open_dialog import ask_for_profile, ask_where_to_write
from app.ui.rooms_page import RoomsPage
from app.ui.side_panel import SidePanel
from app.ui.workstation import Workstation
from inference.analyzer import Analyzer, load_analyzer
from inference.errors import ToldError
from inference.yolact.checkpoint import read_card

SAVED = noted("Saved as “{name}”.")
NO_SOURCE = noted("It keeps no source: a file or an address with a password is none of a room.")
USED = noted("“{name}” is used.")
TAKEN_IN = noted("“{name}” is among the profiles. Press it to use it.")
GIVEN_OUT = noted("Written: {file}")
DELETED = noted("“{name}” was deleted. Ctrl+Z here brings it back.")
RESTORED = noted("“{name}” is back.")
WHICH = noted("Press Delete beside a profile, or go to it with Tab.")


class Rooms(QObject):
    """Owns the page. Between the saved profiles and what they set."""

    def __init__(
        self,
        station: Workstation,
        hands: Hands,
        side: SidePanel,
        settings_now: Callable[[], Settings],
    ) -> None:
        super().__init__(side)
        self._station, self._hands, self._side = station, hands, side
        self._settings_now = settings_now
        self._folder = profiles_folder()
        self._used = ""
        self._deleted: list[tuple[Deleted, bool]] = []  # and whether it was the one in use
        self._model: Path | None = None  # None is the one that ships
        self._load_model: Callable[[Path | None], Analyzer] = load_analyzer
        self._page = RoomsPage()
        side.add_cover(self._page)
        self._page.closed.connect(hands.close_page)
        self._page.chosen.connect(lambda name: self._try(lambda: self._choose(name)))
        self._page.save_asked.connect(lambda name: self._try(lambda: self._save(name)))
        self._page.export_asked.connect(lambda: self._try(self._export))
        self._page.delete_asked.connect(lambda name: self._try(lambda: self._delete(name)))
        self._page.import_asked.connect(
            lambda: ask_for_profile(side.window(), lambda file: self._try(lambda: self._take(file)))
        )

    @property
    def model(self) -> Path | None:
        """The weights in use; None is those that ship."""
        return self._model

    @property
    def commands(self) -> dict[str, Command]:
        """By the action's id."""
        return {"profiles": self._toggle, "delete_profile": self._delete_chosen}

    def undo(self) -> bool:
        """Bring back what was deleted last, while the page is in sight. False: nothing was."""
        if not (self._page.isVisible() and self._deleted):
            return False
        self._try(self._restore)
        return True

    def use_models(self, model: Path | None, load_model: Callable[[Path | None], Analyzer]) -> None:
        """Which weights are loaded at the start, and how others are."""
        self._model, self._load_model = model, load_model

    def use(self, profile: Profile, opens_source: bool = True) -> None:
        """Set everything as in this profile, or nothing. Raises ToldError, one sentence."""
        bindings_of(profile.keys)
        if profile.model is not None and profile.model != self._model:
            read_card(profile.model)
        station = self._station
        station.drawing.use(profile.overlay)
        station.fans = station.fans.and_also(fans_of(profile.fans))
        self._hands.use(profile.keys)
        if profile.model != self._model:
            self._model = profile.model
            station.ai.use_model(partial(self._load_model, profile.model))
        if opens_source and profile.source and profile.source != station.source_url:
            station.open(profile.source)
        self._used = profile.name
        self._show()

    def now(self, name: str) -> Profile:
        """What is set now, as a profile. Raises ToldError for what could not be used again."""
        settings = self._settings_now()
        bindings_of(settings.keys)
        return Profile(
            name=name,
            source=source_to_keep(self._station.source_url),
            model=self._model,
            keys=settings.keys,
            fans=settings.fans,
            overlay=settings.overlay,
        )

    def _toggle(self) -> None:
        if self._page.isVisible():
            self._hands.close_page()
            return
        self._show()
        self._page.show_said("")
        self._side.cover(self._page)

    def _show(self) -> None:
        self._page.show_names(profile_names(self._folder), self._used)

    def _try(self, act: Command) -> None:
        """What cannot be done is said on the page, and changes nothing."""
        try:
            act()
        except ToldError as error:
            self._page.show_said(in_words(str(error)), is_refusal=True)

    def _choose(self, name: str) -> None:
        try:
            self.use(find_profile(name, self._folder))
        except BindingError as error:
            fault = tr("{fault} So nothing of “{name}” is used. Correct it, or save it again.")
            raise ProfileError(fault.format(fault=error, name=name)) from error
        finally:
            self._show()
        self._page.show_said(tr(USED).format(name=name))

    def _save(self, typed: str) -> None:
        profile = self.now(checked_name(typed))
        write_profile(profile, self._folder / f"{profile.name}{SUFFIX}")
        self._used = profile.name
        self._show()
        said = tr(SAVED).format(name=profile.name)
        is_kept = profile.source is not None or not self._station.source_url
        self._page.show_said(said if is_kept else f"{said} {tr(NO_SOURCE)}")

    def _delete_chosen(self) -> None:
        """The one that the keyboard stands on, or else the one in use; never unseen."""
        if not self._page.isVisible():
            self._toggle()
            return
        name = self._page.focused or self._used
        if name in profile_names(self._folder):
            self._try(lambda: self._delete(name))
        else:
            self._page.show_said(tr(WHICH))

    def _delete(self, name: str) -> None:
        self._deleted.append((delete_profile(name, self._folder), name == self._used))
        self._used = "" if name == self._used else self._used
        self._show()
        self._side.window().setFocus()  # of no field: Ctrl+Z is a command
        self._page.show_said(tr(DELETED).format(name=name))

    def _restore(self) -> None:
        deleted, was_used = self._deleted[-1]
        name = restore_profile(deleted, self._folder)
        self._deleted.pop()
        self._used = name if was_used and not self._used else self._used
        self._show()
        self._page.show_said(tr(RESTORED).format(name=name))

    def _export(self) -> QFileDialog:
        profile = self.now(checked_name(self._page.typed or self._used))
        return ask_where_to_write(
            self._side.window(),
            tr("Export the profile"),
            f"{profile.name}{SUFFIX}",
            lambda file: self._try(lambda: self._give(profile, file)),
        )

    def _give(self, profile: Profile, file: str) -> None:
        write_profile(profile, Path(file))
        self._page.show_said(tr(GIVEN_OUT).format(file=file))

    def _take(self, file: str) -> None:
        profile = import_profile(Path(file), self._folder)
        self._show()
        self._page.show_said(tr(TAKEN_IN).format(name=profile.name))
