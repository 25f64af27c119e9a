"""Errors and notes as commands for GitHub's runner, literally."""

from __future__ import annotations

from pathlib import Path

import pytest

from convanim.cli.logs import LOGS
from convanim.errors import ConfigError, ConvanimError, Mark, Report
from tests.support.runs import command as run

GITHUB = LOGS["github"]
BAD = "i: 4\nk: 9\nview: isometrc\n"
KERNEL = (
    "kernel does not fit: kernel 9 is wider than i + 2p = 4; the output would be -4 x -4 [E301]"
)
VIEW = "no view 'isometrc'; did you mean 'isometric'? [E205]"


@pytest.mark.parametrize("command", ["validate", "render", "gallery"])
def test_each_fault_is_an_annotation_at_its_place(tmp_path, command):
    (tmp_path / "bad.yaml").write_text(BAD)
    done = run(tmp_path, command, "bad.yaml", "--log-format", "github", "--color", "always")
    assert done.returncode == 1
    assert done.stderr.splitlines()[:2] == [
        f"::error file=bad.yaml,line=2,col=4::{KERNEL}",
        f"::error file=bad.yaml,line=3,col=7::{VIEW}",
    ]


def test_text_is_what_is_told_unless_asked(tmp_path):
    (tmp_path / "bad.yaml").write_text(BAD)
    plain, asked = (
        run(tmp_path, "validate", "bad.yaml", *more) for more in ((), ("--log-format", "text"))
    )
    assert plain.stderr == asked.stderr
    assert plain.stderr.startswith(f"bad.yaml:2:4: {KERNEL}\n  k: 9\n     ^\n")


def test_errors_without_a_file_name_none(tmp_path):
    (tmp_path / "good.yaml").write_text("i: 4\nk: 3\n")
    options = ("--log-format", "github", "-q")
    done = run(tmp_path, "validate", "-", *options, input=BAD)
    assert done.stderr.splitlines()[1] == f"::error::-:3:7: {VIEW}"
    done = run(tmp_path, "validate", "good.yaml", "-s", "view=isometrc", *options)
    assert done.stderr.splitlines() == [f"::error::--set:1:6: {VIEW}"]


def test_a_stale_figure_is_an_error_of_its_config_and_a_note_a_notice(tmp_path):
    (tmp_path / "good.yaml").write_text("i: 4\nk: 3\n")
    options = ("good.yaml", "--log-format", "github")
    told = run(tmp_path, "render", *options, "--check").stderr
    assert told == (
        "::error file=good.yaml::good.gif: new [E505]\n::notice::run: convanim render good.yaml\n"
    )
    (tmp_path / "good.gif").mkdir()
    told = run(tmp_path, "render", *options).stderr.splitlines()
    assert told[-1] == "::error file=good.yaml::good.gif: cannot be written: Is a directory [E501]"
    (tmp_path / "good.gif").rmdir()
    run(tmp_path, "render", *options)
    assert run(tmp_path, "render", *options).stderr == "::notice::1 figure up to date\n"


def test_no_text_ends_its_command_or_begins_another(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    name = "a,line=9::b%0A:c.yaml"
    Path(name).write_text("")
    hostile = "100 %\r\n::add-mask::x"
    escaped = "100 %25\N{REPLACEMENT CHARACTER}%0A::add-mask::x"
    error = ConfigError(
        [Report(hostile, Mark(name, 1, 2, hostile)), Report(hostile, Mark("-", 1, 2, ""))]
    )
    assert GITHUB.error(error).split("\n") == [
        f"::error file=a%2Cline=9%3A%3Ab%250A%3Ac.yaml,line=1,col=2::{escaped}",
        f"::error::-:1:2: {escaped}",
    ]
    assert GITHUB.error(ConfigError([Report(hostile)])) == f"::error::{escaped}"
    assert GITHUB.error(ConvanimError(hostile)) == f"::error::{escaped}"
    assert GITHUB.note(hostile) == f"::notice::{escaped}"


def test_another_format_is_wrong_usage(tmp_path):
    done = run(tmp_path, "validate", ".", "--log-format", "gitlab")
    assert done.returncode == 2
    assert "'gitlab' is not one of 'github', 'text'" in done.stderr
