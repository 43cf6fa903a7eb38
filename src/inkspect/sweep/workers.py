"""Where a sweep's runs are computed: this machine's cores, or the workers of a Dask or Ray cluster, through joblib."""

import importlib.util
import logging
import os
import signal
import socket
import warnings
from collections.abc import Callable, Generator, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

import joblib

from inkspect.system.errors import InkspectError
from inkspect.system.processes import live_with_the_parent

Task = TypeVar("Task")
Data = TypeVar("Data")
Answer = TypeVar("Answer")

SECONDS_TO_REACH_A_CLUSTER = 15


class Backend(StrEnum):
    """What runs the trainings."""

    LOCAL = "local"
    DASK = "dask"
    RAY = "ray"


@dataclass(frozen=True)
class Workers(Generic[Data]):
    """Processes that compute answers to tasks, all from the same data.

    Attributes:
        data: what they all compute from; sent to each worker once where the backend can do that.
        threads: on how many threads a task should compute.
        in_waves: whether the backend gives all answers together or none, as Ray's does.
    """

    data: Data
    threads: int
    _count: int
    _chosen: Callable[[], AbstractContextManager[object]]
    in_waves: bool = False

    def answers(self, answer: Callable[[Data, Task], Answer], tasks: list[Task]) -> Generator[Answer, None, None]:
        """Yield the answer to each task, the first that is there first.

        Raises:
            Exception: a worker was lost, or `answer` raised it. What is not answered by then may be asked again.
        """
        with self._chosen():
            if self.in_waves:
                yield from self._answers_in_waves(answer, tasks)
                return
            parallel = joblib.Parallel(n_jobs=self._count, batch_size=1, return_as="generator_unordered")
            with warnings.catch_warnings():
                # joblib says so when it is interrupted, which whoever pressed Ctrl-C knows.
                warnings.filterwarnings("ignore", message=".*still being processed by the workers have been cancelled")
                with closing(parallel(joblib.delayed(answer)(self.data, task) for task in tasks)) as answers:
                    yield from answers

    def _answers_in_waves(self, answer: Callable[[Data, Task], Answer], tasks: list[Task]) -> Iterator[Answer]:
        """Ask for as many answers as are computed at a time."""
        wave = joblib.effective_n_jobs(self._count)
        for start in range(0, len(tasks), wave):
            parallel = joblib.Parallel(n_jobs=self._count, batch_size=1)
            yield from parallel(joblib.delayed(answer)(self.data, task) for task in tasks[start : start + wave])


@contextmanager
def workers(backend: Backend, address: str | None, jobs: int | None, data: Data) -> Iterator[Workers[Data]]:
    """Give the workers of a backend.

    Args:
        backend: where they are.
        address: a cluster's: what `dask scheduler` prints, such as tcp://10.0.0.1:8786, or for Ray what `ray start`
            prints, or "auto".
        jobs: how many tasks are computed at a time; as many as there are cores where None.
        data: what they all compute from.

    Raises:
        InkspectError: the backend is not installed, needs an address or none, or the cluster cannot be reached; or a
            number of jobs is given where the cluster decides.
    """
    if backend is not Backend.LOCAL and address is None:
        raise InkspectError(f"the {backend} backend needs the cluster's address (--address)")
    if backend is Backend.LOCAL and address is not None:
        raise InkspectError("an address is a cluster's: choose --backend dask or ray too")
    if backend is Backend.DASK and jobs is not None:
        raise InkspectError("how many trainings run at a time is up to the Dask cluster's workers: leave --jobs out")
    count = jobs or -1
    match backend:
        case Backend.LOCAL:
            cores = joblib.cpu_count()
            threads = max(1, cores // min(jobs or cores, cores))
            yield Workers(data, threads, count, _local_processes)
        case Backend.DASK:
            with _dask_client(address or "") as client:
                # Every worker gets a copy: were there one only, all tasks would be lost with the worker that has it.
                yield Workers(
                    data, 1, count, lambda: joblib.parallel_config(backend="dask", client=client, scatter=[data])
                )
        case Backend.RAY:
            with _ray_connection(address or ""):
                yield Workers(data, 1, count, lambda: joblib.parallel_config(backend="ray"), in_waves=True)


def _local_processes() -> AbstractContextManager[object]:
    chosen: AbstractContextManager[object] = joblib.parallel_config(
        backend="loky", inner_max_num_threads=1, initializer=live_with_the_parent, initargs=(os.getpid(),)
    )
    return chosen


@contextmanager
def _dask_client(address: str) -> Iterator[object]:
    _require("distributed", Backend.DASK)
    from distributed import Client

    for name in ("distributed", "distributed.client"):
        logging.getLogger(name).setLevel(logging.CRITICAL)  # what is lost is told here, once
    try:
        client = Client(address, timeout=SECONDS_TO_REACH_A_CLUSTER, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:  # a timeout is an OSError too
        raise InkspectError(f"no Dask scheduler answers at {address}: {_first_line(error)}") from error
    with client:
        try:
            client.wait_for_workers(1, timeout=SECONDS_TO_REACH_A_CLUSTER)
        except TimeoutError as error:
            raise InkspectError(
                f"the Dask scheduler at {address} has no workers; start some: dask worker {address}"
            ) from error
        yield client


@contextmanager
def _ray_connection(address: str) -> Iterator[None]:
    _require("ray", Backend.RAY)
    import ray
    from ray.util.joblib import register_ray

    _knock(address)
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR")
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise InkspectError(f"no Ray cluster answers at {address}: {_first_line(error)}") from error
    try:
        register_ray()
        yield
    finally:
        ray.shutdown()


def _knock(address: str) -> None:
    """Refuse a Ray address where nobody listens; Ray itself would try for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal():
        return  # "auto", or what Ray itself will refuse
    try:
        socket.create_connection((host, int(port)), SECONDS_TO_REACH_A_CLUSTER).close()
    except (OSError, OverflowError) as error:
        raise InkspectError(f"no Ray cluster answers at {address}: {_first_line(error)}") from error


def _leave_interrupts_to_the_parent() -> None:
    """Ignore Ctrl-C in a worker, which the terminal tells too: the parent ends it, and an idle one would complain."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _require(module: str, backend: Backend) -> None:
    if importlib.util.find_spec(module) is None:
        raise InkspectError(f"the {backend} backend is not installed: python -m pip install 'inkspect[{backend}]'")


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
