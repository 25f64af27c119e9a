"""Runs jobs on a dask cluster, and says so when the cluster is not there, or no longer."""

from __future__ import annotations

import contextlib
import threading
import time
from concurrent.futures import Executor, Future, InvalidStateError
from functools import partial
from typing import TYPE_CHECKING, Any

from convanim.errors import ConvanimError, printed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 5.0
"""Seconds for which a scheduler may not answer, or may have no workers."""

TICK = 0.5
"""Seconds between two looks at the cluster."""


class LostClusterError(ConvanimError):
    """A cluster that has disappeared during a run; nothing more can be drawn on it."""


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Provide the executor of a dask cluster; its workers need access to the folder of the run.

    When the cluster is lost, what it has not finished fails with `LostClusterError`.

    Parameters
    ----------
    address : str
        The address of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    ConvanimError
        dask is not installed, the scheduler does not answer, or it has no workers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ConvanimError(
            "a cluster requires dask; run pip install 'convanim[dask]' on this machine and on "
            "the workers"
        ) from None
    if not address:
        raise ConvanimError("the address of the dask scheduler is empty")
    try:
        client = Client(address, timeout=PATIENCE)
    except Exception as error:  # whatever answers at an address may be no scheduler
        reason = str(error).partition("\n")[0] or type(error).__name__
        raise ConvanimError(f"no dask scheduler at {printed(address)}: {reason}") from error
    with client:
        _require_workers(client, address)
        executor = client.get_executor()
        try:
            with _watched(executor, client, address) as watched:
                yield watched
        finally:
            executor.shutdown(wait=False)  # what a lost cluster has not done is never done


def _require_workers(client: Any, address: str) -> None:
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except Exception as error:
        raise ConvanimError(
            f"the dask scheduler at {address} has no workers; start some with: "
            f"dask worker {address}"
        ) from error


class _Watched(Executor):
    """An executor that knows which work is not done.

    Its futures are its own, since those of dask cannot be made to fail from here.
    """

    def __init__(self, executor: Executor, address: str) -> None:
        self._executor, self._address = executor, address
        self._open: set[Future[Any]] = set()
        self._fault = ""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Submit work, which fails when the cluster is or gets lost."""
        inner = self._executor.submit(fn, *args, **kwargs)
        outer: Future[Any] = Future()
        self._open.add(outer)
        outer.add_done_callback(self._open.discard)
        outer.add_done_callback(lambda done: done.cancelled() and inner.cancel())
        inner.add_done_callback(partial(self._pass_on, outer))
        if self._fault:
            self.fail(self._fault)
        return outer

    def _pass_on(self, outer: Future[Any], inner: Future[Any]) -> None:
        """Let one future end as another one has, unless it has ended before."""
        with contextlib.suppress(InvalidStateError):
            if inner.cancelled():  # by dask, when its scheduler has ended
                outer.set_exception(self._lost("has ended"))
            elif error := inner.exception():
                outer.set_exception(error)
            else:
                outer.set_result(inner.result())

    def _lost(self, fault: str) -> LostClusterError:
        return LostClusterError(f"the dask scheduler at {self._address} {fault}")

    def fail(self, fault: str) -> None:
        """Let all work that is not done fail, for what is wrong with the cluster."""
        self._fault = fault
        for future in tuple(self._open):
            with contextlib.suppress(InvalidStateError):
                future.set_exception(self._lost(fault))


@contextlib.contextmanager
def _watched(executor: Executor, client: Any, address: str) -> Iterator[Executor]:
    """Provide an executor whose work fails when the cluster has been lost for too long."""
    watched, is_over = _Watched(executor, address), threading.Event()

    def watch() -> None:
        seen = time.monotonic()
        while not is_over.wait(TICK):
            fault = _fault(client)
            if not fault:
                seen = time.monotonic()
            elif time.monotonic() - seen > PATIENCE:
                watched.fail(fault)
                return

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    try:
        yield watched
    finally:
        is_over.set()
        thread.join(PATIENCE)


def _fault(client: Any) -> str:
    """Return what is wrong with a cluster; empty if nothing is."""
    if client.status != "running":
        return "has ended"
    try:
        return "" if client.nthreads() else "has lost its workers"
    except Exception:
        return "does not answer"
