"""Figures drawn by a dask cluster: its workers need only see the folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time

import pytest

import convanim
from convanim.batch.cluster import cluster
from convanim.errors import ConvanimError
from tests.support.runs import ROOT, command, contents


def test_without_dask_the_way_out_is_told(tmp_path):
    (tmp_path / "x.yaml").write_text("i: 4\nk: 3\n")
    (tmp_path / "distributed.py").write_text("raise ImportError('no dask here')")
    done = command(tmp_path, "render", "x.yaml", "-o", "out", "--scheduler", "tcp://127.0.0.1:1")
    assert (done.returncode, done.stdout) == (2, "")
    says = "a cluster requires dask; run pip install 'convanim[dask]' on this machine and on"
    assert says in done.stderr
    assert "Traceback" not in done.stderr


class TestDask:
    @pytest.fixture(autouse=True)
    def needs_dask(self):
        pytest.importorskip("distributed", reason="dask is not installed")

    @pytest.fixture
    def configs(self, tmp_path):
        for n in range(5):
            (tmp_path / f"f{n}.yaml").write_text(f"i: {4 + n}\nk: 3\noutputs: [gif, txt]\n")
        (tmp_path / "bad.yaml").write_text("i: 5\nk: 3\noutputs: [txt]\n")
        return tmp_path

    @pytest.fixture
    def scheduler(self, tmp_path):
        """A scheduler and two workers, each a process with another working directory."""
        place = tmp_path / "scheduler.json"
        home = tmp_path / "elsewhere"
        home.mkdir()
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        common = [sys.executable, "-m"]
        started = [
            [*common, "distributed.cli.dask_scheduler", "--port", "0", "--dashboard-address", ":0"],
            *[[*common, "distributed.cli.dask_worker", "--nthreads", "1", "--no-dashboard"]] * 2,
        ]
        running = [
            subprocess.Popen(
                [*line, "--scheduler-file", str(place)],
                cwd=home,
                env=environment,
                stderr=subprocess.DEVNULL,
            )
            for line in started
        ]
        try:
            yield self.address(place)
        finally:
            for each in running[::-1]:
                each.terminate()
            for each in running[::-1]:
                try:
                    each.wait(10)
                except subprocess.TimeoutExpired:
                    each.kill()
                    each.wait()

    @staticmethod
    def address(place):
        deadline = time.monotonic() + 60
        while True:
            try:
                return json.loads(place.read_text())["address"]
            except (OSError, ValueError):
                assert time.monotonic() < deadline, "the scheduler did not start"
                time.sleep(0.05)

    def test_a_cluster_makes_what_one_machine_makes(self, configs, scheduler):
        (configs / "there").mkdir()
        (configs / "there/bad.txt").mkdir()
        done = command(configs, "render", ".", "-o", "there", "--scheduler", scheduler)
        assert done.returncode == 1
        assert done.stderr == "there/bad.txt: cannot be written: Is a directory\n"
        names = [f"f{n}.{kind}" for n in range(5) for kind in ("gif", "txt")]
        assert done.stdout.split() == [f"there/{name}" for name in names]
        command(configs, "render", ".", "-o", "here")
        here, there = contents(configs / "here"), contents(configs / "there")
        assert {name: here[name] for name in names} == {name: there[name] for name in names}
        again = command(configs, "render", ".", "-o", "there", "-n")
        assert again.stdout == "there/bad.txt: new\n"

    def test_its_executor_is_any_other_executor(self, configs, scheduler):
        with cluster(scheduler) as executor:
            outcome = convanim.render_all([configs], configs / "out", executor=executor)
        assert outcome.errors == []
        assert len(outcome.written) == 11

    def test_no_scheduler_answers(self, monkeypatch):
        from convanim.batch import cluster as module

        monkeypatch.setattr(module, "TIMEOUT", "1s")
        with (
            pytest.raises(ConvanimError, match=r"no dask scheduler at tcp://127\.0\.0\.1:1"),
            cluster("tcp://127.0.0.1:1"),
        ):
            pass
