"""A conflict in the manifest is resolved by one command, which draws only what matches no side."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from convanim.batch.records.conflicts import has_conflict, sides
from tests.support.runs import command

MERGED = "a\n<<<<<<< HEAD\nb\n||||||| base\nc\n=======\nd\n>>>>>>> other\ne\n"


def test_both_sides_of_a_text():
    assert has_conflict(MERGED)
    assert sides(MERGED) == ("a\nb\ne\n", "a\nd\ne\n")
    assert sides(MERGED.replace("\n", "\r\n")) == ("a\r\nb\r\ne\r\n", "a\r\nd\r\ne\r\n")
    assert not has_conflict("a\n=======\n")
    assert sides("a\nb\n") == ("a\nb\n", "a\nb\n")


@pytest.mark.skipif(not shutil.which("git"), reason="needs git")
def test_a_conflict_in_the_manifest_is_resolved_by_one_command(tmp_path):
    def git(*words, status=0):
        line = ["git", "-c", "user.name=a", "-c", "user.email=a@b", *words]
        done = subprocess.run(line, cwd=tmp_path, check=False, capture_output=True, text=True)
        assert done.returncode == status, done.stdout + done.stderr

    def config(name, keys):
        (tmp_path / f"{name}.yaml").write_text(f"{keys}\noutputs: [txt]\n")

    def render():
        return command(tmp_path, "render", ".", "-o", "out")

    def commit(message):
        render()
        git("add", "-A")
        git("commit", "-qm", message)

    git("init", "-qb", "main")
    for name in "abc":
        config(name, "i: 4\nk: 3")
    commit("first")
    git("checkout", "-qb", "other")
    config("a", "i: 5\nk: 3")
    config("d", "i: 6\nk: 3")
    commit("other")
    git("checkout", "-q", "main")
    config("b", "i: 5\nk: 3")
    config("e", "i: 7\nk: 3")
    commit("main")
    git("merge", "-q", "other", status=1)
    manifest = tmp_path / "out/manifest.json"
    assert has_conflict(manifest.read_text())

    done = command(tmp_path, "render", ".", "-o", "out", "--check")
    assert done.returncode == 1
    assert "out/manifest.json: has a merge conflict [E110]\nrun: convanim render" in done.stderr
    done = render()
    assert (done.returncode, done.stdout) == (0, "")  # the files are those of both sides
    assert done.stderr == (
        "out/manifest.json: has a merge conflict; both sides are merged, and only figures that "
        "match neither are drawn\n5 figures up to date\n"
    )
    merged = manifest.read_text()
    assert command(tmp_path, "render", ".", "-o", "out", "--force").returncode == 0
    assert manifest.read_text() == merged
