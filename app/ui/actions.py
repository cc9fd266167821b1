"""Every command of the window in one table: words, icon, keys. Key caps and keys both read it."""

from dataclasses import dataclass
from enum import Enum

from app.ui.status import AiState, PictureState, Status


class When(Enum):
    """Where a key works."""

    ALWAYS = "always"
    REPLAY = "replay"


@dataclass(frozen=True, slots=True)
class Action:
    """One command.

    keys     in Qt's portable spelling; the first is printed on the key cap
    short    the word on the button of a small window
    held     lasts as long as the key is down
    repeats  a held key counts again and again
    """

    id: str
    words: str
    keys: tuple[str, ...]
    icon: str = ""
    short: str = ""
    when: When = When.ALWAYS
    held: bool = False
    repeats: bool = False

    @property
    def cap(self) -> str:
        """What stands on the key cap."""
        return self.keys[0]


ACTIONS = (
    Action("freeze", "Freeze", ("Space", "F"), "snowflake", "Freeze"),
    Action("live", "Back to live", ("G",)),
    Action("hide", "Hide while held", ("H",), "eye-slash", "Hide", held=True),
    Action("overlay", "Overlay off, on", ("O",), "eye", "Overlay"),
    Action("still", "Keep still", ("S",), "camera", "Still"),
    Action("source", "Source", ("Ctrl+N",), "monitor", "Source"),
    Action("open", "Open a file", ("Ctrl+O",), "folder-open", "Open"),
    Action("pause_ai", "Pause AI", ("X",), "cpu", "AI"),
    Action("mode", "Synchronised, low latency", ("Y",), "timer"),
    Action("less_fill", "Less fill", ("[",), repeats=True),
    Action("more_fill", "More fill", ("]",), repeats=True),
    Action("outline", "Outline only", ("\\",)),
    Action("hatch", "Hatch on, off", ("K",)),
    Action("labels", "Labels: names, short, none", ("L",)),
    Action("preset", "Preset: scan, teach", ("T",)),
    Action("fan", "Show the fan", ("U",)),
    Action("picture_tab", "This picture", ("W",)),
    Action("health_tab", "Health", ("D",)),
    Action("full_screen", "Full screen", ("F11",)),
    Action("dim", "Dim all but the picture", ("F12",)),
    Action("keys", "Sheet of keys", ("F1", "?")),
    Action("close_top", "Close the topmost message", ("Esc",)),
    Action("quit", "Quit", ("Ctrl+Q",)),
    Action("back", "One frame back", ("Left",), "skip-back", when=When.REPLAY, repeats=True),
    Action("on", "One frame on", ("Right",), "skip-forward", when=When.REPLAY, repeats=True),
    Action("second_back", "One second back", ("Shift+Left",), when=When.REPLAY, repeats=True),
    Action("second_on", "One second on", ("Shift+Right",), when=When.REPLAY, repeats=True),
    Action("start", "To the start", ("Home",), when=When.REPLAY),
    Action("end", "To the end", ("End",), when=When.REPLAY),
    Action("slower", "Slower", (",",), when=When.REPLAY, repeats=True),
    Action("faster", "Faster", (".",), when=When.REPLAY, repeats=True),
    Action("part", "Loop: set A, set B, clear", ("Q",), when=When.REPLAY),
    Action("normal_speed", "Normal speed", ("0",), when=When.REPLAY),
    Action("probe_run", "Practice: let it run", ("J",), "play", "Run"),
    Action("probe_left", "Practice: slide left", ("Alt+Left",), repeats=True),
    Action("probe_right", "Practice: slide right", ("Alt+Right",), repeats=True),
    Action("probe_away", "Practice: slide away", ("Alt+Up",), repeats=True),
    Action("probe_near", "Practice: slide near", ("Alt+Down",), repeats=True),
    Action("probe_turn_left", "Practice: rotate left", ("Alt+,",), repeats=True),
    Action("probe_turn_right", "Practice: rotate right", ("Alt+.",), repeats=True),
    Action("probe_tilt_away", "Practice: tilt away", ("Alt+Shift+Up",), repeats=True),
    Action("probe_tilt_near", "Practice: tilt near", ("Alt+Shift+Down",), repeats=True),
    Action("probe_rock_left", "Practice: rock left", ("Alt+Shift+Left",), repeats=True),
    Action("probe_rock_right", "Practice: rock right", ("Alt+Shift+Right",), repeats=True),
    Action("probe_press", "Practice: press", ("Alt+PgDown",), repeats=True),
    Action("probe_lift", "Practice: lift", ("Alt+PgUp",), repeats=True),
    Action("probe_larger", "Practice: larger", ("Alt++", "Alt+="), repeats=True),
    Action("probe_smaller", "Practice: smaller", ("Alt+-",), repeats=True),
)
BY_ID = {action.id: action for action in ACTIONS}
OF_A_PICTURE = {"freeze", "hide", "still"}


def why_not(name: str, status: Status) -> str:
    """Why this action cannot be done now; empty if it can. For buttons and keys alike."""
    has_picture = status.picture not in (PictureState.NONE, PictureState.NO_SIGNAL)
    if name in OF_A_PICTURE and not has_picture:
        return "There is no picture."
    if name == "pause_ai" and status.ai is AiState.STARTING:
        return "AI is starting."
    return ""
