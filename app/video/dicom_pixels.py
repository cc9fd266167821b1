"""One DICOM frame as the picture a reading station would show: RGB, 8 bits, windowed."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.multival import MultiValue
from pydicom.pixels.decoders.base import Decoder, get_decoder
from pydicom.pixels.processing import apply_color_lut
from pydicom.uid import (
    HTJ2K,
    JPEG2000,
    UID,
    HTJ2KLossless,
    HTJ2KLosslessRPCL,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from app.video import jpeg_lossless

# Named, because pydicom would begin with gdcm, which ends the whole program at some damaged JPEG
# frames and turns damaged JPEG 2000 into noise.
PLUGINS: dict[UID, tuple[str, ...]] = {
    JPEGBaseline8Bit: ("pillow",),
    JPEGExtended12Bit: ("pillow",),
    JPEGLossless: (jpeg_lossless.PLUGIN,),
    JPEGLosslessSV1: (jpeg_lossless.PLUGIN,),
    JPEGLSLossless: ("pyjpegls",),
    JPEGLSNearLossless: ("pyjpegls",),
    JPEG2000: ("pylibjpeg", "pillow"),
    JPEG2000Lossless: ("pylibjpeg", "pillow"),
    HTJ2K: ("pylibjpeg",),
    HTJ2KLossless: ("pylibjpeg",),
    HTJ2KLosslessRPCL: ("pylibjpeg",),
    RLELossless: ("pylibjpeg", "pydicom"),
}
for _syntax in jpeg_lossless.DECODER_DEPENDENCIES:
    get_decoder(_syntax).add_plugin(jpeg_lossless.PLUGIN, jpeg_lossless.IMPORT_PATH)


class FrameDecoder:
    """Decodes the frames of one data set, any of them at any time.

    The window and the palette are worked out once, from the header and the first frame, so that
    brightness does not jump within a loop. Raises what pydicom and its plugins raise.
    """

    def __init__(self, dataset: Dataset) -> None:
        syntax = dataset.file_meta.TransferSyntaxUID
        self._dataset = dataset
        self._decoder: Decoder = get_decoder(syntax)
        self._plugins = PLUGINS.get(syntax, ("",))
        self._bits = int(dataset.BitsStored)
        self._palette = _palette(dataset, self._bits)
        self._window: tuple[float, float] | None = None

    def rgb(self, index: int) -> NDArray[np.uint8]:
        """(H, W, 3) uint8."""
        values, photometric = self._decode(index)
        if photometric == "PALETTE COLOR":
            picture = self._palette[np.minimum(values, len(self._palette) - 1)]
        elif values.ndim == 3:
            picture = _eight_bits(values, self._bits)
        else:
            grey = self._windowed(values)
            if photometric == "MONOCHROME1":  # its lowest value is white
                grey = 255 - grey
            picture = np.repeat(grey[..., np.newaxis], 3, axis=2)
        return np.ascontiguousarray(picture)

    def _decode(self, index: int) -> tuple[NDArray[Any], str]:
        """Stored values (H, W) or (H, W, 3), colour already RGB, and how they are to be shown."""
        faults = []
        for plugin in self._plugins:
            try:
                values, facts = self._decoder.as_array(
                    self._dataset, index=index, decoding_plugin=plugin
                )
            except (RuntimeError, ValueError, NotImplementedError) as error:
                faults.append(error)
            else:
                return values, str(facts["photometric_interpretation"])
        raise ExceptionGroup("No plugin decodes this frame", faults)

    def _windowed(self, values: NDArray[Any]) -> NDArray[np.uint8]:
        """Stored values as grey, 0..255, by the file's window or over the first frame's range."""
        if self._window is None:
            self._window = _window(self._dataset, values, self._bits)
        low, high = self._window
        if values.dtype == np.uint8 and (low, high) == (0.0, 255.0):
            return values
        scaled = (values.astype(np.float32) - low) * (255 / (high - low))
        grey: NDArray[np.uint8] = np.clip(scaled + 0.5, 0, 255).astype(np.uint8)
        return grey


def _window(header: Dataset, values: NDArray[Any], bits: int) -> tuple[float, float]:
    """The stored values that become black and white (PS3.3 C.11.2.1.2, function LINEAR)."""
    slope = float(header.get("RescaleSlope") or 1)
    intercept = float(header.get("RescaleIntercept") or 0)
    center, width = _first(header.get("WindowCenter")), _first(header.get("WindowWidth"))
    if center is not None and width is not None and width > 1:
        low = center - 0.5 - (width - 1) / 2
        return (low - intercept) / slope, (low + width - 1 - intercept) / slope
    if bits <= 8 and not header.get("PixelRepresentation"):
        return 0.0, float(2**bits - 1)
    low, high = float(values.min()), float(values.max())
    return low, max(high, low + 1)


def _first(value: object) -> float | None:
    """A window's first number: a file may offer several windows."""
    number = value[0] if isinstance(value, MultiValue) and value else value
    return float(number) if isinstance(number, int | float) else None


def _palette(header: Dataset, bits: int) -> NDArray[np.uint8]:
    """(N, 3) uint8, a colour for every stored value; (0, 3) if the file has no palette."""
    if header.PhotometricInterpretation != "PALETTE COLOR":
        return np.zeros((0, 3), np.uint8)
    stored = np.arange(2**bits, dtype=np.uint16).reshape(1, -1)
    colours = apply_color_lut(stored, header)[0, :, :3]
    # Entries declared as 16 bits hold 8-bit colours in some files.
    return _eight_bits(colours, 16 if colours.max() > 255 else 8)


def _eight_bits(values: NDArray[Any], bits: int) -> NDArray[np.uint8]:
    picture: NDArray[np.uint8] = np.right_shift(values, max(bits - 8, 0)).astype(np.uint8)
    return picture
