"""Inputs that fuzzing has found are read or refused."""

from __future__ import annotations

import pytest

from tests.fuzz.config import FOUND, read_bytes


@pytest.mark.parametrize("path", sorted(FOUND.iterdir()), ids=lambda path: path.name)
def test_found_input_is_read_or_refused(path):
    read_bytes(path.read_bytes())
