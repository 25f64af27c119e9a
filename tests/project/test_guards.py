"""The scripts that the workflows run: the guard of speed, and the changes of the mutation test."""

from __future__ import annotations

import ast

from tests import mutation
from tests.benchmarks import guard


def test_only_what_is_slow_in_every_round_fails():
    assert guard.verdict([1.2, 1.16, 1.3])
    assert not guard.verdict([1.2, 1.15, 1.3])
    assert not guard.verdict([0.9, 1.0, 1.1])


def test_base_and_change_run_in_turn(monkeypatch):
    order = []

    def seconds(tree, command, folder):
        order.append(tree)
        return 2.0 if tree == "change" else 1.0

    monkeypatch.setattr(guard, "seconds", seconds)
    assert guard.ratio("base", "change", [], "", pairs=2) == 2.0
    assert order == ["change", "base", "base", "change"]


def test_the_guard_passes_and_fails_by_its_exit_status(monkeypatch, capsys, tmp_path):
    for slow, status in ((1.0, 0), (1.5, 1)):
        monkeypatch.setattr(
            guard, "seconds", lambda tree, *_, slow=slow: slow if tree.name == "change" else 1.0
        )
        assert guard.main(tmp_path / "base", tmp_path / "change") == status
        assert ("slower" in capsys.readouterr().out) is bool(status)


CODE = """
def size(i: int, k: int = 1) -> int:
    '''Return a size.'''
    if not i > 0 and k:
        return i - k if k else 7
    return False
"""


def test_each_mutant_has_one_change_and_is_valid():
    tree = ast.parse(CODE)
    made = [mutation.mutant(tree, place) for place in mutation.places(tree)]
    assert sorted(change for _, _, change in made) == [
        "0 -> 1",
        "1 -> 2",
        "7 -> 8",
        "False -> True",
        "i - k -> i + k",
        "i - k if k else 7 -> 7 if k else i - k",
        "i > 0 -> i >= 0",
        "not i > 0 -> not not i > 0",
        "not i > 0 and k -> not i > 0 or k",
    ]
    sound = ast.unparse(tree)
    for text, line, _ in made:
        ast.parse(text)
        assert text != sound
        assert 2 <= line <= 6


def test_every_folder_that_is_changed_exists_with_its_tests():
    for folder, tests in mutation.TESTS.items():
        assert mutation.candidates([folder])
        assert all((mutation.ROOT / each).exists() for each in tests)
