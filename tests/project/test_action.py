"""The GitHub action's scripts, run as its runner does, and the hooks for other repositories."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).parents[2]
ACTION = ROOT / ".github/actions/gallery"

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the action is for Linux and macOS")


def loaded(path):
    return YAML(typ="safe").load(path.read_text(encoding="utf-8"))


@pytest.fixture
def step(tmp_path):
    """Run the drawing step in a repository with one config; return status, output and summary."""
    runner, work = tmp_path / "runner", tmp_path / "work"
    (runner / "convanim/bin").mkdir(parents=True)
    command = runner / "convanim/bin/convanim"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m convanim "$@"\n')
    command.chmod(0o755)
    (work / "configs").mkdir(parents=True)
    (work / "configs/one.yaml").write_text("i: 4\nk: 3\n")

    def run(**inputs):
        summary = tmp_path / "summary.md"
        summary.write_text("")
        told = loaded(ACTION / "action.yml")["inputs"]
        env = {
            "PATHS": told["path"]["default"],
            "OUT": told["out"]["default"],
            "FORMATS": told["format"]["default"],
            "CHECK": told["check"]["default"],
            **inputs,
        }
        done = subprocess.run(
            [ACTION / "gallery.sh"],
            cwd=work,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "RUNNER_TEMP": str(runner),
                "GITHUB_STEP_SUMMARY": str(summary),
                **env,
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.stderr == ""
        return done.returncode, done.stdout, summary.read_text()

    run.work, run.runner = work, runner
    return run


def test_it_draws_and_reports(step):
    status, told, summary = step()
    assert (status, told) == (0, "")
    assert summary.startswith("## convanim gallery\n\nFiles written: 10\n\n")
    assert "\n    gallery/one.png\n" in summary
    assert (step.work / "gallery/index.html").exists()
    assert list((step.runner / "convanim-cache").rglob("entry.json"))


def test_it_checks(step):
    step()
    assert step(CHECK="true") == (0, "", "## convanim gallery\n\nEverything is up to date.\n\n\n\n")
    (step.work / "configs/one.yaml").write_text("i: 4\nk: 3\ns: 1\np: 1\n")
    before = sorted(step.work.rglob("*"))
    status, told, summary = step(CHECK="true")
    assert status == 1
    assert "::error file=configs/one.yaml::gallery/one.png: config changed" in told
    assert "\nFailed with exit status 1.\n\n    gallery/one.svg: config changed" in summary
    assert "\n    +++ " in summary
    assert sorted(step.work.rglob("*")) == before


def test_faults_are_annotations_and_stand_in_the_summary(step):
    (step.work / "configs/one.yaml").write_text("i: 4\nk: 9\nname: '<b>%'\n")
    status, told, summary = step()
    assert status == 1
    assert "::error file=configs/one.yaml,line=2,col=4::kernel does not fit" in told
    assert "\n    configs/one.yaml:2:4: kernel does not fit: kernel 9" in summary
    assert "<b>%" in summary
    assert "%25" not in summary
    assert all(line[:4] == "    " for line in summary.splitlines() if "<b>" in line)


def test_formats_make_it_render(step):
    status, _, summary = step(FORMATS="txt\npdf\n", OUT="figures")
    assert status == 0
    assert summary == (
        "## convanim render\n\nFiles written: 2\n\n\n    figures/one.txt\n    figures/one.pdf\n\n"
    )


def test_inputs_are_data(step):
    """Any text in an input is only the name of a path, a folder or a format."""
    harm = "$(touch harmed); touch harmed #`touch harmed`"
    for name in ("PATHS", "OUT", "FORMATS"):
        step(**{name: f"{harm}\n--version"})
    assert not list(step.work.rglob("harmed"))
    (step.work / "a b").mkdir()
    (step.work / "a b/two.yaml").write_text("i: 4\nk: 3\n")
    status, _, summary = step(PATHS="configs\na b\n", OUT="-out", FORMATS="txt")
    assert status == 0
    assert "    -out/two.txt\n" in summary
    status, told, _ = step(CHECK="yes")
    assert (status, told) == (2, "::error::the input check must be true or false\n")


def test_what_was_kept_long_ago_goes(step):
    step()
    kept = next((step.runner / "convanim-cache").glob("*/*"))
    os.utime(kept, (1e9, 1e9))
    step()
    assert not kept.exists()


@pytest.mark.parametrize(
    "version", ["-r x", "1.0 --pre", "1.0; touch harmed", "@ file:///x", ">=1"]
)
def test_a_version_is_nothing_else(tmp_path, version):
    done = subprocess.run(
        [ACTION / "install.sh"],
        cwd=tmp_path,
        env={
            "PATH": os.environ["PATH"],
            "GITHUB_ACTION_PATH": str(ACTION),
            "RUNNER_TEMP": str(tmp_path),
            "PYTHON": "false",
            "VERSION": version,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == "::error::the input version must be a version such as 0.1.0\n"
    assert not list(tmp_path.iterdir())


def steps():
    for path in sorted((ROOT / ".github").rglob("*.yml")):
        file = loaded(path)
        jobs = file.get("jobs", {"action": file.get("runs", {})})
        for job in jobs.values():
            for each in job["steps"]:
                yield path.name, each


def test_no_expression_stands_in_a_script():
    assert not [(place, each) for place, each in steps() if "${{" in each.get("run", "")]


def test_actions_of_others_are_named_by_their_commit():
    used = [each["uses"] for _, each in steps() if not each.get("uses", "$/").startswith("$/")]
    assert len(used) >= 3
    for each in used:
        _, _, commit = each.partition("@")
        assert len(commit) == 40
        assert set(commit) <= set("0123456789abcdef")


def test_the_hooks_are_commands_that_exist(tmp_path):
    """Each passes in a valid repository and fails in an invalid one."""
    (tmp_path / "configs").mkdir()
    config = tmp_path / "configs/one.yaml"
    config.write_text("i: 4\nk: 3\n")

    def run(*words):
        return subprocess.run(
            [sys.executable, "-m", *words],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=False,
        )

    run("convanim", "gallery")
    hooks = {each["id"]: each for each in loaded(ROOT / ".pre-commit-hooks.yaml")}
    assert set(hooks) == {"convanim-gallery", "convanim-validate"}

    def status(hook):
        files = () if hook.get("pass_filenames") is False else ("configs/one.yaml",)
        return run(*shlex.split(hook["entry"]), *files).returncode

    assert {name: status(hook) for name, hook in hooks.items()} == dict.fromkeys(hooks, 0)
    config.write_text("i: 4\nk: 9\n")
    assert {name: status(hook) for name, hook in hooks.items()} == dict.fromkeys(hooks, 1)
