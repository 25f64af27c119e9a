"""Changes the arithmetic at random, and lists the changes that no test notices.

``python -m tests.mutation --sample 40 --seed 1 [--only arithmetic]``. Each mutant differs in one
operator, number or condition. It is tested in a copy of the repository, by the tests of its folder
first, then by those that draw every figure, and those of the messages about faults. The exit status
is 1 when fewer of the mutants are noticed than ``SCORE`` asks for, and 2 when tests fail without a
change, so that they say nothing.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SCORE = 0.85
SECONDS = 300
"""After which a mutant counts as noticed: it runs forever."""

GOLDENS = "tests/project/test_goldens.py"
MESSAGES = sorted(
    path.relative_to(ROOT).as_posix() for path in ROOT.glob("tests/config/*faults.py")
)
LATER = (GOLDENS, *MESSAGES)
"""What draws every figure, and what holds for the messages about faults."""

TESTS = {
    "arithmetic": ["tests/arithmetic", "tests/explain", "tests/sweep", "tests/operations", *LATER],
    "sweep": ["tests/sweep", "tests/operations", "tests/overlays", GOLDENS],
    "operations": [
        "tests/operations",
        "tests/arithmetic",
        "tests/frameworks",
        "tests/sweep",
        *LATER,
    ],
    "layers": ["tests/layers", "tests/operations", "tests/frameworks", "tests/explain", *LATER],
    "layout": [
        "tests/layout",
        "tests/views",
        "tests/overlays",
        "tests/config/test_excerpt.py",
        GOLDENS,
    ],
}
"""The folders that are changed, each with the tests that should notice."""

OPTIONS = ("strict", "slots", "frozen", "kw_only", "init", "compare", "repr", "maxsize")
"""Arguments that change no result."""

SWAPS = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


def places(tree):
    """Return the nodes of a module that can be changed, by their index in a walk.

    Annotations, the conditions of imports, and options of Python that change no result, such as
    ``strict`` of ``zip``, are no arithmetic.
    """
    skipped = set()
    for node in ast.walk(tree):
        hints = [getattr(node, name, None) for name in ("annotation", "returns")]
        if isinstance(node, ast.keyword) and node.arg in OPTIONS:
            hints.append(node)
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            hints.append(node)
        skipped |= {id(each) for hint in hints if hint for each in ast.walk(hint)}
    return [n for n, node in enumerate(ast.walk(tree)) if id(node) not in skipped and _fits(node)]


def _fits(node):
    if isinstance(node, ast.BinOp | ast.BoolOp):
        return type(node.op) in SWAPS and not isinstance(getattr(node, "left", None), ast.JoinedStr)
    if isinstance(node, ast.Compare):
        return type(node.ops[0]) in SWAPS
    if isinstance(node, ast.Constant):
        return type(node.value) in (int, bool)
    return isinstance(node, ast.IfExp) or (
        isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not)
    )


def mutant(tree, place):
    """Return the text of a module with one node changed, its line, and what was changed."""
    tree = copy.deepcopy(tree)
    node = list(ast.walk(tree))[place]
    before = ast.unparse(node)
    if isinstance(node, ast.BinOp | ast.BoolOp):
        node.op = SWAPS[type(node.op)]()
    elif isinstance(node, ast.Compare):
        node.ops[0] = SWAPS[type(node.ops[0])]()
    elif isinstance(node, ast.Constant):
        node.value = not node.value if isinstance(node.value, bool) else node.value + 1
    elif isinstance(node, ast.IfExp):
        node.body, node.orelse = node.orelse, node.body
    else:
        node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)
    return ast.unparse(tree), node.lineno, f"{before} -> {ast.unparse(node)}"


def candidates(only):
    """Return every module and place that can be changed."""
    found = []
    for folder in TESTS:
        for path in sorted((ROOT / "convanim" / folder).rglob("*.py")):
            name = path.relative_to(ROOT / "convanim").as_posix()
            if name.startswith(tuple(only)):
                tree = ast.parse(path.read_text(encoding="utf-8"))
                found += [(name, tree, place) for place in places(tree)]
    return found


def is_noticed(copy_of_root, name):
    """Return whether tests fail in a copy of the repository."""
    for tests in TESTS[name.partition("/")[0]]:
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-n0",
            "-x",
            "-q",
            "-p",
            "no:cacheprovider",
            tests,
        ]
        environment = {**os.environ, "PYTHONPATH": str(copy_of_root)}
        try:
            done = subprocess.run(
                command,
                cwd=copy_of_root,
                env=environment,
                capture_output=True,
                timeout=SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return True
        if done.returncode:
            return True
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sample", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", action="append", default=[])
    given = parser.parse_args()
    found = candidates(given.only or [""])
    chosen = random.Random(given.seed).sample(found, min(given.sample, len(found)))
    survivors = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in ("convanim", "tests", "configs", "pyproject.toml"):
            place = Path(folder, name)
            if (ROOT / name).is_dir():
                shutil.copytree(ROOT / name, place, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(ROOT / name, place)
        for part in sorted({name.partition("/")[0] for name, _, _ in chosen}):
            if is_noticed(folder, part):
                print(f"the tests of {part} fail without a change")
                return 2
        for name, tree, place in chosen:
            path = Path(folder, "convanim", name)
            sound = path.read_bytes()
            text, line, change = mutant(tree, place)
            path.write_text(text, encoding="utf-8")
            if not is_noticed(folder, name):
                survivors += 1
                print(f"- `{name}:{line}`: `{change}`", flush=True)
            path.write_bytes(sound)
    noticed = len(chosen) - survivors
    print(f"\n{noticed} of {len(chosen)} mutants noticed, of {len(found)} possible ones")
    return 0 if noticed >= SCORE * len(chosen) else 1


if __name__ == "__main__":
    sys.exit(main())
