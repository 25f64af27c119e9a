"""Files appear whole or not at all."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from convanim.errors import OutputError
from convanim.files.staging import MARK, clear, staged, staged_frames
from tests.support.command import environment


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def frames(folder: Path, *contents: bytes, suffix: str = ".png") -> tuple[Path, ...]:
    return staged_frames(folder, suffix, len(contents), iter(contents), lambda: None)


def test_the_file_is_there_when_the_body_is_done(tmp_path: Path) -> None:
    path = tmp_path / "new" / "film.gif"
    with staged(path) as temporary:
        temporary.write_bytes(b"new")
        assert not path.exists()
        assert temporary.parent == path.parent
        assert temporary.suffix == ".gif"
    assert path.read_bytes() == b"new"
    assert names(path.parent) == ["film.gif"]


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, SystemExit])
def test_an_old_file_outlives_any_failure(tmp_path: Path, error: type[BaseException]) -> None:
    path = tmp_path / "film.gif"
    path.write_bytes(b"old")

    def fail() -> None:
        with staged(path) as temporary:
            temporary.write_bytes(b"half")
            raise error

    with pytest.raises(error):
        fail()
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["film.gif"]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "film.gif"
    with pytest.raises(OutputError) as caught, staged(path) as temporary:
        temporary.touch()
    assert str(caught.value) == f"{path}: came out empty; is the disk full?"
    assert names(tmp_path) == []


def test_a_file_that_was_not_written_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "film.gif"
    with pytest.raises(OutputError) as caught, staged(path):
        pass
    assert str(caught.value) == f"{path}: came out empty; is the disk full?"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_permission_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    path = tmp_path / "film.gif"
    with pytest.raises(OutputError) as caught, staged(path) as temporary:
        temporary.write_bytes(b"new")
    tmp_path.chmod(0o700)
    assert str(caught.value) == f"{path}: cannot be written: Permission denied"


def test_a_long_reason_is_cut_to_its_first_line(tmp_path: Path) -> None:
    path = tmp_path / "film.gif"
    with pytest.raises(OutputError) as caught, staged(path):
        raise OSError("Broken pipe\n\nCOMMAND: ...")
    assert str(caught.value) == f"{path}: cannot be written: Broken pipe"


@pytest.mark.skipif(os.name != "posix", reason="there is no umask")
@pytest.mark.parametrize("umask", [0o022, 0o077, 0o002])
def test_the_mode_follows_the_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        with staged(tmp_path / "film.gif") as temporary:
            temporary.write_bytes(b"new")
        frames(tmp_path / "film", b"0")
    finally:
        os.umask(before)
    for path in (tmp_path / "film.gif", tmp_path / "film" / "film_00.png"):
        assert path.stat().st_mode & 0o777 == 0o666 & ~umask


def test_two_writers_of_one_file_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "film.gif"
    with staged(path) as first, staged(path) as second:
        assert first != second
        first.write_bytes(b"first")
        second.write_bytes(b"second")
    assert path.read_bytes() == b"first"
    assert names(tmp_path) == ["film.gif"]


LEFT = f".film{MARK}0123abcd.gif"


def test_what_a_killed_run_left_is_cleared_and_nothing_else(tmp_path: Path) -> None:
    others = [
        ".hidden.gif",
        f".film{MARK}0123.gif",
        f"film{MARK}0123abcd.gif",
        ".film.0123abcd.gif",
    ]
    for name in (LEFT, *others):
        (tmp_path / name).write_bytes(b"left")
    with staged(tmp_path / "other.png") as temporary:
        temporary.write_bytes(b"new")
    assert names(tmp_path) == sorted([*others, "other.png"])


def test_what_a_live_run_writes_is_not_cleared(tmp_path: Path) -> None:
    with staged(tmp_path / "film.gif") as temporary:
        script = "import sys, pathlib; from convanim.files import staging; "
        script += "staging.clear(pathlib.Path(sys.argv[1]))"
        other = [sys.executable, "-c", script, str(tmp_path)]
        subprocess.run(other, check=True, env=environment())
        clear(tmp_path)
        temporary.write_bytes(b"new")
    assert names(tmp_path) == ["film.gif"]


def test_runs_that_clear_one_folder_do_not_meet(tmp_path: Path) -> None:
    script = (
        "import sys, pathlib; from convanim.files.staging import staged\n"
        "for n in range(300):\n"
        "    with staged(pathlib.Path(sys.argv[1], f'{sys.argv[2]}_{n}')) as temporary:\n"
        "        temporary.write_bytes(b'x')\n"
    )
    runs = [
        subprocess.Popen([sys.executable, "-c", script, tmp_path, str(n)], env=environment())
        for n in range(4)
    ]
    assert [run.wait() for run in runs] == [0] * 4
    assert len(list(tmp_path.iterdir())) == 4 * 300


def test_what_cannot_be_listed_has_nothing_to_clear(tmp_path: Path) -> None:
    clear(tmp_path / "none")
    (tmp_path / "file").touch()
    clear(tmp_path / "file")
    assert names(tmp_path) == ["file"]


def test_frames_are_numbered_with_two_digits_at_least(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    assert frames(folder, b"0", b"1") == (folder / "film_00.png", folder / "film_01.png")
    assert frames(folder, *[b"x"] * 100)[-1].name == "film_99.png"
    assert frames(folder, *[b"x"] * 101)[-1].name == "film_100.png"


def test_a_shorter_film_leaves_no_frames_of_the_longer(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    frames(folder, *[b"old"] * 101)
    frames(folder, b"0", b"1")
    assert names(folder) == ["film_00.png", "film_01.png"]


def test_nothing_else_in_the_folder_is_touched(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    folder.mkdir()
    others = ["film_7.png", "film_07.svg", "film_07.png.bak", "other_07.png", "my_film_07.png"]
    for name in (*others, "film_x7.png", "notes.txt"):
        (folder / name).write_bytes(b"mine")
    (folder / "film_08.png").mkdir()
    before = names(folder)
    frames(folder, b"0")
    assert names(folder) == sorted([*before, "film_00.png"])


def test_a_name_is_no_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "a.b"
    folder.mkdir()
    (folder / "axb_07.png").write_bytes(b"mine")
    frames(folder, b"0")
    assert names(folder) == ["a.b_00.png", "axb_07.png"]


def test_a_failure_midway_keeps_the_old_frames_that_were_not_reached(tmp_path: Path) -> None:
    folder = tmp_path / "film"
    frames(folder, b"a", b"b", b"c", b"d")

    def contents():
        yield b"A"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        staged_frames(folder, ".png", 2, contents(), lambda: None)
    assert [path.read_bytes() for path in sorted(folder.iterdir())] == [b"A", b"b", b"c", b"d"]


def test_an_old_frame_that_cannot_be_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "film"
    frames(folder, b"0", b"1")
    unlink = Path.unlink

    def refuse(path: Path, missing_ok: bool = False) -> None:
        if path.name == "film_01.png":
            raise PermissionError(13, "Permission denied")
        unlink(path, missing_ok=missing_ok)

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(OutputError) as caught:
        frames(folder, b"0")
    assert str(caught.value) == f"{folder / 'film_01.png'}: cannot be removed: Permission denied"


def test_a_folder_is_listed_once_however_many_files_it_gets(tmp_path: Path, monkeypatch) -> None:
    listed = []
    scan = os.scandir
    monkeypatch.setattr(os, "scandir", lambda folder: listed.append(folder) or scan(folder))
    for n in range(5):
        with staged(tmp_path / f"{n}.txt") as temporary:
            temporary.write_text("x")
    assert listed == [tmp_path]
