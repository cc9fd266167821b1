"""Spreads the trials of a study over the machines of a Ray cluster."""

import logging
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar
from urllib.parse import urlsplit

from inference.errors import needs_extra
from training.dataset import DatasetError

Job = TypeVar("Job")
Result = TypeVar("Result")
Shared = TypeVar("Shared")

HERE = "local"  # as an address: a cluster of this machine alone, which ends with the study
KNOCK_S = 10.0


def over_ray(
    work: Callable[[Job, Shared], Result], jobs: Sequence[Job], shared: Shared, address: str
) -> Iterator[Result]:
    """The results of `work(job, shared)` as they come, one job at a time on each free core or GPU.

    address  of a running cluster, or HERE
    Raises what `work` raises, and DatasetError where no cluster answers.
    """
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is told to anybody outside
    with needs_extra("cluster"):
        import ray
        from ray.exceptions import RayTaskError
    try:
        _knock(address)
        ray.init(address, log_to_driver=False, logging_level=logging.WARNING)
    except (OSError, ValueError) as error:
        raise DatasetError(
            f"No Ray cluster answers at {address}. Start one there with ray start --head, or give "
            f"--ray {HERE}."
        ) from error
    try:
        has_gpu = ray.cluster_resources().get("GPU")  # type: ignore[no-untyped-call]
        task = ray.remote(work).options(num_cpus=1, num_gpus=1 if has_gpu else 0)
        everywhere = ray.put(shared)
        waiting = [task.remote(job, everywhere) for job in jobs]
        while waiting:
            done, waiting = ray.wait(waiting)
            yield ray.get(done[0])
    except RayTaskError as error:
        raise error.cause from error
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Raise OSError at once where nobody listens, for which Ray itself waits many minutes."""
    place = urlsplit(address if "://" in address else f"//{address}")
    if place.hostname and place.port:
        socket.create_connection((place.hostname, place.port), timeout=KNOCK_S).close()
