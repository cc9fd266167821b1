"""`fetalens annotate`: what the window would find, for whole files, written to a folder."""

import logging
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

import av.error
from rich.console import Console
from rich.progress import Progress

from app.batch.fan_cut import FanCut
from app.batch.findings import CocoWriter, json_line
from app.batch.outputs import Job, all_or_none, plan_jobs
from app.batch.progress import frame_progress
from app.batch.records import frame_record
from app.fans import Fans
from app.video import SeekableSource, SourceError, open_source
from app.video.dicom import HIDDEN_NAME
from app.video.images import SUFFIXES, natural_order
from inference.analyzer import Analyzer
from inference.types import Analysis

log = logging.getLogger(__name__)


class OutputError(Exception):
    """One sentence for the user."""


@dataclass(frozen=True, slots=True)
class Filming:
    """What of a screen the overlay video shows: all of it, or the fan, as these correct it."""

    whole_screen: bool
    fans: Fans


def annotate(
    inputs: Sequence[str],
    out: Path,
    analyzer: Analyzer,
    video: bool,
    console: Console,
    whole_screen: bool = False,
    fans: Fans | None = None,
) -> list[str]:
    """Write NAME.jsonl and NAME.coco.json for each input, and with `video` NAME.overlay.mp4.

    A loop is judged frame after frame, exactly as the window does at replay; a picture, and each
    picture of a folder, by itself. An input that fails leaves no file, and the others go on.
    The video is black outside of the fan, where scanners write names, unless the whole screen is
    asked for; a fan that an operator corrected holds for screens of its layout, as in the window.
    Returns a sentence for each input that failed, gave fewer frames than it declares or
    has no fan to film; the console shows only how far it is.
    """
    failures: list[str] = []
    filming = Filming(whole_screen, fans or Fans())
    with frame_progress(console) as progress:
        for job in plan_jobs(inputs, out):
            files = job.files(out)[: 3 if video else 2]
            try:
                trouble = _annotate_one(job, files, analyzer, progress, filming)
            except (SourceError, OutputError) as error:
                # Without its sentence, for a file's name may be a patient's.
                log.info("An input could not be annotated: %s", type(error).__name__)
                trouble = str(error)
            if trouble:
                failures.append(trouble)
    return failures


def _annotate_one(
    job: Job, files: Sequence[Path], analyzer: Analyzer, progress: Progress, filming: Filming
) -> str:
    """A sentence if something is left out, else empty. Raises SourceError or OutputError."""
    source = open_source(job.url)
    with closing(source):
        if not isinstance(source, SeekableSource):
            raise SourceError(
                f"{source.name} is live and has no end. Record it first, then annotate the file."
            )
        folder = files[0].parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
            with all_or_none(files) as parts:
                return _write(job, source, analyzer, parts, progress, filming)
        except (OSError, av.error.FFmpegError) as error:
            raise OutputError(
                f"The findings of {job.name} could not be written to {folder} "
                f"({error.strerror}). Free the disk or choose another folder."
            ) from error


def _write(
    job: Job,
    source: SeekableSource,
    analyzer: Analyzer,
    parts: Sequence[Path],
    progress: Progress,
    filming: Filming,
) -> str:
    """Every frame's findings into `parts`: lines, COCO, and the video if there is a third.

    Returns what is left out, in a sentence. Raises SourceError if no frame could be read.
    """
    name = job.name if job.name in source.name else HIDDEN_NAME
    names = _picture_names(job, name, source.frame_count)
    task = progress.add_task(name, total=source.frame_count)
    count = 0
    with ExitStack() as stack:
        lines = stack.enter_context(parts[0].open("w", encoding="utf-8"))
        coco_file = stack.enter_context(parts[1].open("w", encoding="utf-8"))
        coco = CocoWriter(coco_file, name, analyzer.info)
        film, cutter = None, None
        if len(parts) > 2:
            from app.batch.overlay_video import OverlayVideo  # here: nothing else needs Qt

            rate_hz = source.frame_count / source.duration_s
            film = stack.enter_context(OverlayVideo(parts[2], rate_hz, analyzer.info))
            if not filming.whole_screen:
                cutter = FanCut(source, not _is_stills(job, source), filming.fans)
        for analysis in _analyses(job, source, analyzer):
            frame = analysis.frame
            record = frame_record(analysis, names[frame.index])
            lines.write(json_line(record))
            coco.add(record, (frame.height, frame.width))
            if film is not None:
                film.add(cutter.cut(analysis) if cutter else analysis)
            count += 1
            progress.update(task, completed=frame.index + 1)
        if count == 0:
            raise SourceError(f"No frame of {name} could be read. Choose another file.")
        coco.finish()
    if count < source.frame_count:
        return f"{job.name}: only {count} of {source.frame_count} frames could be read."
    if cutter is not None and cutter.missed:
        return (
            f"{job.name}: no fan was found in {cutter.missed} of {count} pictures, so the video "
            "shows only their findings. To film everything, names too, ask for the whole screen."
        )
    return ""


def _analyses(job: Job, source: SeekableSource, analyzer: Analyzer) -> Iterator[Analysis]:
    analyzer.reset()
    is_still = _is_stills(job, source)
    while (frame := source.read()) is not None:
        yield analyzer.analyze_alone(frame) if is_still else analyzer.analyze(frame)


def _is_stills(job: Job, source: SeekableSource) -> bool:
    """Pictures that do not follow each other."""
    return job.path.is_dir() or source.frame_count == 1


def _picture_names(job: Job, name: str, frame_count: int) -> Sequence[str]:
    """What each frame's picture is called: its own file, or for a loop what an export would be.

    name  of the input, without a patient's
    """
    if job.path.is_dir():
        images = [p for p in job.path.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file()]
        return [image.name for image in sorted(images, key=natural_order)]
    if frame_count == 1:
        return [name]
    return [f"{Path(name).stem}_{index:06d}.png" for index in range(frame_count)]
