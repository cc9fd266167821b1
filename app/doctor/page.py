"""The sheet as a page to print and sign: HTML that needs nothing else."""

from collections.abc import Callable
from html import escape

from app.doctor.sheet import Check, Result, Sheet
from inference.told import told

MARKS = {Result.PASSED: "✓", Result.FAILED: "✗", Result.NOT_CHECKED: "–"}
WORDS = {
    Result.PASSED: told("passed"),
    Result.FAILED: told("failed"),
    Result.NOT_CHECKED: told("not measured"),
}
STYLE = """
@page { size: A4; margin: 18mm }
body { font: 11pt/1.35 Pretendard, "Noto Sans CJK KR", "Malgun Gothic", sans-serif;
       color: #15191c; max-width: 180mm; margin: 0 auto }
h1 { font-size: 18pt; margin: 0 0 2mm } p { margin: 0 0 4mm }
table { border-collapse: collapse; width: 100% }
td, th { border-bottom: 1px solid #a7b2b9; padding: 2mm 2mm 2mm 0; text-align: left;
         vertical-align: top }
td.failed { font-weight: 700 } td small { display: block; color: #3b464d }
.sign { margin-top: 14mm; display: flex; gap: 12mm }
.sign span { flex: 1; border-top: 1px solid #15191c; padding-top: 1mm }
"""


def page_of(sheet: Sheet, in_words: Callable[[str], str] = str, language: str = "en") -> str:
    """in_words: how a sentence is said in this language."""

    def say(sentence: str) -> str:
        return escape(in_words(sentence))

    def row(check: Check) -> str:
        state = check.result.name.lower()
        advice = f"<small>{say(check.advice)}</small>" if check.advice else ""
        return (
            f'<tr><td>{say(check.name)}</td><td class="{state}">{MARKS[check.result]} '
            f"{say(WORDS[check.result])}</td><td>{say(check.found)}{advice}</td></tr>"
        )

    title = say(told("Room check by Fetalens"))
    verdict = told("This room is ready.") if sheet.is_passed else told("This room is not ready.")
    heads = (told("what"), told("result"), told("found, and what to do"))
    signs = (told("Checked by"), told("Date"))
    return (
        f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<title>{title}</title><style>{STYLE}</style></head><body>\n<h1>{title}</h1>\n"
        f"<p>{escape(sheet.room)}, {sheet.taken:%Y-%m-%d %H:%M}. <b>{say(verdict)}</b> "
        f"{say(sheet.summary)}.</p>\n<table><tr>"
        + "".join(f"<th>{say(head)}</th>" for head in heads)
        + "</tr>\n"
        + "\n".join(row(check) for check in sheet.checks)
        + '\n</table>\n<p class="sign">'
        + "".join(f"<span>{say(sign)}</span>" for sign in signs)
        + f"</p>\n<p>{say(told('Research use, not for diagnosis'))}</p></body></html>\n"
    )
