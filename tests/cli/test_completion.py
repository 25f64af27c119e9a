"""Shell completion: names of themes, formats and kinds, without slow imports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from convanim.film.writer import Writer
from convanim.plugins import registry

ROOT = Path(__file__).parents[2]
START = "runpy.run_module('convanim', run_name='__main__')"


def completed(*words, script=f"import runpy\n{START}"):
    """Return the completions of the last word."""
    env = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "_CONVANIM_COMPLETE": "bash_complete",
        "COMP_WORDS": " ".join(("convanim", *words)),
        "COMP_CWORD": str(len(words)),
    }
    return subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("render", "-t", "g"), ["grey", "guide"]),
        (("watch", "--theme", "pap"), ["paper"]),
        (("render", "-f", "p"), ["pdf", "pdf/", "png", "png/"]),
        (("list", "o"), ["operations", "overlays"]),
        (("validate", "--log-format", "g"), ["github"]),
        (("val",), ["validate"]),
    ],
)
def test_names_are_offered(words, offered):
    lines = completed(*words).stdout.splitlines()
    assert [line.partition(",")[2] for line in lines] == offered


def test_a_key_press_imports_nothing_slow():
    script = (
        f"import runpy, sys\ntry: {START}\nexcept SystemExit: pass\n"
        "print(sorted({'numpy', 'matplotlib', 'PIL', 'rich'} & {*sys.modules}))"
    )
    done = completed("render", "-t", "gu", script=script)
    assert done.stdout.splitlines() == ["plain,guide", "[]"]


def test_the_script_for_each_shell():
    for shell in ("bash", "zsh", "fish"):
        env = {"PYTHONPATH": str(ROOT), "_CONVANIM_COMPLETE": f"{shell}_source"}
        done = subprocess.run(
            [sys.executable, "-m", "convanim"],
            env={**os.environ, **env},
            capture_output=True,
            text=True,
            check=False,
        )
        assert "_CONVANIM_COMPLETE" in done.stdout
        assert f"{shell}_complete" in done.stdout


def test_help_lists_the_formats_there_are_and_imports_none_of_them():
    script = (
        f"import runpy, sys\nsys.argv[1:] = ['render', '--help']\ntry: {START}\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if name.startswith('convanim.writers.')])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    text, _, imported = done.stdout.rstrip().rpartition("\n")
    assert ", ".join(registry.scan(Writer)) in " ".join(text.split())
    assert imported == "[]"
