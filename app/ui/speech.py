"""Words in a language of their own, whatever the window speaks: for what a patient reads."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from PySide6.QtCore import QTranslator

from app.ui.language import ENGLISH, OWN, SHIPPED, LanguageError


class Speech:
    """One language. LanguageError if there is no file of it; English needs none."""

    def __init__(self, code: str = ENGLISH, folders: Sequence[Path] = (SHIPPED, OWN)) -> None:
        self.code = code
        self._translator = QTranslator()
        files = [str(folder / f"{code}.qm") for folder in reversed(folders)]
        if code != ENGLISH and not any(self._translator.load(file) for file in files):
            raise LanguageError(
                f"There is no language file {code}.qm that can be read, so the patient reads "
                f"English. Put one into {folders[-1]}, or choose another language."
            )

    def of(self, text: str) -> str:
        """The words of a text that was marked by `noted`; in English where it has none."""
        return self._translator.translate("", text) or text

    def term(self, names: Mapping[str, str]) -> str:
        """A name of the anatomy; a language that it lacks is looked up by the English one."""
        return names.get(self.code) or self.of(names[ENGLISH])
