"""The dialog that asks for a recording: dark, and without stopping the picture."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from app.ui.language import tr

RECORDINGS = (
    "Clips, DICOM and pictures (*.mp4 *.mkv *.mov *.avi *.webm *.mpg *.ts *.wmv "
    "*.dcm *.dicom *.png *.jpg *.jpeg *.bmp *.tif *.tiff)"
)


def ask_for_recording(window: QWidget, on_chosen: Callable[[str], object]) -> QFileDialog:
    """Shown; it deletes itself when it is closed."""
    dialog = QFileDialog(window, tr("Open a clip, a DICOM cine or a picture"))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setNameFilters([RECORDINGS, "All files (*)"])
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.resize(860, 560)
    dialog.fileSelected.connect(on_chosen)
    dialog.show()
    return dialog
