"""open_source(url): the one door to every kind of source."""

import os
from pathlib import Path

from app.video.capture import open_live
from app.video.capture_url import SCHEMES, parse_live_url
from app.video.dicom import is_dicom, open_dicom
from app.video.file import open_video
from app.video.images import SUFFIXES, open_folder, open_image
from app.video.pattern import PATTERN, PatternSource
from app.video.practice import is_practice, open_practice
from app.video.source import SourceError, VideoSource
from inference.told import told


def open_source(url: str) -> VideoSource:
    """Open what the user named. Raises SourceError with one sentence that says what to do.

    A path: a video, a DICOM file, an image, or a folder of images. Or a live source:
    `card:Cam Link 4K`, `v4l2:/dev/video0?size=1920x1080&rate=60&format=mjpeg`, `screen:`,
    `screen:x,y,width,height`, `rtsp://...`, `udp://...`, `tcp://...`, `lavfi:testsrc2`.
    Or `phantom`, the practice phantom: `phantom?age=12+3&position=supine&head=right&seed=1`.
    Or `pattern`, the test pattern of the latency run.
    """
    if is_practice(url):
        return open_practice(url)
    if url == PATTERN:
        return PatternSource()
    if url.split(":", 1)[0].lower() in SCHEMES:
        return open_live(parse_live_url(url))
    if "://" in url:
        scheme = url.split("://", 1)[0]
        raise SourceError(
            told(
                "Fetalens opens no {scheme} address. Use rtsp, udp or tcp, or a file.",
                scheme=scheme,
            )
        )
    return _open_path(Path(os.path.expanduser(url)))  # Path's own raises on an unknown ~user


def _open_path(path: Path) -> VideoSource:
    try:
        if path.is_dir():
            return open_folder(path)
        if not path.exists():
            raise SourceError(
                told("{name} was not found. Check the name and the folder.", name=path.name or path)
            )
        if not path.is_file():  # a pipe or a device node would wait for ever
            raise SourceError(
                told(
                    "{name} is not a file. Choose a video, a DICOM file or images.", name=path.name
                )
            )
        if is_dicom(path):
            return open_dicom(path)
    except (OSError, ValueError) as error:  # ValueError: a path with a null byte
        raise SourceError(
            told("{name} cannot be opened. Check that you may read it.", name=path.name)
        ) from error
    if path.suffix.lower() in SUFFIXES:
        return open_image(path)
    return open_video(path)
