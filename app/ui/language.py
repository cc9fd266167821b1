"""The window's words in the operator's language, through Qt's translation files.

English stands in the code, marked by `tr`, `noted` or `say`, where Qt's lupdate finds it.
resources/i18n/CODE.ts holds the words of a language, CODE.qm the same compiled.
"""

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

PARTS = ("text", "accessibleName", "toolTip", "placeholderText")  # properties of Qt's widgets


def tr(text: str) -> str:
    """The words in the language of the moment; in English where it has none."""
    return QCoreApplication.translate("", text)


def noted(text: str) -> str:
    """Marks words of a table that are translated where they are shown. Changes nothing."""
    return text


def term(names: Mapping[str, str], language: str) -> str:
    """A name of the anatomy or the checklist; a language that these lack is asked by `tr`."""
    return names.get(language) or tr(names["en"])


def say(text: str, on: QWidget, part: str = "text") -> None:
    """Put words on a widget that stay the same but for the language."""
    on.setProperty(f"said_{part}", text)
    on.setProperty(part, tr(text))


def say_again(root: QWidget) -> None:
    """The language is another: everything that was put by `say` on this widget and below it."""
    for widget in (root, *root.findChildren(QWidget)):
        for part in PARTS:
            if text := widget.property(f"said_{part}"):
                widget.setProperty(part, tr(text))
