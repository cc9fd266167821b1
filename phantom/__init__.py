"""The digital fetus: pictures and cine loops with exact ground truth, from a seed."""

from phantom.cine import EXAMINATION, Step, render_cine
from phantom.dataset import generate_dataset
from phantom.demo import make_demo
from phantom.errors import PhantomError
from phantom.image import PhantomImage
from phantom.observe import Instance
from phantom.sample import sample_image

__all__ = [
    "EXAMINATION",
    "Instance",
    "PhantomError",
    "PhantomImage",
    "Step",
    "generate_dataset",
    "make_demo",
    "render_cine",
    "sample_image",
]
