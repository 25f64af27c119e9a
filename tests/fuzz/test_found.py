"""Inputs that fuzzing has found, seeds, and some changes of these are read or refused."""

from __future__ import annotations

import importlib

import pytest

from tests.fuzz.fuzzing import found, mutated

COUNTS = {"config": 60, "model": 150, "manifest": 300, "cache": 40}
"""The harnesses, each with how many changed seeds a run of the tests reads."""


@pytest.fixture(params=COUNTS)
def harness(request):
    if request.param == "model":
        pytest.importorskip("onnx", reason="onnx is not installed")
    return importlib.import_module(f"tests.fuzz.{request.param}")


def test_what_was_found_is_read_or_refused(harness):
    assert found(harness), "an empty input at least"
    for path in found(harness):
        harness.read_bytes(path.read_bytes())


def test_seeds_are_read(harness):
    for data in list(harness.seeds())[:20]:
        harness.read_bytes(data)


def test_changed_seeds_are_read_or_refused(harness):
    for data in mutated(harness, COUNTS[harness.NAME]):
        try:
            harness.read_bytes(data)
        except Exception as error:
            raise AssertionError(
                f"keep this in tests/fuzz/found/{harness.NAME}: {data!r}"
            ) from error
