"""What the actions of the table do to the picture and its overlay. Wired up by the window."""

from collections.abc import Callable

from app.ui.viewing import Viewing
from app.ui.workstation import Workstation

Command = Callable[[], object]

OF_SOURCE: dict[str, Callable[[Viewing], object]] = {
    "freeze": Viewing.toggle_freeze,
    "live": Viewing.go_live,
    "back": lambda viewing: viewing.step(-1),
    "on": lambda viewing: viewing.step(+1),
    "second_back": lambda viewing: viewing.move(-1.0),
    "second_on": lambda viewing: viewing.move(+1.0),
    "start": lambda viewing: viewing.seek(0.0),
    "end": Viewing.go_to_end,
    "slower": lambda viewing: viewing.change_speed(-1),
    "faster": lambda viewing: viewing.change_speed(+1),
    "next_speed": lambda viewing: viewing.change_speed(+1, around=True),
    "normal_speed": Viewing.normal_speed,
    "part": Viewing.mark_part,
}


def commands_of(station: Workstation) -> dict[str, Command]:
    """By the action's id. Those for the source do nothing while there is none."""

    def on_source(command: Callable[[Viewing], object]) -> Command:
        return lambda: None if station.viewing is None else command(station.viewing)

    drawing = station.drawing
    return {
        "overlay": drawing.toggle_overlay,
        "pause_ai": station.ai.toggle,
        "mode": drawing.next_mode,
        "less_fill": lambda: drawing.more_fill(-1),
        "more_fill": lambda: drawing.more_fill(+1),
        "outline": drawing.toggle_outline,
        "hatch": drawing.toggle_hatch,
        "labels": drawing.next_labels,
        "preset": drawing.next_preset,
        "colours": drawing.next_colours,
        "lines": drawing.next_lines,
    } | {name: on_source(command) for name, command in OF_SOURCE.items()}
