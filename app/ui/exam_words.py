"""The words for items, reasons and criteria. Pure but for the language."""

from app.checklist import Item
from app.exam import ExamState, ItemStatus, Reason
from app.quality import Criterion, Judgement
from app.ui.language import noted, term, tr

STATUSES = {  # in a wide panel, and in a narrow one
    ItemStatus.NOT_SEEN: (noted("not seen yet"), noted("not yet")),
    ItemStatus.MODEL_SEEN: (noted("seen by model"), noted("seen")),
    ItemStatus.CONFIRMED: (noted("confirmed"), noted("confirmed")),
    ItemStatus.NOT_OBTAINABLE: (noted("not obtainable"), noted("not had")),
}
REASONS = {
    Reason.POSITION: noted("Position"),
    Reason.CRL: noted("CRL"),
    Reason.HABITUS: noted("Habitus"),
    Reason.ROUTE: noted("Route"),
    Reason.OTHER: noted("Other"),
}
HELD = {
    Criterion.STRUCTURES: noted("Structures"),
    Criterion.SIZE: noted("Size"),
    Criterion.CENTRED: noted("Centred"),
    Criterion.MIDLINE: noted("Midline"),
    Criterion.SHARP: noted("Sharp"),
}
FAILED = {
    Criterion.STRUCTURES: noted("Not complete"),
    Criterion.SIZE: noted("Too small"),
    Criterion.CENTRED: noted("Off centre"),
    Criterion.MIDLINE: noted("Midline off centre"),
    Criterion.SHARP: noted("Blurred"),
}
SENTENCES = {
    Criterion.CENTRED: noted("Off centre: bring it to the middle of the picture."),
    Criterion.MIDLINE: noted("Midline off centre: its two sides differ in size."),
    Criterion.SHARP: noted("Blurred: focus, or wait until nothing moves."),
}
TOO_SMALL = {
    "half": noted("Too small: enlarge until it fills half of the picture."),
    "third": noted("Too small: enlarge until it fills a third of the picture."),
    "quarter": noted("Too small: enlarge until it fills a quarter of the picture."),
}


def status_words(status: ItemStatus, is_manual: bool, is_narrow: bool) -> str:
    """What stands at the right of a row. A manual item that waits says that no model sees it."""
    if status is ItemStatus.NOT_SEEN and is_manual:
        return tr("manual")
    return tr(STATUSES[status][is_narrow])


def counted(exam: ExamState) -> str:
    return tr("{confirmed} confirmed, {seen} seen, of {total}").format(
        confirmed=exam.count(ItemStatus.CONFIRMED),
        seen=exam.count(ItemStatus.MODEL_SEEN),
        total=len(exam.items),
    )


def note_of(item: Item, exam: ExamState, is_manual: bool, language: str) -> str:
    """What stands below the chosen row: whose word it is, and what the model contributes."""
    state = exam.items[item.id]
    if state.word is not None and state.word.reason is not None:
        reason = tr(REASONS[state.word.reason])
        return tr("Not obtainable, said by you. Reason: {reason}.").format(reason=reason)
    if is_manual:
        return tr("The model cannot see this: yours to judge.")
    names = ", ".join(term(structure.names, language) for structure in item.sought)
    if state.first is None:
        return tr("model: not seen yet ({names})").format(names=names)
    seen = tr("model: seen ({names})").format(names=names)
    return f"{seen}; {term(item.yours, language)}" if item.yours else seen


def sentence_of(judgement: Judgement, language: str) -> str:
    """What a picture lacks, in a sentence."""
    if judgement.criterion is Criterion.STRUCTURES:
        names = ", ".join(term(structure.names, language) for structure in judgement.missing)
        return tr("Not complete: {names} not seen yet.").format(names=names)
    if judgement.criterion is Criterion.SIZE:
        return tr(TOO_SMALL[judgement.fills])
    return tr(SENTENCES[judgement.criterion])
