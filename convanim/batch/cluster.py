"""Processes on other machines, through dask."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Executor

PATIENCE = "10s"


@contextlib.contextmanager
def cluster(address: str) -> Iterator[Executor]:
    """Give the executor of a dask cluster; every worker must see the folder of the run.

    Parameters
    ----------
    address : str
        Of the scheduler, such as ``tcp://10.0.0.1:8786``.

    Raises
    ------
    ConvanimError
        dask is not installed, or no scheduler answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise ConvanimError(
            "a cluster needs dask: pip install 'convanim[dask]', here and on the workers"
        ) from None
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise ConvanimError(f"no dask scheduler answers at {address}: {reason}") from error
    with client, client.get_executor() as executor:
        yield executor
