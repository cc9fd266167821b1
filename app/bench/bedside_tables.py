"""The figures of the bedside as tables, with what they must reach."""

from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table

from app.bench.arrival import HEIGHT, Arrival
from app.bench.bedside import WAYS, BedsideReport, Row

GOAL_RATE, GOAL_SHARE = 10, 0.9  # low latency against synchronised, at so many analyses a second
GOAL_STEADINESS, MOST_CHANGES = 0.95, 1.0
GOAL_MS = {False: 33.0, True: 50.0}  # p95, without and with analysis
NONE = "-"


def print_bedside_report(report: BedsideReport, console: Console) -> None:
    """All of it."""
    machine = report.machine
    console.print(f"{machine.cpu}, {machine.cores} cores; load at the start: {machine.load}")
    for findings, title in (
        ("network", "Findings of the network"),
        ("truth", "Perfect findings: what is lost is lost by motion"),
    ):
        console.print(_table([row for row in report.rows if row.findings == findings], title))
    for sentence in verdicts(report.rows):
        console.print(f"- {sentence}")
    console.print(_arrival_table(report.arrivals))


def verdicts(rows: Sequence[Row]) -> Iterator[str]:
    """A sentence for each goal of what is shown."""
    for findings in ("network", "truth"):
        for course in ("held", "moving"):
            of = [row for row in rows if (row.findings, row.course) == (findings, course)]
            yield _share(of, f"{findings}, {course}")
    held = [row for row in rows if row.findings == "network" and row.course == "held"]
    calm = [row.agreement for row in held]
    changes = max((each.view_changes for each in calm if each.view_changes is not None), default=0)
    least = min((each.steadiness for each in calm if each.steadiness is not None), default=1.0)
    goal = _goal(changes <= MOST_CHANGES)
    yield f"View changes a minute in a held plane: at most {changes:g} {goal}."
    yield (
        f"Masks of neighbouring frames, in a held plane: at least {least:.3f} of the truth's own "
        f"{_goal(least >= GOAL_STEADINESS)}."
    )


def _share(rows: Sequence[Row], what: str) -> str:
    at = {
        row.way: row.agreement.iou
        for row in reversed(rows)
        if row.analyses_per_s == GOAL_RATE  # of two such paces the quicker one is left
    }
    ours, own = at.get("low latency"), at.get("synchronised")
    if ours is None or own is None:
        return f"Low latency against synchronised, {what}: nothing was shown."
    share = ours / own
    return (
        f"Low latency against synchronised at {GOAL_RATE} analyses/s, {what}: IoU {ours:.3f} of "
        f"{own:.3f}, {share:.3f} {_goal(share > GOAL_SHARE)}."
    )


def _goal(is_reached: bool) -> str:
    return "(goal reached)" if is_reached else "(goal NOT reached)"


def _table(rows: Sequence[Row], title: str) -> Table:
    """A line for each course and pace: IoU with the truth, and how much of it is shown."""
    table = Table(title=f"{title}: IoU (shown %)")
    for heading in ("course", "analyses/s, ms each"):
        table.add_column(heading)
    for heading in (*WAYS, "steady", "views/min"):
        table.add_column(heading, justify="right")
    for course, pace in dict.fromkeys((row.course, _pace(row)) for row in rows):
        of = {row.way: row.agreement for row in rows if (row.course, _pace(row)) == (course, pace)}
        carried = of["low latency"]
        changes = _cell(carried.view_changes, ".1f") if course == "held" else ""
        cells = (f"{_cell(each.iou, '.3f')} ({each.shown_percent:.0f})" for each in of.values())
        table.add_row(course, pace, *cells, _cell(carried.steadiness, ".3f"), changes)
    return table


def _pace(row: Row) -> str:
    return f"{row.analyses_per_s:g}, {row.analysis_takes_ms:.0f}"


def _cell(value: float | None, form: str) -> str:
    return NONE if value is None else format(value, form)


def _arrival_table(rows: Sequence[Arrival]) -> Table:
    table = Table(title=f"Frame arrival to screen, live source of {HEIGHT}p at 60 frames/s")
    table.add_column("analysis")
    for heading in ("painted/s", "analysed/s", "ms (p95)", "goal p95"):
        table.add_column(heading, justify="right")
    for row in rows:
        goal = GOAL_MS[row.has_analysis]
        table.add_row(
            "on" if row.has_analysis else "off",
            f"{row.painted_hz:.1f}",
            f"{row.analysis_hz:.1f}",
            f"{row.median_ms:.1f} ({row.p95_ms:.1f})",
            f"{goal:g}, {'reached' if row.p95_ms <= goal else 'not reached'}",
        )
    return table
