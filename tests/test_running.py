"""Many figures at once: the same files as one by one, and a lost process costs nobody else."""

from __future__ import annotations

import os
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

import convanim
from convanim import spec
from convanim.api import Figure
from convanim.batch import Job, Source, running
from convanim.errors import ConvanimError

KEYS = [{"i": 4, "k": 3}, {"i": 5, "k": 3}, {"i": 3, "k": 2, "values": {"seed": 1}}]


def jobs(folder, outputs=("gif", "png")):
    made = tuple(spec.output(name) for name in outputs)
    return [
        Job(Source(Path(f"{n}.yaml")), convanim.figure(**keys, name=f"f{n}"), folder, made)
        for n, keys in enumerate(KEYS)
    ]


def run(wanted, executor=None):
    written, refused, drawn = [], [], []
    running.run(
        wanted, lambda *frames: drawn.append(frames), written.append, refused.append, executor
    )
    return [path.name for path in written], refused, drawn


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_processes_write_the_same_files_in_the_same_order(tmp_path):
    here, refused, drawn = run(jobs(tmp_path / "here"))
    assert not refused
    assert here == [f"f{n}.{kind}" for n in range(3) for kind in ("gif", "png")]
    with running.processes(2) as executor:
        there, refused, told = run(jobs(tmp_path / "there"), executor)
    assert (there, refused) == (here, [])
    assert contents(tmp_path / "here") == contents(tmp_path / "there")
    assert sum(count for _, count in drawn) == sum(count for _, count in told) == 4 + 9 + 4 + 3


def test_any_executor_will_do(tmp_path):
    with ThreadPoolExecutor(2) as executor:
        written, refused, _ = run(jobs(tmp_path), executor)
    assert (len(written), refused) == (6, [])


def test_a_failure_stops_no_other(tmp_path):
    (tmp_path / "f1.gif").mkdir()
    for executor in (None, ThreadPoolExecutor(1)):
        written, refused, _ = run(jobs(tmp_path), executor)
        assert written == ["f0.gif", "f0.png", "f2.gif", "f2.png"]
        assert len(refused) == 1
        assert "f1.gif: cannot be written" in str(refused[0])


class Lossy(Executor):
    """An executor whose processes die at once."""

    def submit(self, *_):
        future = Future()
        future.set_exception(BrokenProcessPool("died"))
        return future


def test_figures_lost_with_a_process_are_drawn_again(tmp_path):
    written, refused, _ = run(jobs(tmp_path, ["txt"]), Lossy())
    assert (written, refused) == (["f0.txt", "f1.txt", "f2.txt"], [])


def die(figure_spec, folder, outputs):
    """Draw, but for the second figure, which kills the process that draws it."""
    if figure_spec.name == "f1":
        os._exit(9)
    return Figure(figure_spec).render(folder, outputs)


def test_a_figure_that_kills_its_process_twice_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "render", die)
    with running.processes(2) as executor:
        written, refused, _ = run(jobs(tmp_path, ["txt"]), executor)
    assert written == ["f0.txt", "f2.txt"]
    assert [str(error) for error in refused] == ["1.yaml: the process that drew it was killed"]


def test_processes_are_started_when_there_is_enough_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    few = jobs(tmp_path)
    assert running.workers(few, None) == 1
    assert running.workers(few * 300, None) == 4
    assert running.workers(few, 8) == 3
    assert running.workers([], 2) == 1


def test_refusing_may_stop_the_run(tmp_path):
    def stop(error):
        raise error

    (tmp_path / "f0.gif").mkdir()
    with pytest.raises(ConvanimError):
        running.run(jobs(tmp_path), lambda *_: None, lambda _: None, stop)
    assert not (tmp_path / "f1.gif").exists()
