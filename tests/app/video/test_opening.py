"""open_source(): the right reader for every url, and a sentence for every mistake."""

import os

import pytest

from app.video import SeekableSource, SourceError, VideoSource, open_source
from tests.app.video.numbered import number_in


def test_a_path_opens_a_video(clip):
    source = open_source(str(clip))
    frame = source.read()
    source.close()
    assert isinstance(source, SeekableSource)
    assert number_in(frame.pixels) == 0


def test_a_video_is_known_whatever_its_ending(clip, tmp_path):
    path = tmp_path / "loop.bin"
    path.write_bytes(clip.read_bytes())
    source = open_source(str(path))
    source.close()
    assert source.frame_count == 60


def test_a_live_source_is_not_seekable():
    source = open_source("lavfi:testsrc2=size=64x48:rate=30")
    source.close()
    assert isinstance(source, VideoSource)
    assert not isinstance(source, SeekableSource)


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError) as refused:
        open_source(str(tmp_path / "gone.mp4"))
    assert str(refused.value) == "gone.mp4 was not found. Check the name and the folder."


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.mp4")
    with pytest.raises(SourceError, match=r"pipe\.mp4 is not a file"):
        open_source(str(tmp_path / "pipe.mp4"))


@pytest.mark.parametrize(
    "url", ["", "nothing:here", "a\0b", "http://10.0.0.1/x.mp4", "~nosuch/x.mp4", "rtsp://[x/"]
)
def test_a_url_that_names_nothing_is_refused(url):
    with pytest.raises(SourceError, match=r"\."):
        open_source(url)
