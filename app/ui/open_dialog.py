"""The dialogs that ask for a file: dark, and without stopping the picture."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.language import tr

RECORDINGS = (
    "Clips, DICOM and pictures (*.mp4 *.mkv *.mov *.avi *.webm *.mpg *.ts *.wmv "
    "*.dcm *.dicom *.png *.jpg *.jpeg *.bmp *.tif *.tiff)"
)


def ask_for_recording(window: QWidget, on_chosen: Callable[[str], object]) -> QFileDialog:
    """Shown; it deletes itself when it is closed."""
    dialog = _dialog(window, tr("Open a clip, a DICOM cine or a picture"))
    dialog.setNameFilters([RECORDINGS, "All files (*)"])
    return _asking(dialog, on_chosen)


def ask_for_profile(window: QWidget, on_chosen: Callable[[str], object]) -> QFileDialog:
    """As above, for the profile of a room."""
    dialog = _dialog(window, tr("Import a profile"))
    dialog.setNameFilters(["Profiles (*.toml)", "All files (*)"])
    return _asking(dialog, on_chosen)


def ask_where_to_write(
    window: QWidget, title: str, name: str, on_chosen: Callable[[str], object]
) -> QFileDialog:
    """For a new file, whose suffix is that of the proposed name."""
    dialog = _dialog(window, title)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(Path(name).suffix)
    dialog.selectFile(name)
    return _asking(dialog, on_chosen, QFileDialog.FileMode.AnyFile)


def _dialog(window: QWidget, title: str) -> QFileDialog:
    dialog = QFileDialog(window, title)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(860, 560)
    return dialog


def _asking(
    dialog: QFileDialog,
    on_chosen: Callable[[str], object],
    mode: QFileDialog.FileMode = QFileDialog.FileMode.ExistingFile,
) -> QFileDialog:
    dialog.setFileMode(mode)
    dialog.fileSelected.connect(on_chosen)
    dialog.show()
    return dialog
