"""Lossless JPEG frames of DICOM files, decoded by FFmpeg. A plugin for pydicom.

pydicom's own choice, gdcm, ends the whole program at some damaged frames; FFmpeg never did.
"""

import av
from pydicom.pixels.decoders.base import DecodeRunner
from pydicom.uid import JPEGLossless, JPEGLosslessSV1

PLUGIN = "ffmpeg"
IMPORT_PATH = (__name__, "decode_frame")  # how pydicom is told of a plugin

# pydicom looks for this name and the next in every plugin.
DECODER_DEPENDENCIES = {JPEGLossless: ("av",), JPEGLosslessSV1: ("av",)}


def is_available(uid: str) -> bool:
    return uid in DECODER_DEPENDENCIES


def decode_frame(content: bytes, runner: DecodeRunner) -> bytes:
    """One frame's stored values, row by row: 8 or 16 bits, one or three samples a pixel."""
    codec = av.CodecContext.create("mjpeg", "r")
    frames = [*codec.decode(av.Packet(content)), *codec.decode(None)]
    if not frames or (frames[0].height, frames[0].width) != (runner.rows, runner.columns):
        raise ValueError("the frame is not of the size that the header says")
    values = frames[0].to_ndarray()
    if frames[0].format.name == "bgr24":  # FFmpeg's name for any three samples, last first
        values = values[..., ::-1]
        runner.set_option("planar_configuration", 0)
    runner.set_option("bits_allocated", 8 * values.itemsize)
    return values.tobytes()
