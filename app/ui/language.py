"""The window's words in the operator's language, through Qt's translation files.

English stands in the code, marked by `tr`, `noted` or `say`, where Qt's lupdate finds it.
resources/i18n/CODE.ts holds the words of a language, CODE.qm the same compiled.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

import platformdirs
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QWidget

import resources
from inference.errors import ToldError
from inference.told import Told

ENGLISH = "en"
SHIPPED = resources.ROOT / "i18n"
OWN = Path(platformdirs.user_config_dir("fetalens")) / "i18n"  # languages that a site adds

PARTS = ("text", "accessibleName", "toolTip", "placeholderText")  # properties of Qt's widgets


def tr(text: str) -> str:
    """The words in the language of the moment; in English where it has none."""
    return QCoreApplication.translate("", text)


def noted(text: str) -> str:
    """Marks words of a table that are translated where they are shown. Changes nothing."""
    return text


def in_words(sentence: str) -> str:
    """A sentence from below the user interface in the language of the moment, its fields too."""
    if not isinstance(sentence, Told):
        return tr(sentence)
    fields = {
        name: in_words(value) if isinstance(value, Told) else value
        for name, value in sentence.fields.items()
    }
    return tr(sentence.template).format(**fields) if fields else tr(sentence.template)


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


class LanguageError(ToldError):
    """A language cannot be used; one sentence for the operator."""


def languages(folders: Sequence[Path] = (SHIPPED, OWN)) -> list[tuple[str, str]]:
    """Code and own name of each that there is a file of; English, which needs none, first."""
    codes = sorted({file.stem for folder in folders for file in folder.glob("*.qm")})
    return [(ENGLISH, "English"), *((code, _own_name(code)) for code in codes)]


def use_language(code: str, folders: Sequence[Path] = (SHIPPED, OWN)) -> None:
    """Let `tr` speak this language from now on, a site's own file first. Raises LanguageError."""
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("There is no application to translate")
    for former in app.findChildren(QTranslator):
        app.removeTranslator(former)
        former.deleteLater()
    if code == ENGLISH:
        return
    translator = _Words(app)
    if not any(translator.read(folder / f"{code}.qm") for folder in reversed(folders)):
        translator.deleteLater()
        raise LanguageError(
            f"There is no language file {code}.qm that can be read, so the window speaks English. "
            f"Put one into {folders[-1]}, or choose another language."
        )
    app.installTranslator(translator)


class _Words(QTranslator):
    """A language in memory. Qt itself would map the file, and end with it if it is replaced."""

    _content = b""  # Qt reads in it as long as the language is spoken

    def read(self, path: Path) -> bool:
        """False if there is no such file, or it is no translation."""
        try:
            self._content = path.read_bytes()
        except OSError:
            return False
        return self.load(self._content)


def _own_name(code: str) -> str:
    return QLocale(code).nativeLanguageName() or code
