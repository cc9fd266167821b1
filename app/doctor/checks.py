"""The checks that need no window: engines, codecs, disk, files. Each is a row or some."""

import os
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from tempfile import NamedTemporaryFile

import av
import numpy as np

from app.doctor.cards import check_devices
from app.doctor.sheet import Check, Result, judged
from app.profiles import ProfileError, profile_names, profiles_folder, read_profile
from app.settings import Settings, SettingsError, load_settings, settings_path
from app.ui.upkeep import room_mb
from inference.analyzer import SHIPPED_MODEL
from inference.engines import EngineFault, each_engine
from inference.engines.engine import InferenceEngine
from inference.engines.parity import PARITY_SUFFIX, ParityCase, deviation
from inference.told import told
from inference.yolact.checkpoint import ModelError, read_card, verify

LEAST_ANALYSIS_HZ = 8.0
RUNS = 10  # of a network, after two that warm it up
CODECS = ("h264", "hevc", "mjpeg", "mpeg4", "rawvideo")
DISK_MB, LEAST_DISK_MB_S, LEAST_ROOM_MB = 64, 20.0, 2000.0
HASH_SHOWN = 12


def check_machine(model: Path | None, is_alone: bool = True) -> Iterator[Check]:
    """Row after row, each as soon as it is known.

    is_alone  no window of this program is at work: cards can be opened, and speed be measured
    """
    path = SHIPPED_MODEL if model is None else model
    yield check_gpu()
    yield from check_model(path, is_alone)
    yield from check_codecs()
    yield from check_devices(is_alone)
    yield from check_disk(_pictures_folder())
    yield from check_files(settings_path(), profiles_folder())


def check_gpu() -> Check:
    """There need be none: how fast the engines are decides."""
    try:
        import torch

        name = torch.cuda.get_device_name() if torch.cuda.is_available() else ""
    except (ImportError, RuntimeError):  # no PyTorch, or a driver that does not fit
        name = ""
    return Check(told("GPU"), Result.PASSED, name or told("none; the processor computes"))


def check_model(path: Path, is_alone: bool = True) -> Iterator[Check]:
    """The weights are what their hash says, and every engine gives the stored answer."""
    name = told("Model")
    try:
        card, weights_hash = read_card(path), verify(path)
        case = ParityCase.load(path.with_suffix(PARITY_SUFFIX))
    except ModelError as error:
        yield Check(name, Result.FAILED, path.name, str(error))
        return
    yield Check(name, Result.PASSED, f"{card.name}, {weights_hash[:HASH_SHOWN]}")
    fastest = 0.0
    for engine in each_engine(path, weights_hash):
        if isinstance(engine, EngineFault):
            yield Check(told("Engine"), Result.FAILED, engine.name, engine.sentence)
            continue
        off, hz = deviation(engine, case), speed_hz(engine, case)
        if off <= 1:
            fastest = max(fastest, hz)
        yield judged(
            told("Engine"),
            off <= 1,
            told(
                "{engine} {precision}: {rate:.1f}/s, deviation {off:.3f} of what is allowed",
                engine=engine.name,
                precision=engine.precision,
                rate=hz,
                off=off,
            ),
            told("It gives another answer than the network should. Bring its drivers up to date."),
        )
    if is_alone:
        yield check_speed(fastest)


def check_speed(hz: float) -> Check:
    """Of the fastest engine, or of the analysis that runs."""
    return judged(
        told("Speed of the network"),
        hz >= LEAST_ANALYSIS_HZ,
        told("{rate:.1f} pictures a second", rate=hz),
        told("At least 8 a second are needed. Close other programs, or use a faster computer."),
    )


def speed_hz(engine: InferenceEngine, case: ParityCase) -> float:
    """Pictures a second, of the network alone."""
    times = []
    for _ in range(2 + RUNS):
        begin_s = time.perf_counter()
        engine.infer(case.image)
        times.append(time.perf_counter() - begin_s)
    return 1 / median(times[2:])


def check_codecs() -> Iterator[Check]:
    """What clips and cards are read with is there, and a clip that is written is read again."""
    missing = [name for name in CODECS if not _is_there(name)]
    yield judged(
        told("Codecs"),
        not missing,
        ", ".join(name for name in CODECS if name not in missing),
        told("{codecs} cannot be read. Install Fetalens again.", codecs=", ".join(missing)),
    )
    try:
        count = written_and_read(12)
    except (av.error.FFmpegError, ValueError) as error:
        count = 0
        fault = type(error).__name__
    else:
        fault = ""
    yield judged(
        told("Clips"),
        count == 12,
        told("12 of 12 frames written as H.264 and read again") if count == 12 else fault,
        told("A clip could not be written and read again. Install Fetalens again."),
    )


def written_and_read(count: int) -> int:
    """How many frames of a clip come back from H.264 in MP4."""
    file = BytesIO()
    with av.open(file, "w", format="mp4") as out:
        stream = out.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 320, 240, "yuv420p"
        for step in range(count):
            picture = np.full((240, 320, 3), step * 20, np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, "rgb24")))
        out.mux(stream.encode(None))
    file.seek(0)
    with av.open(file, "r") as clip:
        return len(list(clip.decode(video=0)))


def check_disk(folder: Path) -> Iterator[Check]:
    left_mb = room_mb(folder)
    yield judged(
        told("Disk left"),
        left_mb >= LEAST_ROOM_MB,
        told("{room:.0f} GB", room=left_mb / 1000),
        told("At least 2 GB are needed. Free the disk, or choose another folder."),
    )
    try:
        speed = disk_mb_s(folder)
    except OSError as error:
        advice = told("{folder} cannot be written to. Choose another folder.", folder=folder)
        yield Check(told("Disk speed"), Result.FAILED, error.strerror or "", advice)
        return
    yield judged(
        told("Disk speed"),
        speed >= LEAST_DISK_MB_S,
        told("{speed:.0f} MB/s", speed=speed),
        told("At least 20 MB/s are needed. Choose a folder on a faster disk."),
    )


def disk_mb_s(folder: Path) -> float:
    """Of writing, to the disk itself. Raises OSError. Nothing stays."""
    folder.mkdir(parents=True, exist_ok=True)
    block = os.urandom(4_000_000)
    with NamedTemporaryFile(dir=folder, prefix="speed", suffix=".part") as file:
        begin_s = time.perf_counter()
        for _ in range(DISK_MB // 4):
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
        return DISK_MB / (time.perf_counter() - begin_s)


def check_files(settings: Path, profiles: Path) -> Iterator[Check]:
    """Settings and room profiles can be read."""
    try:
        load_settings(settings)
        yield Check(told("Settings"), Result.PASSED, told("readable"))
    except SettingsError as error:
        yield Check(told("Settings"), Result.FAILED, settings.name, str(error))
    for name in profile_names(profiles):
        try:
            read_profile(profiles / f"{name}.toml")
            yield Check(told("Room profile"), Result.PASSED, name)
        except ProfileError as error:
            yield Check(told("Room profile"), Result.FAILED, name, str(error))


def _pictures_folder() -> Path:
    try:
        return load_settings(settings_path()).pictures_folder
    except SettingsError:
        return Settings().pictures_folder


def _is_there(codec: str) -> bool:
    try:
        av.codec.Codec(codec, "r")
    except (av.codec.codec.UnknownCodecError, ValueError):
        return False
    return True
