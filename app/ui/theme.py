"""Tokens of the dark theme, and what Qt makes of them: palette, style sheet, fonts, icons."""

from functools import cache

import qtawesome
from PySide6.QtGui import QColor, QFont, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QWidget

WELL = "#000000"
WINDOW, PANEL, RAISED, HOVER = "#0d1012", "#13171a", "#1b2125", "#262d32"
LINE, LINE2, CONTROL = "#272f34", "#3b464d", "#6a777f"
TEXT, TEXT2, TEXT3, OFF = "#dfe5e8", "#a7b2b9", "#829098", "#59646b"
ACCENT, ACCENT_BG = "#8fb8d8", "#1c2d3a"
WARN, WARN_TEXT, WARN_BG, WARN_EDGE = "#ffb020", "#ffd27a", "#33260b", "#6b5118"
ALERT, ALERT_TEXT, ALERT_BG, ALERT_EDGE = "#ff6b5e", "#ffb4ab", "#3a1512", "#7a322c"
PILL = "#0a0c0e"

FONTS = [
    "Pretendard",
    "Noto Sans CJK KR",
    "Malgun Gothic",
    "Apple SD Gothic Neo",
    "sans-serif",
]
REGULAR_FROM = 1440  # a narrower window is compact
MEDIUM = QFont.Weight.Medium
# What is left of the brightness: what text2 and text3 are drawn as. Darker, text would be lost.
INKS = {1.0: (TEXT2, TEXT3), 0.85: (TEXT2, TEXT2), 0.7: (TEXT, TEXT)}
DIMMINGS = tuple(INKS)
# Quiet texts are painted in these roles of the palette, so that they can change with the dimming.
QUIET = ("segment", "tab", "recent")  # buttons whose words are text2 until they are chosen
TEXT_ROLES = (
    QPalette.ColorRole.WindowText,
    QPalette.ColorRole.ButtonText,
    QPalette.ColorRole.Text,
)
ROLES = {TEXT2: QPalette.ColorRole.LinkVisited, TEXT3: QPalette.ColorRole.PlaceholderText}


STRONGER = {TEXT: "#ffffff", LINE2: CONTROL}  # what is drawn instead with high contrast


class _Contrast:
    is_high = False


def shown(token: str) -> str:
    """What this token is drawn as."""
    return STRONGER.get(token, token) if _Contrast.is_high else token


def colour(token: str) -> QColor:
    """What this token is painted in."""
    return QColor(shown(token))


def set_contrast(high: bool) -> None:
    """White text and strong edges, or no longer, in every window that there is."""
    app = QApplication.instance()
    if high == _Contrast.is_high or not isinstance(app, QApplication):
        return
    before = shown(TEXT)
    _Contrast.is_high = high
    fonts = [(widget, widget.font()) for widget in QApplication.allWidgets()]
    app.setPalette(palette())
    app.setStyleSheet(style_sheet())
    for widget, kept in fonts:  # a new style sheet costs them
        widget.setFont(kept)
        _draw_text(widget, before)


def _draw_text(widget: QWidget, before: str) -> None:
    """Text of its own that had this colour has what is shown for TEXT now."""
    made = widget.palette()
    roles = [role for role in TEXT_ROLES if made.color(role).name() == before]
    for role in roles:
        made.setColor(QPalette.ColorGroup.Active, role, colour(TEXT))
        made.setColor(QPalette.ColorGroup.Inactive, role, colour(TEXT))
    if roles:
        widget.setPalette(made)


def dress(app: QApplication) -> None:
    """Make every window of the program dark. Call before the first one is built."""
    app.setStyle("Fusion")
    app.setFont(font(16))
    app.setPalette(palette())
    app.setStyleSheet(style_sheet())


def ink(widget: QWidget, dimming: float) -> None:
    """Draw the quiet text of a label, a field or a quiet button so that it can be read when dimmed.

    Widget by widget: what a style sheet has dressed takes no palette from its window, and a new
    style sheet would cost the fonts.
    """
    text2, text3 = INKS[dimming]
    made = widget.palette()
    made.setColor(ROLES[TEXT2], QColor(text2))
    made.setColor(ROLES[TEXT3], QColor(text3))
    if widget.property("role") in QUIET:
        made.setColor(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText, QColor(text2))
        made.setColor(QPalette.ColorGroup.Inactive, QPalette.ColorRole.ButtonText, QColor(text2))
    widget.setPalette(made)


@cache
def font(size_px: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The system's font for Latin and Hangul, with figures of one width."""
    made = QFont()
    made.setFamilies(FONTS)
    made.setPixelSize(round(size_px))
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


def icon(name: str, colour: str = TEXT, off: str = OFF) -> QIcon:
    """An outline icon of the Phosphor set, for example "snowflake"."""
    made: QIcon = qtawesome.icon(f"ph.{name}", color=colour, color_disabled=off, scale_factor=1.2)
    return made


def luminance(colour: str) -> float:
    """Relative luminance Y of #rrggbb after WCAG 2, 0..1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio after WCAG 2, 1..21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def palette() -> QPalette:
    made = QPalette()
    role = QPalette.ColorRole
    for which, token in (
        (role.Window, WINDOW),
        (role.Base, PANEL),
        (role.AlternateBase, RAISED),
        (role.Button, RAISED),
        (role.ToolTipBase, RAISED),
        (role.WindowText, TEXT),
        (role.Text, TEXT),
        (role.ButtonText, TEXT),
        (role.ToolTipText, TEXT),
        (role.BrightText, TEXT),
        (ROLES[TEXT2], TEXT2),
        (ROLES[TEXT3], TEXT3),
        (role.Highlight, ACCENT_BG),
        (role.HighlightedText, TEXT),
        (role.Link, ACCENT),
        (role.Accent, ACCENT),
        (role.Light, LINE2),
        (role.Midlight, LINE2),
        (role.Mid, LINE),
        (role.Dark, WELL),
        (role.Shadow, WELL),
    ):
        made.setColor(which, colour(token))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(OFF))
    return made


def style_sheet() -> str:
    """Rules for what is ours; `role` and `kind` are dynamic properties set by the widgets."""
    sheet = _rules()
    for token in STRONGER:
        sheet = sheet.replace(token, shown(token))
    return sheet


def _rules() -> str:
    return f"""
    QMainWindow, QDialog, QMenu {{ background: {WINDOW}; }}
    *[role="bar"] {{ background: {WINDOW}; }}
    *[role="strip"] {{ background: {WINDOW}; border-top: 1px solid {LINE};
        border-bottom: 1px solid {LINE}; }}
    *[role="footer"] {{ background: {WINDOW}; border-top: 1px solid {LINE}; }}
    *[role="panel"] {{ background: {PANEL}; border-left: 1px solid {LINE}; }}
    *[role="sheet"] {{ background: {PANEL}; border: 1px solid {LINE2}; border-radius: 8px; }}
    *[role="rule"] {{ background: {LINE}; }}
    *[role="well"] {{ background: {WELL}; }}

    QLabel[role="key"] {{ background: {WINDOW}; border: 1px solid {LINE2};
        border-radius: 4px; padding: 1px 6px; }}

    *[role="chip"] {{ background: {PANEL}; border: 1px solid {LINE2}; border-radius: 6px; }}
    *[role="chip"][kind="warn"] {{ background: {WARN_BG}; border-color: {WARN_EDGE}; }}
    *[role="chip"][kind="alert"] {{ background: {ALERT_BG}; border-color: {ALERT_EDGE}; }}

    QPushButton {{ background: {RAISED}; border: 1px solid {LINE}; border-radius: 8px;
        padding: 0 12px; }}
    QPushButton:hover {{ background: {HOVER}; border-color: {LINE2}; }}
    QPushButton:pressed {{ background: {HOVER}; border-color: {CONTROL}; }}
    QPushButton:checked {{ background: {ACCENT_BG}; border-color: {ACCENT}; }}
    QPushButton:focus {{ border: 2px solid {ACCENT}; padding: 0 11px; }}
    QPushButton:disabled {{ color: {OFF}; background: {PANEL}; }}
    QPushButton[role="segment"] {{ background: transparent; border: 1px solid transparent;
        border-radius: 4px; padding: 0 8px; }}
    QPushButton[role="segment"]:hover {{ background: {HOVER}; color: {TEXT}; }}
    QPushButton[role="segment"]:checked {{ background: {HOVER}; border-color: {CONTROL};
        color: {TEXT}; font-weight: 600; }}
    QPushButton[role="segment"]:focus {{ border: 1px solid {ACCENT}; padding: 0 8px; }}
    QPushButton[role="quiet"] {{ background: transparent; border: 1px solid transparent;
        padding: 0; }}
    QPushButton[role="quiet"]:hover {{ background: {HOVER}; }}
    QPushButton[role="quiet"]:focus {{ border: 2px solid {ACCENT}; }}
    QPushButton[role="recent"] {{ background: transparent; border: 1px solid transparent;
        text-align: left; padding: 0 12px; }}
    QPushButton[role="recent"]:hover {{ background: {RAISED}; color: {TEXT}; }}
    QPushButton[role="recent"]:focus {{ border: 1px solid {ACCENT}; }}
    QPushButton[role="row"] {{ background: transparent; border: 1px solid transparent;
        border-radius: 6px; padding: 0; }}
    QPushButton[role="row"]:hover {{ background: {RAISED}; }}
    QPushButton[role="row"]:checked {{ background: {ACCENT_BG}; border-color: {ACCENT}; }}
    QPushButton[role="row"]:focus {{ border: 2px solid {ACCENT}; padding: 0; }}
    *[role="segments"] {{ background: {WINDOW}; border: 1px solid {LINE2}; border-radius: 6px; }}

    QPushButton[role="tab"] {{ background: transparent; border: 0; border-radius: 0;
        border-bottom: 2px solid transparent; padding: 2px 0 0 0; }}
    QPushButton[role="tab"]:hover {{ color: {TEXT}; }}
    QPushButton[role="tab"]:checked {{ color: {TEXT}; border-bottom: 2px solid {TEXT}; }}
    QPushButton[role="tab"]:focus {{ color: {ACCENT}; border-bottom: 2px solid {ACCENT}; }}

    QCheckBox {{ spacing: 10px; }}
    QCheckBox::indicator {{ width: 20px; height: 20px; border: 1px solid {CONTROL};
        border-radius: 4px; background: {WINDOW}; }}
    QCheckBox::indicator:checked {{ background: {ACCENT}; border-color: {ACCENT}; }}
    QCheckBox:focus {{ color: {ACCENT}; }}

    QSlider {{ min-height: 32px; }}
    QSlider::groove:horizontal {{ height: 4px; background: {LINE2}; border-radius: 2px; }}
    QSlider::sub-page:horizontal {{ background: {TEXT3}; border-radius: 2px; }}
    QSlider::handle:horizontal {{ width: 18px; height: 18px; margin: -7px 0; border-radius: 9px;
        background: {TEXT}; border: 0; }}
    QSlider::handle:horizontal:focus {{ border: 2px solid {ACCENT}; margin: -8px 0; }}

    QScrollArea, QScrollArea > QWidget > QWidget {{ background: transparent; border: 0; }}
    QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
    QScrollBar::handle:vertical {{ background: {LINE2}; border-radius: 4px; min-height: 32px;
        margin: 0 1px; }}
    QScrollBar::handle:vertical:hover {{ background: {CONTROL}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}

    QMenu {{ border: 1px solid {LINE2}; padding: 4px; }}
    QMenu::item {{ padding: 10px 20px; border-radius: 4px; }}
    QMenu::item:selected {{ background: {HOVER}; }}
    QMenu::item:disabled {{ color: {OFF}; }}
    QToolTip {{ background: {RAISED}; color: {TEXT}; border: 1px solid {LINE2}; padding: 4px; }}
    QLineEdit, QComboBox {{ background: {PANEL}; border: 1px solid {LINE2};
        border-radius: 4px; padding: 4px 8px; min-height: 24px; }}
    QFileDialog QPushButton {{ min-height: 34px; min-width: 80px; }}
    QHeaderView::section {{ background: {RAISED}; color: {TEXT2}; border: 0; padding: 6px; }}
    QTreeView, QListView {{ background: {PANEL}; border: 1px solid {LINE};
        selection-background-color: {ACCENT_BG}; selection-color: {TEXT}; }}
    """
