"""Watches that every error which the package raises is of one kind, and so has one code."""

from __future__ import annotations

import re
import sys

import pytest

from convanim.errors import ConfigError, ConvanimError
from convanim.errors.codes import codes_of

OF_TESTS = ("leans too far", "the sketch does not like it")
"""Messages of plug-ins that tests bring along."""

REST = re.compile(r"(.*: )?and \d+ more")
"""Stands for messages that are left out."""


@pytest.fixture(scope="session")
def messages():
    """Collect what errors say from now on, those that tests make themselves left out."""
    found = []
    init = ConvanimError.__init__

    def watched(self, *given, **named):
        init(self, *given, **named)
        makers = _callers()
        if makers and makers[0].startswith("convanim."):
            found.extend(_messages(self))

    ConvanimError.__init__ = watched
    yield found
    del ConvanimError.__init__


@pytest.fixture(autouse=True)
def every_error_has_a_code(messages):
    """Fail a test in which the package raised an error without a code, or with several."""
    messages.clear()
    yield
    own = {each for each in messages if each and not REST.fullmatch(each)} - {*OF_TESTS}
    odd = {each: codes for each in own if len(codes := list(codes_of(each))) != 1}
    assert not odd, "each message has one pattern in convanim/errors/catalogue.toml"


def _messages(error):
    if isinstance(error, ConfigError):
        return [report.message for report in getattr(error, "reports", ())]
    return [str(error)]


def _callers():
    """Return the modules that have made an error, the innermost first, without its classes."""
    frame, names = sys._getframe(2), []
    while frame is not None and len(names) < 3:
        name = frame.f_globals.get("__name__", "")
        if name not in ("convanim.errors", __name__):
            names.append(name)
        frame = frame.f_back
    return names
