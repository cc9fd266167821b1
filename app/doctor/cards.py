"""The checks of capture cards: the modes that they offer, and what comes through them."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing

from app.doctor.sheet import Check, Result, unknown
from app.video import Device, SourceError, list_devices, open_source
from app.video.mode import LEAST_HEIGHT, Mode
from app.video.modes import can_be_asked_in_use, modes_of
from inference.told import told
from inference.types import Frame

LISTEN_S = 2.0  # to one card
LEAST_CARD_HZ = 20.0  # of a mode of 25/s; some are lost while it starts
BEST_HEIGHT = 1080  # what most scanners send
MOST_LISTED = 6  # modes in one row

TOO_SLOW = told("Less than 20 pictures a second came. Ask for another size, rate or format.")


def check_devices(is_alone: bool = True) -> Iterator[Check]:
    """What each card offers, and if no window uses them, what comes through each."""
    try:
        cards = [device for device in list_devices() if device.kind == "card"]
    except SourceError as error:
        yield Check(told("Capture cards"), Result.FAILED, "", str(error))
        return
    if not cards:
        yield unknown(told("Capture cards"), told("There is none. Plug one in to check it."))
    for card in cards:
        if not is_alone and not can_be_asked_in_use(card.url):
            continue
        try:
            modes = modes_of(card.url)
        except OSError as error:
            modes = None
            yield _not_asked(card, error)
        else:
            yield check_modes(card, modes)
        if is_alone:
            yield check_source(card.url, modes or ())


def check_modes(card: Device, modes: Sequence[Mode] | None) -> Check:
    """Whether a scanner's picture comes through one of them, and which are too small or slow."""
    name = _modes_of(card)
    if modes is None:
        return unknown(name, told("This system does not tell them. They stand in its manual."))
    fit = [mode for mode in modes if mode.is_fit]
    unfit = [mode for mode in modes if not mode.is_fit]
    if not fit:
        advice = told(
            "None has 720 lines and 25 pictures a second, as a scanner sends. "
            "Use a USB 3 socket, or another card."
        )
        return Check(name, Result.FAILED, _listed(unfit), advice)
    if not unfit:
        return Check(name, Result.PASSED, _listed(fit))
    advice = told(
        "Do not ask for {modes}: a scanner sends 720 lines and 25 pictures a second, or more.",
        modes=_listed(unfit),
    )
    return Check(name, Result.PASSED, _listed(fit), advice)


def check_source(url: str, modes: Sequence[Mode] = ()) -> Check:
    """Open it, and listen for a moment.

    modes  that it offers, where they are known: the advice names one
    """
    name = told("Source")
    try:
        with closing(open_source(url)) as source:
            hz, height = _listened(source.read)
            found = told("{source}: {rate:.0f}/s came", source=source.name, rate=hz)
    except SourceError as error:
        return Check(name, Result.FAILED, "", str(error))
    better = _best(modes)
    return judge_source(hz, height, found, "" if better is None else f"{url}{better.query}")


def judge_source(hz: float, height: int, found: str, better: str = "") -> Check:
    """Whether what came, pictures a second of so many lines, is what a scanner sends.

    better  the url to open instead, where it is known
    """
    name, is_fast = told("Source"), hz >= LEAST_CARD_HZ
    if is_fast and height >= LEAST_HEIGHT:
        return Check(name, Result.PASSED, found)
    if better:
        advice = told("Less came than a scanner sends. Open {url}.", url=better)
    elif not is_fast:
        advice = TOO_SLOW
    else:
        advice = told(
            "The picture has {height} lines, and a scanner sends 720 or more. "
            "Ask the card for another size, or set the scanner's output.",
            height=height,
        )
    return Check(name, Result.FAILED, found, advice)


def _not_asked(card: Device, error: OSError) -> Check:
    why = told(
        "It could not be asked ({fault}). Plug it in again, and see that you may use it.",
        fault=error.strerror or type(error).__name__,
    )
    return unknown(_modes_of(card), why)


def _modes_of(card: Device) -> str:
    return told("Modes of {card}", card=card.name)


def _listed(modes: Sequence[Mode]) -> str:
    words = ", ".join(str(mode) for mode in modes[:MOST_LISTED])
    more = len(modes) - MOST_LISTED
    return told("{modes} and {count} more", modes=words, count=more) if more > 0 else words


def _best(modes: Sequence[Mode]) -> Mode | None:
    """The one to ask for: the nearest to what most scanners send, and of these the fastest."""
    fit = [mode for mode in modes if mode.is_fit]
    if not fit:
        return None
    return min(fit, key=lambda mode: (abs(mode.height - BEST_HEIGHT), -(mode.hz or 0.0)))


def _listened(read: Callable[[], Frame | None]) -> tuple[float, int]:
    """Frames a second that a source gives, and their height."""
    begin_s, count, height = time.monotonic(), 0, 0
    while time.monotonic() - begin_s < LISTEN_S:
        frame = read()
        if frame is None:
            break
        count, height = count + 1, frame.height
    return count / max(time.monotonic() - begin_s, 1e-3), height
