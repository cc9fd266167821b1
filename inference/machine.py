"""What a figure was measured on: benches and studies say it beside their numbers."""

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import torch

from inference.process import OWN_STATUS, proc_entry

PACKAGES = ("torch", "onnxruntime", "numpy", "opencv-python-headless", "av", "pyside6-essentials")
CPU_LIST = Path("/proc/cpuinfo")


@dataclass(frozen=True, slots=True)
class Machine:
    """Model names and numbers that a time is worth nothing without.

    cores    that this process may use
    gpu      None: no CUDA device
    threads  by what computes with them
    load     of the whole machine when the benchmark began, in busy cores; None if not known
    """

    system: str
    cpu: str
    cores: int
    gpu: str | None
    threads: dict[str, int]
    versions: dict[str, str]
    load: float | None


def this_machine() -> Machine:
    cores = usable_cores()
    return Machine(
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        cpu=_cpu_model(),
        cores=cores,
        gpu=torch.cuda.get_device_name() if torch.cuda.is_available() else None,
        threads={"ONNX Runtime": cores, "PyTorch": torch.get_num_threads()},
        versions={"python": platform.python_version()} | {name: version(name) for name in PACKAGES},
        load=round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None,
    )


def device_in_words() -> str:
    """What computes here, in a few words: the GPU if there is one, else the processor."""
    machine = this_machine()
    return machine.gpu or f"{machine.cpu}, {machine.cores} cores"


def usable_cores() -> int:
    if hasattr(os, "sched_getaffinity"):  # Linux
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def peak_memory_gib() -> float | None:
    """The most memory that this process has had in use so far, in 2^30 bytes.

    Of the GPU, where tensors lie on one; None where /proc does not tell.
    """
    if torch.cuda.is_available():
        return torch.cuda.max_memory_allocated() / 2**30
    kib = proc_entry(OWN_STATUS, "VmHWM")
    return int(kib.split()[0]) / 2**20 if kib else None


def _cpu_model() -> str:
    return proc_entry(CPU_LIST, "model name") or platform.processor() or platform.machine()
