"""Only regular files are opened, and nothing waits for a writer."""

from __future__ import annotations

import os
import socket

import pytest

from convanim.files.regular import opened
from convanim.files.staging import MARK, clear

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no such files on Windows")


def test_a_regular_file_is_read(tmp_path):
    (tmp_path / "file").write_bytes(b"content")
    with opened(tmp_path / "file") as file:
        assert file.read() == b"content"


def pipe(path):
    os.mkfifo(path)


def device(path):
    path.symlink_to("/dev/zero")


def bound(path):
    with socket.socket(socket.AF_UNIX) as one:
        one.bind(str(path))


@pytest.mark.parametrize("make", [pipe, device, bound, os.mkdir])
def test_anything_else_is_refused_at_once(tmp_path, make, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    path = (tmp_path / "file").relative_to(tmp_path)
    make(path)
    with pytest.raises(OSError, match=r"regular|No such device|directory"), opened(path):
        pass


def test_links_are_followed_only_if_asked_for(tmp_path):
    (tmp_path / "file").write_bytes(b"content")
    (tmp_path / "link").symlink_to("file")
    with opened(tmp_path / "link") as file:
        assert file.read() == b"content"
    with (
        pytest.raises(OSError, match="symbolic links"),
        opened(tmp_path / "link", follow_links=False),
    ):
        pass


def test_a_pipe_with_the_name_of_a_temporary_file_does_not_block(tmp_path):
    path = tmp_path / f".x{MARK}01234567.gif"
    os.mkfifo(path)
    clear(tmp_path)
    assert path.exists()
