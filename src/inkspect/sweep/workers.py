"""The workers that perform a sweep's runs: this machine's cores, or those of a Dask or Ray cluster, through joblib."""

import importlib.util
import logging
import os
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
    """Where training runs are performed."""

    LOCAL = "local"
    DASK = "dask"
    RAY = "ray"


@dataclass(frozen=True)
class Workers(Generic[Data]):
    """Processes that compute answers to tasks, all from the same data.

    Attributes:
        data: the data that they all compute from; sent to each worker only once if the backend can do that.
        threads: the number of threads that a task should use.
        in_waves: whether the backend returns all answers together or none, as Ray's does.
    """

    data: Data
    threads: int
    _count: int
    _chosen: Callable[[], AbstractContextManager[object]]
    in_waves: bool = False

    def answers(self, answer: Callable[[Data, Task], Answer], tasks: list[Task]) -> Generator[Answer, None, None]:
        """Yield the answer to each task, in order of completion.

        Raises:
            Exception: a worker was lost, or `answer` raised it. Unanswered tasks may be submitted again.
        """
        with self._chosen():
            if self.in_waves:
                yield from self._answers_in_waves(answer, tasks)
                return
            parallel = joblib.Parallel(n_jobs=self._count, batch_size=1, return_as="generator_unordered")
            with warnings.catch_warnings():
                # joblib warns when it is interrupted, which the user who pressed Ctrl-C knows.
                warnings.filterwarnings("ignore", message=".*still being processed by the workers have been cancelled")
                with closing(parallel(joblib.delayed(answer)(self.data, task) for task in tasks)) as answers:
                    yield from answers

    def _answers_in_waves(self, answer: Callable[[Data, Task], Answer], tasks: list[Task]) -> Iterator[Answer]:
        """Submit only as many tasks at a time as run in parallel."""
        wave = joblib.effective_n_jobs(self._count)
        for start in range(0, len(tasks), wave):
            parallel = joblib.Parallel(n_jobs=self._count, batch_size=1)
            yield from parallel(joblib.delayed(answer)(self.data, task) for task in tasks[start : start + wave])


@contextmanager
def workers(backend: Backend, address: str | None, jobs: int | None, data: Data) -> Iterator[Workers[Data]]:
    """Yield the workers of a backend.

    Args:
        backend: where they are.
        address: the cluster's address, as printed by `dask scheduler`, such as tcp://10.0.0.1:8786, or by `ray start`;
            or "auto" for Ray.
        jobs: the number of parallel tasks; one per core if None.
        data: the data that they all compute from.

    Raises:
        InkspectError: the backend is not installed, an address is missing or superfluous, the cluster cannot be
            reached, or a number of jobs is given although the cluster decides it.
    """
    if backend is not Backend.LOCAL and address is None:
        raise InkspectError(f"the {backend} backend needs the cluster's address (--address)")
    if backend is Backend.LOCAL and address is not None:
        raise InkspectError("an address needs a cluster: also choose --backend dask or ray")
    if backend is Backend.DASK and jobs is not None:
        raise InkspectError("the Dask cluster's workers decide how many runs are parallel: leave out --jobs")
    count = jobs or -1
    match backend:
        case Backend.LOCAL:
            cores = joblib.cpu_count()
            threads = max(1, cores // min(jobs or cores, cores))
            yield Workers(data, threads, count, _local_processes)
        case Backend.DASK:
            with _dask_client(address or "") as client:
                # Every worker gets a copy: with only one copy, losing its worker would lose all tasks.
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
        logging.getLogger(name).setLevel(logging.CRITICAL)  # lost workers are reported by this program, once
    try:
        client = Client(address, timeout=SECONDS_TO_REACH_A_CLUSTER, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:  # a timeout is also an OSError
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
    """Refuse a Ray address at which nothing listens; Ray itself would keep trying for minutes."""
    host, _, port = address.removeprefix("ray://").rpartition(":")
    if not host or not port.isdecimal():
        return  # "auto", or an address that Ray itself will refuse
    try:
        socket.create_connection((host, int(port)), SECONDS_TO_REACH_A_CLUSTER).close()
    except (OSError, OverflowError) as error:
        raise InkspectError(f"no Ray cluster answers at {address}: {_first_line(error)}") from error


def _require(module: str, backend: Backend) -> None:
    if importlib.util.find_spec(module) is None:
        raise InkspectError(f"the {backend} backend is not installed: python -m pip install 'inkspect[{backend}]'")


def _first_line(error: Exception) -> str:
    return (str(error) or type(error).__name__).splitlines()[0]
