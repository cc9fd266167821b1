"""Every command of the window in one table: words, icon, keys. Key caps and keys both read it."""

from dataclasses import dataclass
from enum import Enum

from app.ui.language import noted, tr
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


ACTIONS = (
    Action("freeze", noted("Freeze"), ("Space", "F"), "snowflake", noted("Freeze")),
    Action("live", noted("Back to live"), ("G",)),
    Action("hide", noted("Hide while held"), ("H",), "eye-slash", noted("Hide"), held=True),
    Action("overlay", noted("Overlay off, on"), ("O",), "eye", noted("Overlay")),
    Action("still", noted("Keep still"), ("S",), "camera", noted("Still")),
    Action("save_10", noted("Save the last 10 s"), ("1",), "film-strip"),
    Action("save_30", noted("Save the last 30 s"), ("2",), "film-strip"),
    Action("save_60", noted("Save the last 60 s"), ("3",), "film-strip"),
    Action("kept", noted("Kept pictures"), ("A",), "star", noted("Kept")),
    Action("discard", noted("Discard kept picture"), ("Del",), "trash", noted("Discard")),
    Action("confirm", noted("Confirm item"), ("Enter", "Return"), "check-circle", noted("Confirm")),
    Action("not_obtainable", noted("Not obtainable"), ("N",), "prohibit", noted("Not obtainable")),
    Action("take_back", noted("Take back"), ("Backspace",), "arrow-u-up-left", noted("Take back")),
    Action("undo", noted("Undo"), ("Ctrl+Z",), "arrow-u-up-left"),
    Action("item_up", noted("Item before"), ("Up",), repeats=True),
    Action("item_down", noted("Next item"), ("Down",), repeats=True),
    Action("new_exam", noted("New examination"), ("Ctrl+Shift+N",)),
    Action("view_head", noted("View: head"), ("F2",)),
    Action("view_neck", noted("View: neck"), ("F3",)),
    Action("view_thorax", noted("View: thorax"), ("F4",)),
    Action("view_abdomen", noted("View: abdomen"), ("F5",)),
    Action("view_extremity", noted("View: extremity"), ("F6",)),
    Action("view_spine", noted("View: spine"), ("F7",)),
    Action("view_none", noted("View: none"), ("F8",)),
    Action("view_model", noted("View from the model again"), ("F9",)),
    Action("source", noted("Source"), ("Ctrl+N",), "monitor", noted("Source")),
    Action("open", noted("Open a file"), ("Ctrl+O",), "folder-open", noted("Open")),
    Action("pause_ai", noted("Pause AI"), ("X",), "cpu", noted("AI")),
    Action("mode", noted("Synchronised, low latency"), ("Y",), "timer"),
    Action("less_fill", noted("Less fill"), ("[",), repeats=True),
    Action("more_fill", noted("More fill"), ("]",), repeats=True),
    Action("outline", noted("Outline only"), ("\\",)),
    Action("hatch", noted("Hatch on, off"), ("K",)),
    Action("labels", noted("Labels: names, short, none"), ("L",)),
    Action("preset", noted("Preset: scan, teach, patient"), ("T",)),
    Action("colours", noted("Colours: next choice"), ("Shift+T",)),
    Action("lines", noted("Lines: own styles, solid"), ("Shift+K",)),
    Action("fan", noted("Show and adjust the fan"), ("U",)),
    Action("fan_found", noted("Back to the found fan"), ("Shift+U",)),
    Action("measure", noted("Measure"), ("M",), "ruler"),
    Action("patient_window", noted("Patient window on, off"), ("P",), "users"),
    Action("patient_picture", noted("Show this picture to the patient"), ("I",)),
    Action("patient_live", noted("Show the patient what is live"), ("Shift+I",)),
    Action("patient_black", noted("Patient window black"), ("B",)),
    Action("handout", noted("Hand-out page"), ("E",), "file-text"),
    Action("report", noted("Session report"), ("Ctrl+E",)),
    Action("checklist_tab", noted("Checklist"), ("C",)),
    Action("picture_tab", noted("This picture"), ("W",)),
    Action("health_tab", noted("Health"), ("D",)),
    Action("check_room", noted("Check this room"), ("Ctrl+D",)),
    Action("full_screen", noted("Full screen"), ("F11",)),
    Action("dim", noted("Dim all but the picture"), ("F12",)),
    Action(
        "palette", noted("All commands, by typing"), ("/", "Ctrl+K", "Ctrl+P"), "magnifying-glass"
    ),
    Action("settings", noted("Settings"), ("Ctrl+,",), "gear"),
    Action("profiles", noted("Room profiles"), ("Ctrl+Shift+P",)),
    Action("delete_profile", noted("Delete room profile"), ("Shift+Del",)),
    Action("keys", noted("Sheet of keys"), ("F1", "?")),
    Action("close_top", noted("Close the topmost message"), ("Esc",)),
    Action("quit", noted("Quit"), ("Ctrl+Q",)),
    Action("back", noted("One frame back"), ("Left",), "skip-back", when=When.REPLAY, repeats=True),
    Action("on", noted("One frame on"), ("Right",), "skip-forward", when=When.REPLAY, repeats=True),
    Action(
        "second_back", noted("One second back"), ("Shift+Left",), when=When.REPLAY, repeats=True
    ),
    Action("second_on", noted("One second on"), ("Shift+Right",), when=When.REPLAY, repeats=True),
    Action("start", noted("To the start"), ("Home",), when=When.REPLAY),
    Action("end", noted("To the end"), ("End",), when=When.REPLAY),
    Action("previous_view", noted("Previous view"), ("PgUp",), when=When.REPLAY),
    Action("next_view", noted("Next view"), ("PgDown",), when=When.REPLAY),
    Action("previous_structure", noted("Previous structure"), ("Ctrl+PgUp",), when=When.REPLAY),
    Action("next_structure", noted("Next structure"), ("Ctrl+PgDown",), when=When.REPLAY),
    Action("previous_kept", noted("Previous kept picture"), ("Shift+PgUp",), when=When.REPLAY),
    Action("next_kept", noted("Next kept picture"), ("Shift+PgDown",), when=When.REPLAY),
    Action("slower", noted("Slower"), (",",), when=When.REPLAY, repeats=True),
    Action("faster", noted("Faster"), (".",), when=When.REPLAY, repeats=True),
    Action("part", noted("Loop: set A, set B, clear"), ("Q",), when=When.REPLAY),
    Action("normal_speed", noted("Normal speed"), ("0",), when=When.REPLAY),
    Action("probe_run", noted("Practice: let it run"), ("J",), "play", noted("Run")),
    Action("probe_left", noted("Practice: slide left"), ("Alt+Left",), repeats=True),
    Action("probe_right", noted("Practice: slide right"), ("Alt+Right",), repeats=True),
    Action("probe_away", noted("Practice: slide away"), ("Alt+Up",), repeats=True),
    Action("probe_near", noted("Practice: slide near"), ("Alt+Down",), repeats=True),
    Action("probe_turn_left", noted("Practice: rotate left"), ("Alt+,",), repeats=True),
    Action("probe_turn_right", noted("Practice: rotate right"), ("Alt+.",), repeats=True),
    Action("probe_tilt_away", noted("Practice: tilt away"), ("Alt+Shift+Up",), repeats=True),
    Action("probe_tilt_near", noted("Practice: tilt near"), ("Alt+Shift+Down",), repeats=True),
    Action("probe_rock_left", noted("Practice: rock left"), ("Alt+Shift+Left",), repeats=True),
    Action("probe_rock_right", noted("Practice: rock right"), ("Alt+Shift+Right",), repeats=True),
    Action("probe_press", noted("Practice: press"), ("Alt+PgDown",), repeats=True),
    Action("probe_lift", noted("Practice: lift"), ("Alt+PgUp",), repeats=True),
    Action("probe_larger", noted("Practice: larger"), ("Alt++", "Alt+="), repeats=True),
    Action("probe_smaller", noted("Practice: smaller"), ("Alt+-",), repeats=True),
)
BY_ID = {action.id: action for action in ACTIONS}
OF_A_PICTURE = {"freeze", "hide", "still", "measure", "patient_picture"}
OF_LIVE = {"save_10", "save_30", "save_60"}


def why_not(name: str, status: Status) -> str:
    """Why this action cannot be done now; empty if it can. For buttons and keys alike."""
    has_picture = status.picture not in (PictureState.NONE, PictureState.NO_SIGNAL)
    if name == "freeze":  # what came before the signal was lost is still there
        has_picture = status.picture_size is not None
    if name in OF_A_PICTURE and not has_picture:
        return tr("There is no picture.")
    if name in OF_LIVE and status.picture is PictureState.NONE:
        return tr("There is no picture.")
    if name in OF_LIVE and status.picture is PictureState.REPLAY:
        return tr("This is a file already.")
    if name == "pause_ai" and status.ai is AiState.STARTING:
        return tr("AI is starting.")
    return ""
