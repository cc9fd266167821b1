"""The digital fetus: pictures and cine loops with exact ground truth, from a seed."""

from phantom.cine import Cine, CineFrame
from phantom.dataset import generate_dataset
from phantom.demo import EXAMINATION, make_demo, practice_patient
from phantom.errors import PhantomError
from phantom.film import write_film
from phantom.image import PhantomImage
from phantom.observe import Instance
from phantom.patients import Patient, patient_of_seed, sample_patient
from phantom.sample import sample_image
from phantom.scripts import Script, Step, script_named

__all__ = [
    "EXAMINATION",
    "Cine",
    "CineFrame",
    "Instance",
    "Patient",
    "PhantomError",
    "PhantomImage",
    "Script",
    "Step",
    "generate_dataset",
    "make_demo",
    "patient_of_seed",
    "practice_patient",
    "sample_image",
    "sample_patient",
    "script_named",
    "write_film",
]
