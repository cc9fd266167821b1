"""Video files: every frame is the one asked for, and broken files end in a sentence."""

import random
from contextlib import closing
from fractions import Fraction
from functools import partial
from io import BytesIO

import av
import numpy as np
import pytest

from app.video import SeekableSource, SourceError
from app.video.file import VideoFile, open_video
from tests.app.video.numbered import number_in, write_clip

FRAMES = 60
UNEVEN = [number * 33 + (number % 3) * 9 for number in range(FRAMES)]
CLIPS = {
    "h264.mp4": {},
    "h264.mov": {},
    "h264.mkv": {},
    "h264-b-frames.avi": {},
    "h264.ts": {},
    "h264.flv": {},
    "h264-raw.h264": {},
    "mpeg4-b-frames.avi": {"codec": "mpeg4"},
    "mpeg4.mpg": {"codec": "mpeg4"},
    "mjpeg.avi": {"codec": "mjpeg", "b_frames": 0},
    "ffv1.mkv": {"codec": "ffv1", "b_frames": 0},
    "vp9.webm": {"codec": "libvpx-vp9", "b_frames": 0},
    "hevc.mp4": {"codec": "libx265"},
    "uneven.mp4": {"times": UNEVEN},
    "uneven.mkv": {"times": UNEVEN},
    "fragmented.mp4": {"options": {"movflags": "frag_keyframe+empty_moov"}},
}


@pytest.fixture(scope="module", params=CLIPS)
def any_clip(request, tmp_path_factory):
    return write_clip(tmp_path_factory.mktemp("clips") / request.param, **CLIPS[request.param])


def read_at(source, index):
    source.seek_frame(index)
    return source.read()


def read_all(source):
    return list(iter(source.read, None))


def test_a_clip_gives_every_frame_once_and_in_order(any_clip):
    source = open_video(any_clip)
    frames = read_all(source)
    source.close()
    assert [number_in(frame.pixels) for frame in frames] == list(range(FRAMES))
    assert [frame.index for frame in frames] == list(range(FRAMES))
    assert source.frame_count == FRAMES


def test_every_seek_gives_exactly_the_frame_asked_for(any_clip):
    source = VideoFile(lambda: any_clip.open("rb"), "clip", cache_bytes=0)
    asked = random.Random(1).sample(range(FRAMES), 25) + [0, FRAMES - 1]

    def seek(index):
        source.seek_frame(index)
        return source.read()

    found = [seek(index) for index in asked]
    source.close()
    assert [number_in(frame.pixels) for frame in found] == asked
    assert [frame.index for frame in found] == asked


def test_stepping_back_frame_by_frame_gives_every_frame(any_clip):
    source = open_video(any_clip)

    def seek(index):
        source.seek_frame(index)
        return source.read()

    found = [number_in(seek(index).pixels) for index in reversed(range(FRAMES))]
    source.close()
    assert found == list(reversed(range(FRAMES)))


def test_reading_goes_on_after_a_seek(clip):
    source = open_video(clip)
    source.seek_frame(37)
    found = [number_in(source.read().pixels) for _ in range(5)]
    source.close()
    assert found == [37, 38, 39, 40, 41]


def test_times_of_an_uneven_clip_are_its_own(tmp_path):
    source = open_video(write_clip(tmp_path / "uneven.mp4", times=UNEVEN))
    times_s = [frame.time_s for frame in read_all(source)]
    source.close()
    assert times_s == pytest.approx([time / 1000 for time in UNEVEN])


def test_a_time_between_two_frames_shows_the_earlier_one(tmp_path):
    source = open_video(write_clip(tmp_path / "uneven.mp4", times=UNEVEN))
    source.seek((UNEVEN[20] + UNEVEN[21]) / 2000)
    frame = source.read()
    source.close()
    assert number_in(frame.pixels) == 20


def test_a_seek_outside_the_clip_goes_to_its_nearest_end(clip):
    source = open_video(clip)
    source.seek(99.0)
    last = source.read()
    source.seek(-1.0)
    first = source.read()
    source.close()
    assert (last.index, first.index) == (FRAMES - 1, 0)


def test_the_length_runs_to_the_end_of_the_last_frame(clip):
    source = open_video(clip)
    source.close()
    assert source.duration_s == pytest.approx(2.0)
    assert source.name == "clip.mp4"
    assert isinstance(source, SeekableSource)


def test_frames_are_read_only_rgb(clip):
    source = open_video(clip)
    pixels = source.read().pixels
    source.close()
    assert (pixels.shape, pixels.dtype) == ((48, 64, 3), np.uint8)
    assert not pixels.flags.writeable


def test_an_odd_width_is_kept(tmp_path):
    path = write_clip(tmp_path / "odd.mkv", frames=3, codec="ffv1", b_frames=0, size=(45, 67))
    source = open_video(path)
    pixels = source.read().pixels
    source.close()
    assert pixels.shape == (45, 67, 3)
    assert number_in(pixels) == 0


def test_a_turned_clip_is_shown_upright(tmp_path):
    source = open_video(write_clip(tmp_path / "turned.mp4", frames=3, rotation=90))
    source.seek_frame(1)
    pixels = source.read().pixels
    source.close()
    assert pixels.shape == (64, 48, 3)
    assert number_in(np.rot90(pixels, -1)) == 1


def test_a_frame_seen_before_comes_from_memory(clip):
    source = open_video(clip)
    source.seek_frame(30)
    first = source.read()
    source.seek_frame(30)
    again = source.read()
    source.close()
    assert again is first


def test_a_reader_beside_it_goes_its_own_way(any_clip):
    source = open_video(any_clip)
    beside = source.aside()
    asked = random.Random(2).sample(range(FRAMES), 12)
    times_s = [read_at(source, index).time_s for index in asked]
    source.seek_frame(12)
    ways = [list(beside.approach(time_s)) for time_s in times_s]
    assert [number_in(way[-1].pixels) for way in ways] == asked
    assert number_in(source.read().pixels) == 12
    beside.close()
    assert number_in(source.read().pixels) == 13
    source.close()


def test_on_the_way_to_a_far_frame_stands_one_that_is_had_at_once(clip):
    source = open_video(clip)
    beside = source.aside()
    first, *between, last = beside.approach(31 / 30)
    assert (first.index, number_in(first.pixels)) == (20, 20)  # where decoding can begin
    assert between == [None] * 10
    assert (last.index, number_in(last.pixels)) == (31, 31)
    beside.close()
    source.close()


def test_a_reader_that_turns_away_on_the_way_loses_no_frame(clip):
    source = open_video(clip)
    beside = source.aside()
    for _ in zip(range(3), beside.approach(31 / 30), strict=False):
        """Three frames on, it is wanted elsewhere."""
    numbers = [number_in(list(beside.approach(index / 30))[-1].pixels) for index in (30, 24, 31)]
    assert numbers == [30, 24, 31]
    beside.close()
    source.close()


def test_a_file_that_was_replaced_is_not_read_beside_the_one_that_is_open(tmp_path):
    path = write_clip(tmp_path / "clip.mp4")
    source = open_video(path)
    write_clip(tmp_path / "other.mp4", frames=20).replace(path)
    with pytest.raises(SourceError, match="cannot be read any more"):
        source.aside()
    source.close()


def test_a_clip_cut_short_plays_as_far_as_it_goes(tmp_path):
    path = write_clip(tmp_path / "whole.mkv")
    half = path.read_bytes()[: path.stat().st_size // 2]
    source = VideoFile(partial(BytesIO, half), "half.mkv")
    numbers = [number_in(frame.pixels) for frame in read_all(source)]
    source.close()
    assert 5 < len(numbers) < FRAMES
    assert numbers == list(range(len(numbers)))


def test_text_named_like_a_video_is_refused_in_a_sentence(tmp_path):
    path = tmp_path / "clip.mp4"
    path.write_text("These are words, not pictures.\n" * 100)
    with pytest.raises(SourceError) as refused:
        open_video(path)
    assert str(refused.value) == (
        "clip.mp4 is not a video that Fetalens can read. Choose another file."
    )


@pytest.mark.parametrize(
    "text",
    [
        "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2.0,\nfile://{clip}\n#EXT-X-ENDLIST\n",
        "ffconcat version 1.0\nfile {clip}\n",
        "",
    ],
    ids=["hls", "concat", "empty"],
)
def test_a_file_that_leads_to_another_file_is_refused(tmp_path, clip, text):
    path = tmp_path / "list.mp4"
    path.write_text(text.format(clip=clip))
    with pytest.raises(SourceError, match=r"list\.mp4 is not a video"):
        open_video(path)


def test_a_video_file_without_pictures_is_refused(tmp_path):
    path = tmp_path / "sound.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=8000, layout="mono")
        silence = av.AudioFrame.from_ndarray(
            np.zeros((1, 8000), np.int16), format="s16", layout="mono"
        )
        silence.sample_rate = 8000
        container.mux(stream.encode(silence))
    with pytest.raises(SourceError, match=r"sound\.mkv has no moving pictures in it\."):
        open_video(path)


@pytest.mark.parametrize("name", ["h264.mp4", "h264.mkv", "h264.ts", "h264-b-frames.avi"])
def test_a_damaged_file_ends_in_frames_or_in_a_sentence(tmp_path, name):
    whole = write_clip(tmp_path / name).read_bytes()
    chance = random.Random(name)
    outcomes = [outcome_of(damaged(whole, chance)) for _ in range(30)]
    assert set(outcomes) <= {"frames", "sentence"}


def damaged(whole, chance):
    """The file with twenty bytes overwritten, the first few in the header."""
    broken = bytearray(whole)
    for place in chance.sample(range(600), 3) + chance.sample(range(len(whole)), 17):
        broken[place] = chance.randrange(256)
    return bytes(broken)


def outcome_of(content):
    try:
        source = VideoFile(partial(BytesIO, content), "damaged")
    except SourceError:
        return "sentence"
    try:
        read_all(source)
        source.seek_frame(source.frame_count // 2)
        source.read()
    except SourceError:
        return "sentence"
    finally:
        source.close()
    return "frames"


@pytest.mark.parametrize(
    ("name", "frames", "duration_s"),
    [
        ("nt_stills_walk.mp4", 240, 16.0),
        ("phantom_eye_butterfly.mp4", 370, 29.21),
        ("pocus_cardiac_banner.mp4", 180, 6.0),
        ("pocus_fast_philips.avi", 273, 11.0),
        ("pocus_ruq_gallbladder.mp4", 201, 10.05),
    ],
)
def test_a_real_loop_plays_to_its_end(real_data, name, frames, duration_s):
    source = open_video(real_data / "cine" / name)
    played = read_all(source)
    source.close()
    assert len(played) == source.frame_count == frames
    assert source.duration_s == pytest.approx(duration_s, abs=0.05)


def aspect_of(path):
    with closing(open_video(path)) as source:
        return source.read().pixel_aspect


def test_a_video_says_the_shape_of_its_pixels_also_when_it_is_turned(tmp_path):
    broad = Fraction(4, 3)
    assert aspect_of(write_clip(tmp_path / "broad.mp4", 3, aspect=broad)) == pytest.approx(4 / 3)
    turned = write_clip(tmp_path / "turned.mp4", 3, aspect=broad, rotation=90)
    assert aspect_of(turned) == pytest.approx(3 / 4)


def test_a_video_that_says_nothing_of_its_pixels_leaves_them_open(tmp_path):
    assert aspect_of(write_clip(tmp_path / "plain.mkv", 3, "mjpeg", b_frames=0)) is None
