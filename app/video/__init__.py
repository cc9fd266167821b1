"""Where frames come from: files, DICOM, folders of images, capture cards, screens, streams."""

from app.video.devices import Device, list_devices
from app.video.opening import open_source
from app.video.source import SeekableSource, SignalLost, SourceError, VideoSource

__all__ = [
    "Device",
    "SeekableSource",
    "SignalLost",
    "SourceError",
    "VideoSource",
    "list_devices",
    "open_source",
]
