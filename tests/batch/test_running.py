"""Many figures at once: the same files as one by one, even if a process is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest

import convanim
from convanim import config
from convanim.api.figure_layout import LaidOut
from convanim.batch import Job, Source, drawing
from convanim.batch.executors import processes, running
from convanim.errors import ConvanimError
from tests.support.runs import ROOT, Heard, command, contents

KEYS = [{"i": 4, "k": 3}, {"i": 5, "k": 3}, {"i": 3, "k": 2, "values": {"seed": 1}}]


def jobs(folder, outputs=("gif", "png")):
    made = tuple(config.output(name) for name in outputs)
    return [
        Job(Source(Path(f"{n}.yaml")), convanim.figure(**keys, name=f"f{n}"), folder, made)
        for n, keys in enumerate(KEYS)
    ]


def run(wanted, executor=None, heard=None, **more):
    heard = heard or Heard()
    drawn = []
    running.run(wanted, heard, lambda *pair: drawn.append(pair), executor, **more)
    return [path.name for path in heard.paths], heard.errors, drawn


def test_processes_write_the_same_files_in_the_same_order(tmp_path):
    heard = Heard()
    here, refused, drawn = run(jobs(tmp_path / "here"), heard=heard)
    assert not refused
    assert here == [f"f{n}.{kind}" for n in range(3) for kind in ("gif", "png")]
    with processes.processes(2) as executor:
        there, refused, told = run(jobs(tmp_path / "there"), executor)
    assert (there, refused) == (here, [])
    assert contents(tmp_path / "here") == contents(tmp_path / "there")
    assert sum(count for _, count in heard.frames) == 4 + 9 + 4 + 3
    assert sorted(heard.done) == ["f0", "f1", "f2"]

    def facts(found):
        return {job.name: (x.states, x.frames, [m.files for m in x.made]) for job, x in found}

    assert facts(drawn) == facts(told)


def test_figures_are_laid_out_by_the_workers_alone(tmp_path, monkeypatch):
    """Otherwise two processors would wait for one; a worker also says what is too large."""
    (tmp_path / "a.yaml").write_text("i: 5\nk: 3\noutputs: [png]\n")
    (tmp_path / "b.yaml").write_text("i: 4\nk: 3\noutputs: [{format: png, dpi: 40000}]\n")
    (tmp_path / "c.yaml").write_text("i: 4\nk: 3\noutputs: [txt]\n")
    monkeypatch.setattr(convanim.Figure, "size_faults", None)
    done = convanim.render_all([tmp_path], tmp_path / "out", jobs=2)
    assert sorted(path.name for path in done.written) == ["a.png", "c.txt"]
    (error,) = done.errors
    assert isinstance(error, convanim.ConfigError)
    assert str(error).startswith(f"{tmp_path / 'b.yaml'}:3:11: ")
    assert "pixels are too many" in str(error)


def test_a_script_needs_no_guard(tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    (tmp_path / "two.yaml").write_text("i: 5\nk: 3\n")
    script = tmp_path / "script.py"
    script.write_text(
        "import convanim\n"
        "done = convanim.render_all(['one.yaml', 'two.yaml'], 'out', jobs=2)\n"
        "print(*(path.name for path in done.written), *done.errors)\n"
    )
    done = subprocess.run(
        [sys.executable, script],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert (done.stdout, done.stderr) == ("one.gif two.gif\n", "")


def test_any_executor_will_do(tmp_path):
    with ThreadPoolExecutor(2) as executor:
        written, refused, _ = run(jobs(tmp_path), executor)
    assert (len(written), refused) == (6, [])


def test_one_path_and_one_format_need_no_list(tmp_path):
    (tmp_path / "one.yaml").write_text("i: 4\nk: 3\n")
    done = convanim.render_all(str(tmp_path / "one.yaml"), tmp_path / "out", formats="txt")
    assert (done.written, done.errors) == ([tmp_path / "out/one.txt"], [])
    assert convanim.render_all(tmp_path, tmp_path / "out", formats=["txt"]).written == []


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


def die(task):
    """Draw, except the second figure, which kills the process that draws it."""
    if task.name == "f1":
        os._exit(9)
    return drawing.draw(task, lambda: None)


def test_a_figure_that_kills_its_process_twice_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "draw_there", die)
    with processes.processes(2) as executor:
        written, refused, _ = run(jobs(tmp_path, ["txt"]), executor)
    assert written == ["f0.txt", "f2.txt"]
    assert [str(error) for error in refused] == ["1.yaml: the process that drew it was killed"]


def test_figures_for_other_processes_are_not_laid_out_here(tmp_path, monkeypatch):
    def lay_out(*_):
        raise AssertionError("a figure is laid out here")

    few = jobs(tmp_path, ["txt"])
    monkeypatch.setattr(LaidOut, "layout", property(lay_out))
    assert processes.workers(few, None) == 1
    with processes.processes(2) as executor:
        written, refused, _ = run(few, executor)
    assert (written, refused) == (["f0.txt", "f1.txt", "f2.txt"], [])


def test_processes_are_started_when_there_is_enough_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    few = jobs(tmp_path)
    assert processes.workers(few, None) == 1
    assert processes.workers(few * 300, None) == 4
    assert processes.workers(few, 8) == 3
    assert processes.workers([], 2) == 1


def test_refusing_may_stop_the_run(tmp_path):
    def stop(error):
        raise error

    (tmp_path / "f0.gif").mkdir()
    heard = Heard()
    heard.on_error = stop
    with pytest.raises(ConvanimError):
        run(jobs(tmp_path), heard=heard)
    assert not (tmp_path / "f1.gif").exists()


class Idle(Executor):
    """Does the first work, and leaves the others waiting."""

    def __init__(self, is_ours):
        self.is_ours, self.futures = is_ours, []

    def submit(self, work, task):
        self.futures.append(Future())
        if len(self.futures) == 1:
            self.futures[0].set_result(work(task))
        return self.futures[-1]


@pytest.mark.parametrize("is_ours", [False, True])
def test_what_waits_in_a_run_that_stops_is_cancelled_by_whoever_ends_its_processes(
    tmp_path, is_ours
):
    def stop(*_):
        raise KeyboardInterrupt

    executor = Idle(is_ours)
    with pytest.raises(KeyboardInterrupt):
        running.run(jobs(tmp_path, ["txt"]), Heard(), stop, executor)
    assert [each.cancelled() for each in executor.futures] == [False] + 2 * [not is_ours]


def test_the_slowest_go_first(tmp_path):
    class Noting(ThreadPoolExecutor):
        def submit(self, work, task):
            order.append(task.name)
            return super().submit(work, task)

    for seconds, expected in (
        ({}, ["f1", "f0", "f2"]),
        ({"f0.txt": 0.1, "f1.txt": 0.1, "f2.txt": 9}, ["f2", "f1", "f0"]),
        ({"f2.txt": 9}, ["f2", "f1", "f0"]),
    ):
        order = []
        with Noting(1) as executor:
            run(jobs(tmp_path, ["txt"]), executor, seconds=seconds)
        assert order == expected


def test_processes_tell_every_frame_as_it_is_drawn(tmp_path):
    heard = Heard()
    with processes.processes(2, heard.on_frames) as executor:
        run(jobs(tmp_path), executor, heard=heard)
    counts = {name: heard.frames.count((name, 1)) for name in ("f0", "f1", "f2")}
    assert counts == {"f0": 5, "f1": 10, "f2": 5}


def test_a_process_killed_while_it_tells_frames_makes_nobody_wait(tmp_path, monkeypatch):
    monkeypatch.setattr(running, "draw_there", die)
    with processes.processes(2, lambda *_: None) as executor:
        written, refused, _ = run(jobs(tmp_path, ["txt"]), executor)
    assert (written, len(refused)) == (["f0.txt", "f2.txt"], 1)


def test_a_fault_in_the_program_stops_no_other_figure(tmp_path, monkeypatch):
    def fails(task, tick):
        if task.name == "f1":
            raise ZeroDivisionError("by nothing")
        return drawing.draw(task, tick)

    monkeypatch.setattr(running, "draw", fails)
    written, refused, _ = run(jobs(tmp_path, ["txt"]))
    assert written == ["f0.txt", "f2.txt"]
    assert [str(error) for error in refused] == [
        "1.yaml: could not be drawn: ZeroDivisionError: by nothing"
    ]


def test_what_was_written_before_a_failure_is_told(tmp_path):
    (tmp_path / "f1.png").mkdir()
    written, refused, drawn = run(jobs(tmp_path))
    assert "f1.gif" in written
    assert len(refused) == 1
    (partly,) = (found for job, found in drawn if job.name == "f1")
    assert [made.number for made in partly.made] == [0]


def test_errors_name_files_as_the_user_has_named_their_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out/f1.txt").mkdir(parents=True)
    says = f"{Path('out/f1.txt')}: cannot be written: Is a directory"
    with processes.processes(2) as executor:
        for each in (None, executor):
            _, refused, _ = run(jobs(Path("out"), ["txt"]), each)
            assert [str(error) for error in refused] == [says]
    (tmp_path / "f1.txt").mkdir()
    _, refused, _ = run(jobs(Path(), ["txt"]))
    assert [str(error) for error in refused] == ["f1.txt: cannot be written: Is a directory"]


def test_an_output_folder_that_is_deleted_during_a_run_is_an_error(tmp_path, monkeypatch):
    import shutil

    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text("i: 4\nk: 3\noutputs: [txt]\n")
    out = tmp_path / "out"

    def draw(task, tick):
        found = drawing.draw(task, tick)
        if task.name == "one":
            shutil.rmtree(out)
        return found

    monkeypatch.setattr(running, "draw", draw)
    outcome = convanim.render_all([tmp_path / "one.yaml", tmp_path / "two.yaml"], out)
    told = [str(error) for error in outcome.errors]
    assert told == [f"{out / 'one.txt'}: was deleted while the run was in progress; run again"]
    assert (out / "two.txt").is_file()


@pytest.mark.parametrize("text", ["i: 4\nk: 3\n", "i: 4\nk: 9\n"])
def test_a_config_is_not_overwritten_by_another_figure(tmp_path, text):
    """Not even one that cannot be read."""
    (tmp_path / "a.yaml").write_text("i: 4\nk: 3\nname: b\noutputs: [txt]\n")
    (tmp_path / "b.txt").write_text(text)
    outcome = convanim.render_all([tmp_path / "a.yaml", tmp_path / "b.txt"], tmp_path)
    refusal = (
        f"{tmp_path / 'a.yaml'}: would overwrite the config {tmp_path / 'b.txt'}; "
        "write to another folder or file"
    )
    assert refusal in map(str, outcome.errors)
    assert (tmp_path / "b.txt").read_text() == text


def test_a_config_behind_a_link_is_never_overwritten(tmp_path):
    (tmp_path / "a.yaml").write_text("i: 4\nk: 3\nname: x\n")
    (tmp_path / "x.gif").symlink_to("a.yaml")
    done = command(tmp_path, "render", "a.yaml")
    assert done.returncode == 1
    assert (tmp_path / "a.yaml").read_text() == "i: 4\nk: 3\nname: x\n"
    assert (tmp_path / "x.gif").is_symlink()


def test_figures_are_written_as_configs_are(tmp_path):
    fig = convanim.figure(i=4, k=3, name="a")
    outcome = convanim.render_all([fig, fig.with_(k=2, name="b")], tmp_path, formats="txt")
    assert [path.name for path in outcome.written] == ["a.txt", "b.txt"]
    assert convanim.render_all(fig, tmp_path, formats="txt").written == []


def test_two_figures_of_one_name(tmp_path):
    fig = convanim.figure(i=4, k=3, name="a")
    outcome = convanim.render_all([fig, fig.with_(k=2)], tmp_path, formats="txt")
    (error,) = outcome.errors
    assert (
        str(error) == f"figures[1]: would write {tmp_path / 'a.txt'}, which figures[0] also writes"
    )


def test_a_figure_that_cannot_be_drawn_stops_no_other(tmp_path):
    figures = [convanim.figure(i=4000, k=3, excerpt=False), convanim.figure(i=4, k=3, name="a")]
    outcome = convanim.render_all(figures, tmp_path, formats="txt")
    assert ([path.name for path in outcome.written], len(outcome.errors)) == (["a.txt"], 1)
