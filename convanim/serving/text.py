"""Draws a config that is given as text; it needs neither numpy nor matplotlib, as in a browser."""

from __future__ import annotations

import io
import json
from functools import partial

from convanim import config
from convanim.backends._book.plain import book
from convanim.serving.state import state

NAME = "config.yaml"
"""What errors call the text."""


def drawn(text: str, number: int, values: str) -> str:
    """Return the state of a config as JSON; see :func:`convanim.serving.state.state`.

    Parameters
    ----------
    text : str
        The config.
    number : int
        Which of its figures, from 0.
    values : str
        Numbers in place of those of the config, by the names of their knobs, as JSON.
    """
    read = partial(config.read_stream, io.BytesIO(text.encode()), NAME)
    found = state(read, number, json.loads(values), book)
    return json.dumps({"config": NAME, "text": text, **found}, allow_nan=False)
