"""What the benchmark works on: two networks, and frames of the bundled loop at 720p."""

from contextlib import closing
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

from app.main import practice_loop
from app.video import SeekableSource, open_source
from inference.analyzer import SHIPPED_MODEL
from inference.anatomy import load_anatomy
from inference.engines.parity import parity_image
from inference.types import Frame
from inference.yolact.checkpoint import ModelCard, save_checkpoint
from inference.yolact.config import YolactConfig, light_config, reference_config
from inference.yolact.model import build_yolact

HEIGHT, WIDTH = 720, 1280
SOURCE_HZ = 60


CLASSES = tuple(structure.id for structure in load_anatomy().structures)


def light_network(folder: Path) -> Path:
    """The shipped network; without one, another of its kind with random weights, in `folder`."""
    if SHIPPED_MODEL.exists():
        return SHIPPED_MODEL
    made = save_random(folder / "light.safetensors", light_config(CLASSES), "light, random")
    export_if_possible(made)
    return made


def reference_network(folder: Path) -> Path:
    """ResNet-50 at 550 px as published, of random weights: they compute as long as others."""
    config = reference_config("resnet50", CLASSES)
    return save_random(folder / "resnet50.safetensors", config, "ResNet-50, random")


def save_random(path: Path, config: YolactConfig, name: str) -> Path:
    """A network of random weights, the same every time."""
    torch.manual_seed(0)
    save_checkpoint(path, build_yolact(config), ModelCard(name=name, config=config))
    return path


def export_if_possible(model: Path) -> bool:
    """Make the graph for ONNX Runtime; False without the package that makes it."""
    try:
        from inference.engines.export import export_beside
    except ModuleNotFoundError:
        return False
    export_beside(model)
    return True


def loop_frames(count: int) -> list[Frame]:
    """So many frames at 720p, evenly from all of the bundled loop; a made-up one without it."""
    loop = practice_loop()
    if loop is None:
        return [Frame(0, 0.0, to_720p(parity_image(HEIGHT)))]
    with closing(open_source(loop)) as source:
        if not isinstance(source, SeekableSource):
            raise TypeError("the bundled loop is a file")
        wanted = set(np.linspace(0, source.frame_count - 1, count).astype(int).tolist())
        frames = []
        while (frame := source.read()) is not None:
            if frame.index in wanted:
                frames.append(Frame(frame.index, frame.time_s, to_720p(frame.pixels)))
    return frames


def to_720p(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """(720, 1280, 3): the picture as large as fits, in the middle of black."""
    height, width = pixels.shape[:2]
    scale = min(HEIGHT / height, WIDTH / width)
    size = round(width * scale), round(height * scale)
    fitted = cv2.resize(pixels, size, interpolation=cv2.INTER_LINEAR)
    canvas = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    top, left = (HEIGHT - size[1]) // 2, (WIDTH - size[0]) // 2
    canvas[top : top + size[1], left : left + size[0]] = fitted
    return canvas


def live_url(height: int = HEIGHT, width: int = WIDTH) -> str:
    """The bundled loop as a live source of this size at 60 frames a second, over and over."""
    loop = practice_loop()
    if loop is None:
        return f"lavfi:testsrc2=size={width}x{height}:rate={SOURCE_HZ}"
    path = Path(loop).as_posix().replace(":", r"\:")
    fit = f"scale={width}:{height}:force_original_aspect_ratio=decrease"
    centre = f"pad={width}:{height}:-1:-1"
    return f"lavfi:movie=filename='{path}':loop=0,setpts=N/({SOURCE_HZ}*TB),{fit},{centre},realtime"
