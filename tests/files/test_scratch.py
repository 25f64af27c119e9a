"""What is drawn only to be compared is nowhere to be found afterwards."""

from __future__ import annotations

import os
import tempfile

import pytest

from convanim.files.scratch import MARK, scratch
from tests.support.command import run, start, wait_for

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs locks of folders")


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def test_a_folder_in_use_is_left_alone_and_removed_in_the_end(temporary):
    with scratch() as one, scratch() as other:
        assert sorted(temporary.iterdir()) == sorted([one, other])
        assert one != other
    assert list(temporary.iterdir()) == []


def test_only_what_is_convanims_is_removed(temporary, tmp_path):
    (temporary / f"{MARK}left").mkdir()
    (temporary / f"{MARK}left/x.gif").write_bytes(b"x")
    (temporary / "convanim-mine").mkdir()
    (temporary / f"{MARK}link").symlink_to(tmp_path)
    (temporary / f"{MARK}file").write_text("")
    with scratch():
        pass
    left = {path.name for path in temporary.iterdir()}
    assert left == {"convanim-mine", f"{MARK}link", f"{MARK}file"}


def test_a_check_that_was_killed_leaves_nothing_that_the_next_does_not_clear(temporary, tmp_path):
    (tmp_path / "x.yaml").write_text("i: 40\nk: 3\nframes: all\n")
    env = {"TMPDIR": str(temporary)}
    assert run(tmp_path, "render", "x.yaml", "-f", "txt", env=env)[0] == 0
    check = ("render", "x.yaml", "-f", "txt", "--check", "--force")
    process = start(tmp_path, *check, env=env)
    wait_for(lambda: any(temporary.iterdir()), process)
    process.kill()
    process.communicate(timeout=60)
    assert [path.name.startswith(MARK) for path in temporary.iterdir()] == [True]
    assert run(tmp_path, *check, env=env)[0] == 0
    assert list(temporary.iterdir()) == []
