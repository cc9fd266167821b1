"""Panel tab "Checklist": groups in the order of the scan, one of them open. See bedside.md."""

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.checklist import Checklist, Item
from app.exam import ExamState, ItemStatus
from app.quality import Quality
from app.ui import theme
from app.ui.checklist_rows import SIDE_PX, Detail, GroupHead, ItemRow
from app.ui.exam_words import counted, sentence_of
from app.ui.glyphs import SegmentBar
from app.ui.language import term, tr
from app.ui.parts import SEMIBOLD, rule, scrolling, words
from app.ui.thumbnails import KeptStrip
from inference.anatomy import Structure

PADDING = 24
OPEN_NAMED = 3  # so few open items are named
FOOT_PX = 60


@dataclass(frozen=True, slots=True)
class Listing:
    """What the panel shows.

    group    the id of the group that is open, chosen the id of the chosen item; "" for none
    asks     the reasons stand below the chosen item
    offered  what the model in use can find: items of other structures are manual with it
    quality  of the picture on the screen; None without a view
    """

    exam: ExamState
    group: str = ""
    chosen: str = ""
    asks: bool = False
    offered: tuple[Structure, ...] = ()
    quality: Quality | None = None
    language: str = "en"

    def is_manual(self, item: Item) -> bool:
        return item.by == "manual" or not set(item.sought) <= set(self.offered)


class ChecklistPanel(QWidget):
    """Shows a Listing; says what the operator says of which item.

    kept  below the list: the pictures that were kept by themselves
    """

    group_asked = Signal(str)  # the id of a group whose head was pressed
    item_chosen = Signal(str)  # the id of an item
    confirm_asked = Signal(str)  # the id of an item
    action_asked = Signal(str)  # the id of an action, for the chosen item
    reason_chosen = Signal(object)  # Reason, for the chosen item

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listing: Listing | None = None
        self._heads: dict[str, GroupHead] = {}
        self._bodies: dict[str, QWidget] = {}
        self._columns: dict[str, QVBoxLayout] = {}  # of the bodies
        self._rows: dict[str, ItemRow] = {}
        self._title = words(size=16, weight=SEMIBOLD)
        self._count = words(size=15, colour=theme.TEXT2)
        self._bar = SegmentBar()
        self._detail = Detail(self)
        self._detail.hide()
        self.kept = KeptStrip()
        self._foot = words(size=15, colour=theme.TEXT2)
        self._foot.setWordWrap(True)
        self._foot.setFixedHeight(FOOT_PX)  # words come and go, the list stays
        self._foot.setContentsMargins(PADDING, 0, PADDING, 0)
        self._list = QVBoxLayout()
        self._compact = False
        self._lay_out()
        self._detail.asked.connect(self.action_asked)
        self._detail.reason_chosen.connect(self.reason_chosen)

    def show_list(self, checklist: Checklist) -> None:
        """Rows for this list. Called once, before the first listing."""
        for group in checklist.groups:
            head = self._heads[group.id] = GroupHead(group)
            head.clicked.connect(lambda _=False, name=group.id: self.group_asked.emit(name))
            body = self._bodies[group.id] = QWidget()
            column = self._columns[group.id] = QVBoxLayout(body)
            column.setContentsMargins(0, 0, 0, 8)
            column.setSpacing(0)
            for item in group.items:
                row = self._rows[item.id] = ItemRow(item)
                row.clicked.connect(lambda _=False, name=item.id: self.item_chosen.emit(name))
                row.confirm_requested.connect(lambda name=item.id: self.confirm_asked.emit(name))
                column.addWidget(row)
            self._list.addWidget(head)
            self._list.addWidget(body)
        self._list.addStretch(1)
        self.set_compact(self._compact)

    def set_compact(self, compact: bool) -> None:
        self._compact = compact
        self._title.setVisible(not compact)
        self._detail.set_compact(compact)
        for head in self._heads.values():
            head.set_compact(compact)
        for row in self._rows.values():
            row.set_compact(compact)
        if self._listing is not None:
            self._paint(self._listing)

    def show_listing(self, listing: Listing) -> None:
        """Paints only what one can see change: a screen reader hears no frame pass."""
        former, self._listing = self._listing, listing
        if former is None or _face(former) != _face(listing):
            self._paint(listing)

    def _paint(self, listing: Listing) -> None:
        exam, language = listing.exam, listing.language
        self._title.setText(term(exam.checklist.names, language))
        self._count.setText(counted(exam))
        self._bar.show_statuses([exam.status(item.id) for item in exam.checklist.items])
        for group in exam.checklist.groups:
            is_open = group.id == listing.group
            self._heads[group.id].show_group(exam, is_open, language)
            self._bodies[group.id].setVisible(is_open)
        for item in self._open_items(listing):
            self._show_row(item, listing)
        shows_chosen = any(item.id == listing.chosen for item in self._open_items(listing))
        self._detail.setVisible(shows_chosen)
        self._foot.setText(_foot_words(listing))

    def _open_items(self, listing: Listing) -> tuple[Item, ...]:
        groups = listing.exam.checklist.groups
        return next((group.items for group in groups if group.id == listing.group), ())

    def _show_row(self, item: Item, listing: Listing) -> None:
        is_manual, is_chosen = listing.is_manual(item), item.id == listing.chosen
        row = self._rows[item.id]
        row.show_item(listing.exam, is_manual, is_chosen, listing.language)
        if not is_chosen:
            return
        column = self._columns[listing.group]
        if column.indexOf(self._detail) != column.indexOf(row) + 1:
            column.removeWidget(self._detail)
            column.insertWidget(column.indexOf(row) + 1, self._detail)
        self._detail.show_detail(item, listing.exam, is_manual, listing.asks, listing.language)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._count)
        top = QVBoxLayout()
        top.setContentsMargins(PADDING, 12, PADDING, 8)
        top.setSpacing(8)
        top.addLayout(head)
        top.addWidget(self._bar)
        self._list.setContentsMargins(PADDING - SIDE_PX, 0, PADDING - SIDE_PX, 8)
        self._list.setSpacing(0)
        listed = QWidget()
        listed.setLayout(self._list)
        scroll = scrolling(listed)
        scroll.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(scroll, 1)
        column.addWidget(rule())
        column.addWidget(self.kept)
        column.addWidget(rule())
        column.addWidget(self._foot)


def _face(listing: Listing) -> tuple[object, ...]:
    """All of a listing that its rows say."""
    failed = None if listing.quality is None else listing.quality.failed
    items = tuple((item.status, item.word) for item in listing.exam.items.values())
    place = listing.group, listing.chosen, listing.asks
    return items, place, listing.offered, failed, listing.language


def _foot_words(listing: Listing) -> str:
    """What the picture lacks; or, towards the end, what is still open."""
    if listing.quality is not None and listing.quality.failed:
        return sentence_of(listing.quality.failed[0], listing.language)
    exam = listing.exam
    waiting = (ItemStatus.NOT_SEEN, ItemStatus.MODEL_SEEN)
    open_items = [item for item in exam.checklist.items if exam.status(item.id) in waiting]
    if not open_items or len(open_items) > OPEN_NAMED:
        return ""
    names = ", ".join(term(item.titles, listing.language) for item in open_items)
    return tr("{count} open: {names}").format(count=len(open_items), names=names)
