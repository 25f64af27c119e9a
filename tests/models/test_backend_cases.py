"""The standard's own test cases: values as it gives them, or a refusal that says why."""

from __future__ import annotations

import warnings
from functools import cache

import numpy as np
import pytest

import convanim
from tests.models.test_onnx import onnx, outputs

OPERATORS = {
    "AveragePool": 17,
    "Col2Im": 5,
    "Conv": 6,
    "ConvTranspose": 11,
    "DepthToSpace": 2,
    "GlobalAveragePool": 2,
    "GlobalMaxPool": 2,
    "LpPool": 6,
    "MaxPool": 17,
    "Resize": 6,
    "SpaceToDepth": 4,
    "Upsample": 1,
}
"""For each operator how many cases must be drawn, so that none passes for being refused."""

REFUSED = (
    "is not a scale by a whole number",
    "is not drawn; only nearest, and linear",
    "copies units unevenly",
    "a window could lie in the padding alone",
    "than 100000 values",
)


@cache
def cases():
    """All cases of one node, by their operators."""
    from onnx.backend.test.case.node import collect_testcases

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        every = collect_testcases(None)
    found = {}
    for case in every:
        if case.model is not None and len(case.model.graph.node) == 1:
            found.setdefault(case.model.graph.node[0].op_type, []).append(case)
    return found


def drawn(case, path):
    """Return the values that convanim gives for the first input of a batch."""
    model, ((x, *weights), _) = case.model, case.data_sets[0]
    for given, array in zip(model.graph.input[1:], weights, strict=True):
        model.graph.initializer.append(onnx.numpy_helper.from_array(np.asarray(array), given.name))
    path.write_bytes(model.SerializeToString())
    found = convanim.from_onnx(path)
    figure = found.figure(found.layers[0].name, excerpt=False, values={"input": x[0].tolist()})
    return outputs(figure)


@pytest.mark.parametrize("op", OPERATORS)
def test_the_cases_of_the_standard(tmp_path, op):
    count, reasons = 0, {}
    for case in cases()[op]:
        try:
            made = drawn(case, tmp_path / "m.onnx")
        except convanim.ConvanimError as refused:
            reasons[case.name] = str(refused)
            continue
        expected = np.asarray(case.data_sets[0][1][0])[0]
        assert made.shape == expected.shape, case.name
        assert np.allclose(made, expected, atol=1e-4), case.name
        count += 1
    assert count >= OPERATORS[op]
    assert not [each for each in reasons.items() if not any(known in each[1] for known in REFUSED)]
