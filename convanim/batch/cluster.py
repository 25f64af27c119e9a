"""Runs jobs on a dask cluster."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

TIMEOUT = "10s"


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Provide the executor of a dask cluster; its workers need access to the folder of the run.

    Parameters
    ----------
    address : str
        The address of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    ConvanimError
        dask is not installed, or the scheduler does not answer.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ConvanimError(
            "a cluster requires dask; run pip install 'convanim[dask]' on this machine and on "
            "the workers"
        ) from None
    try:
        client = Client(address, timeout=TIMEOUT)
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise ConvanimError(f"no dask scheduler at {address}: {reason}") from error
    with client, client.get_executor() as executor:
        yield executor
