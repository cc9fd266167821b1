"""DICOM ultrasound: single pictures and loops of every usual transfer syntax."""

import logging
import re
import struct
import zlib
from functools import partial
from io import BytesIO
from pathlib import Path

from pydicom import Dataset, FileDataset, dcmread
from pydicom.encaps import generate_frames, parse_basic_offsets, parse_fragments
from pydicom.errors import BytesLengthException, InvalidDicomError
from pydicom.pixels.utils import get_expected_length
from pydicom.uid import (
    UID,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    MPEGTransferSyntaxes,
)

from app.video.dicom_pixels import FrameDecoder
from app.video.dicom_regions import pixel_aspect, pixel_sizes
from app.video.dicom_timing import ASSUMED_RATE_HZ, LoopTiming, loop_timing
from app.video.file import VideoFile
from app.video.indexed import IndexedSource
from app.video.source import SeekableSource, SourceError, check_size
from inference.told import told
from inference.types import Frame

log = logging.getLogger(__name__)
logging.getLogger("pydicom").setLevel(logging.CRITICAL)  # it writes file names, so patients' names

HIDDEN_NAME = "DICOM loop"  # in the place of a file name that gives the patient away
MAX_FILE_BYTES = 2_000_000_000  # held in memory while open
MAX_LOOP_BYTES = 64_000_000_000  # decoded, one frame at a time
MAX_FRAMES = 100_000

# What pydicom and its plugins were seen to raise on damaged files.
DICOM_FAULTS = (
    ArithmeticError,
    AttributeError,
    BytesLengthException,
    EOFError,
    ExceptionGroup,
    InvalidDicomError,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    RecursionError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def is_dicom(path: Path) -> bool:
    """By the mark that every DICOM file bears, whatever its name; by the name if it lacks it."""
    if path.suffix.lower() in {".dcm", ".dicom"}:
        return True
    with path.open("rb") as file:
        return file.read(132)[128:] == b"DICM"


def open_dicom(path: Path) -> SeekableSource:
    """Open a DICOM picture or loop. Raises SourceError."""
    if path.stat().st_size > MAX_FILE_BYTES:
        raise SourceError(
            told("{name} is larger than 2 GB. Export the loop as video instead.", name=path.name)
        )
    try:
        header = dcmread(path, stop_before_pixels=True, force=True)
        check_header(path.name, header)
        dataset = dcmread(path, force=True)
        if "PixelData" not in dataset:
            raise SourceError(
                told("{name} is cut short. Copy it from the scanner again.", name=path.name)
            )
        return _open_dataset(dataset, path.name)
    except DICOM_FAULTS as error:
        raise SourceError(
            told(
                "{name} is not a DICOM file that Fetalens can read. Choose another file.",
                name=path.name,
            )
        ) from error


def check_header(name: str, header: Dataset) -> None:
    """Refuse a file without pictures, or of a size no scanner makes, before it is decoded."""
    if "Rows" not in header or "Columns" not in header:
        raise SourceError(
            told("{name} is a DICOM file without pictures. Choose another file.", name=name)
        )
    rows, columns = int(header.Rows), int(header.Columns)
    check_size(name, rows, columns)
    frames = frame_count(header)
    frame_bytes = rows * columns * int(header.SamplesPerPixel) * -(-int(header.BitsAllocated) // 8)
    if not 1 <= frames <= MAX_FRAMES or frames * frame_bytes > MAX_LOOP_BYTES:
        raise SourceError(
            told(
                "{name} says that it holds {frames} frames, more than Fetalens opens. Choose "
                "another file.",
                name=name,
                frames=frames,
            )
        )


def frame_count(header: Dataset) -> int:
    """As the header says it; 1 if it does not."""
    return int(header.get("NumberOfFrames") or 1)


def shown_name(path_name: str, dataset: Dataset) -> str:
    """The file's name, unless it gives the patient away."""
    person = f"{dataset.get('PatientName', '')} {dataset.get('PatientID', '')}"
    words = [word for word in re.split(r"[\W_]+", person.lower()) if len(word) > 2]
    is_personal = any(word in path_name.lower() for word in words)
    return HIDDEN_NAME if is_personal else path_name


def _open_dataset(dataset: FileDataset, path_name: str) -> SeekableSource:
    name = shown_name(path_name, dataset)
    declared = frame_count(dataset)
    syntax = _ensure_transfer_syntax(dataset)
    if syntax in MPEGTransferSyntaxes:
        timing = loop_timing(dataset, declared)
        stream = b"".join(generate_frames(dataset.PixelData, number_of_frames=1))
        rate_hz, sizes = declared / timing.duration_s, pixel_sizes(dataset)
        return VideoFile(partial(BytesIO, stream), name, rate_hz=rate_hz, pixel_sizes=sizes)
    frames = min(declared, _frames_present(dataset, syntax))
    if frames == 0:
        raise SourceError(told("{name} is cut short. Copy it from the scanner again.", name=name))
    if frames < declared:
        log.warning("%d frames were announced, %d are there", declared, frames)
        dataset.NumberOfFrames = frames
        if not syntax.is_encapsulated:  # what is left of a frame cut short
            length = get_expected_length(dataset)
            dataset["PixelData"].value = dataset.PixelData[: length + length % 2]
        name = f"{name} ({frames} of {declared} frames)"
    timing = loop_timing(dataset, frames)
    if timing.is_assumed:
        name = f"{name} ({ASSUMED_RATE_HZ:.0f}/s assumed)"
    return DicomLoop(dataset, name, timing)


def _ensure_transfer_syntax(dataset: FileDataset) -> UID:
    """The file's, or for a file without meta header the one it was found to be written in."""
    if "TransferSyntaxUID" not in dataset.file_meta:
        is_implicit, is_little = dataset.original_encoding
        written = ExplicitVRLittleEndian if is_little else ExplicitVRBigEndian
        dataset.file_meta.TransferSyntaxUID = ImplicitVRLittleEndian if is_implicit else written
    return UID(dataset.file_meta.TransferSyntaxUID)


def _frames_present(dataset: Dataset, syntax: UID) -> int:
    """How many whole frames the pixel data can hold, whatever the header says."""
    if not syntax.is_encapsulated:
        return len(dataset.PixelData) * frame_count(dataset) // get_expected_length(dataset)
    if "ExtendedOffsetTable" in dataset:
        return len(dataset.ExtendedOffsetTable) // 8
    buffer = BytesIO(dataset.PixelData)
    offsets = parse_basic_offsets(buffer)
    fragments, _ = parse_fragments(buffer)
    return min(len(offsets), fragments) if offsets else fragments


class DicomLoop(IndexedSource):
    """The frames of a DICOM data set, each decoded when it is asked for."""

    def __init__(self, dataset: Dataset, name: str, timing: LoopTiming) -> None:
        super().__init__(name, timing.times_s, timing.duration_s)
        self._decoder = FrameDecoder(dataset)
        self._pixel_sizes, self._aspect = pixel_sizes(dataset), pixel_aspect(dataset)
        self.read()  # the first frame sets the window, and tells whether pictures can be had
        self.seek_frame(0)

    def close(self) -> None:
        """The file was closed when it had been read."""

    def _fetch(self, index: int) -> Frame | None:
        try:
            pixels = self._decoder.rgb(index)
            return Frame(index, self._times_s[index], pixels, self._pixel_sizes, self._aspect)
        except DICOM_FAULTS as error:
            raise SourceError(
                told(
                    "Frame {index} of {name} cannot be decoded. Export it from the scanner again,"
                    " uncompressed or as video.",
                    index=index + 1,
                    name=self.name,
                )
            ) from error
