"""Watching configs, with a real process, real files and a real interrupt."""

from __future__ import annotations

import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PATIENCE = 60


class Watching:
    """A process that watches; its lines are read as they arrive."""

    def __init__(self, folder, *arguments, command="watch"):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "convanim", command, *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.out, self.err = queue.Queue(), queue.Queue()
        pairs = ((self.process.stdout, self.out), (self.process.stderr, self.err))
        self.readers = [threading.Thread(target=self._read, args=pair) for pair in pairs]
        for reader in self.readers:
            reader.start()

    @staticmethod
    def _read(stream, lines):
        with stream:
            for line in stream:
                lines.put(line.rstrip("\n"))

    def drawn(self):
        return self.out.get(timeout=PATIENCE)

    def told(self, words):
        while words not in (line := self.err.get(timeout=PATIENCE)):
            pass
        return line

    def interrupted(self):
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=PATIENCE)

    def ended(self):
        self.process.kill()
        self.process.wait()
        for reader in self.readers:
            reader.join()


HAS_EXTRA = find_spec("watchfiles") is not None
with_extra = pytest.mark.skipif(not HAS_EXTRA, reason="the extra 'watch' is not installed")


@pytest.fixture
def watching(tmp_path):
    started = []

    def start(*arguments):
        started.append(Watching(tmp_path, *arguments))
        return started[-1]

    yield start
    for each in started:
        each.ended()


@with_extra
def test_what_changes_is_drawn_again_until_an_interrupt(watching, tmp_path):
    configs = tmp_path / "configs"
    configs.mkdir()
    (configs / "one.yaml").write_text("i: 4\nk: 3\n")
    (configs / "two.yaml").write_text("i: 5\nk: 3\n")
    run = watching("-o", "out", "-f", "txt")
    assert [run.drawn(), run.drawn()] == ["out/one.txt", "out/two.txt"]
    assert run.told("watching") == "watching configs; Ctrl-C stops"
    first = (tmp_path / "out/two.txt").read_text()

    (configs / "two.yaml").write_text("i: 5\nk: 3\ns: 2\n")
    assert run.drawn() == "out/two.txt"
    assert (tmp_path / "out/two.txt").read_text() != first

    (configs / "two.yaml").write_text("i: 5\nk: 9\n")
    assert run.told("kernel does not fit").startswith("configs/two.yaml:2:4: ")

    (configs / "three.yaml").write_text("i: 3\nk: 2\n")
    assert run.drawn() == "out/three.txt"
    assert run.interrupted() == 130
    assert run.out.empty()


@with_extra
def test_a_file_that_an_editor_puts_in_the_place_of_the_old_one(watching, tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    run = watching("one.yaml", "-f", "txt")
    assert run.drawn() == "one.txt"
    run.told("watching")
    (tmp_path / "new").write_text("i: 4\nk: 2\n")
    os.replace(tmp_path / "new", tmp_path / "one.yaml")
    assert run.drawn() == "one.txt"
    assert run.interrupted() == 130


@with_extra
def test_a_file_that_is_named_needs_no_suffix(watching, tmp_path):
    (tmp_path / "one.txt").write_text("i: 4\nk: 3\n")
    run = watching("one.txt", "-f", "gif")
    assert run.drawn() == "one.gif"
    run.told("watching")
    (tmp_path / "one.txt").write_text("i: 4\nk: 2\n")
    assert run.drawn() == "one.gif"
    assert run.interrupted() == 130


@with_extra
@pytest.mark.parametrize("leave", [shutil.rmtree, lambda folder: folder.rename("elsewhere")])
def test_a_folder_that_goes_and_comes_back_is_watched_again(watching, tmp_path, leave, monkeypatch):
    monkeypatch.chdir(tmp_path)
    configs = tmp_path / "configs"
    configs.mkdir()
    (configs / "one.yaml").write_text("i: 4\nk: 3\n")
    run = watching("-o", "out", "-f", "txt")
    assert run.drawn() == "out/one.txt"
    run.told("watching")
    leave(configs)
    assert run.told("configs") == "configs: cannot be read: No such file or directory [E101]"
    configs.mkdir()
    (configs / "two.yaml").write_text("i: 5\nk: 3\n")
    assert run.drawn() == "out/two.txt"
    (configs / "two.yaml").write_text("i: 5\nk: 2\n")
    assert run.drawn() == "out/two.txt"
    assert run.interrupted() == 130


@with_extra
def test_a_config_that_is_renamed_is_drawn_under_its_new_name(watching, tmp_path):
    configs = tmp_path / "configs"
    configs.mkdir()
    (configs / "one.yaml").write_text("i: 4\nk: 3\n")
    run = watching("-o", "out", "-f", "txt")
    assert run.drawn() == "out/one.txt"
    run.told("watching")
    (configs / "one.yaml").rename(configs / "two.yaml")
    assert run.drawn() == "out/two.txt"
    assert run.told("one.txt").startswith("out/one.txt: no config produces it any more")
    assert run.interrupted() == 130


@with_extra
def test_what_a_file_extends_is_watched_too(watching, tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/base.yaml").write_text("i: 4\nk: 3\n")
    (tmp_path / "one.yaml").write_text("extends: shared/base.yaml\nmatrix: {p: [0, 1]}\n")
    run = watching("one.yaml", "-f", "txt")
    assert [run.drawn(), run.drawn()] == ["one_p0.txt", "one_p1.txt"]
    run.told("watching")
    (tmp_path / "shared/base.yaml").write_text("i: 4\nk: 2\n")
    assert [run.drawn(), run.drawn()] == ["one_p0.txt", "one_p1.txt"]
    assert run.interrupted() == 130


@with_extra
def test_what_a_file_comes_to_extend_is_watched_from_then_on(watching, tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/base.yaml").write_text("i: 4\nk: 3\n")
    (tmp_path / "one.yaml").write_text("i: 4\nk: 2\n")
    run = watching("one.yaml", "-f", "txt")
    assert run.drawn() == "one.txt"
    run.told("watching")
    (tmp_path / "one.yaml").write_text("extends: shared/base.yaml\n")
    assert run.drawn() == "one.txt"
    (tmp_path / "shared/base.yaml").write_text("i: 4\nk: 9\n")
    run.told("kernel does not fit")
    (tmp_path / "shared/base.yaml").write_text("i: 4\nk: 1\n")
    assert run.drawn() == "one.txt"
    assert run.interrupted() == 130


@with_extra
def test_a_theme_is_watched_too_even_while_it_is_wrong(watching, tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/mine.yaml").write_text("extends: clear\ninput: blue\n")
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\ntheme: shared/mine.yaml\n")
    run = watching("one.yaml", "-f", "txt")
    assert run.told("mine.yaml:2:8").startswith("shared/mine.yaml:2:8: input must be a colour")
    run.told("watching")
    (tmp_path / "shared/mine.yaml").write_text("extends: clear\ninput: '#010203'\n")
    assert run.drawn() == "one.txt"
    assert run.interrupted() == 130


@with_extra
def test_a_termination_ends_it_with_its_own_status(watching, tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    run = watching("one.yaml", "-f", "txt")
    run.told("watching")
    run.process.send_signal(signal.SIGTERM)
    assert run.process.wait(timeout=PATIENCE) == 143
    assert run.told("convanim") == "convanim: terminated"


@with_extra
def test_wrong_usage(watching, tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    for arguments, says in (
        ((), "there is no folder 'configs' here"),
        (("one.yaml", "-f", "gof"), "no format 'gof'; did you mean 'gif'?"),
        (("one.yaml", "-t", "gray"), "no theme 'gray'; did you mean 'grey'?"),
    ):
        run = watching(*arguments)
        run.told(says)
        assert run.process.wait(timeout=PATIENCE) == 2


@pytest.mark.skipif(HAS_EXTRA, reason="the extra 'watch' is installed")
def test_without_the_extra_it_says_how_to_install_it(watching, tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    run = watching("one.yaml")
    assert run.told("Error") == (
        "Error: watching needs a package: python -m pip install 'watchfiles>=1' [E706]"
    )
    assert run.process.wait(timeout=PATIENCE) == 2
