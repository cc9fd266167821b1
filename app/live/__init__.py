"""One source at work: frames flow from its capture thread to the display and the analysis."""

from app.live.analysis import FrameAnalyzer
from app.live.cine import CineBuffer
from app.live.cine_frame import CineFrame
from app.live.glance import Glance
from app.live.mailbox import Mailbox
from app.live.playback import PlaybackState
from app.live.priority import stand_back, standing_back
from app.live.seen import Seen
from app.live.session import Session, SessionHealth

__all__ = [
    "CineBuffer",
    "CineFrame",
    "FrameAnalyzer",
    "Glance",
    "Mailbox",
    "PlaybackState",
    "Seen",
    "Session",
    "SessionHealth",
    "stand_back",
    "standing_back",
]
