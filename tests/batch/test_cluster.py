"""Figures drawn by a dask cluster: its workers need only see the folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from concurrent.futures import Executor, Future

import pytest

import convanim
from convanim.batch.executors import cluster as cluster_module
from convanim.batch.executors.cluster import cluster
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
        assert done.stderr == "there/bad.txt: cannot be written: Is a directory [E501]\n"
        names = [f"f{n}.{kind}" for n in range(5) for kind in ("gif", "txt")]
        assert done.stdout.split() == [f"there/{name}" for name in names]
        command(configs, "render", ".", "-o", "here")
        here, there = contents(configs / "here"), contents(configs / "there")
        assert {name: here[name] for name in names} == {name: there[name] for name in names}
        again = command(configs, "render", ".", "-o", "there", "-n")
        assert again.stdout == "there/bad.txt: new\n"

    def test_its_executor_is_any_other_executor(self, configs, scheduler, monkeypatch):
        monkeypatch.setattr(cluster_module, "PATIENCE", 60.0)  # its workers are just starting
        with cluster(scheduler) as executor:
            outcome = convanim.render_all([configs], configs / "out", executor=executor)
        assert outcome.errors == []
        assert len(outcome.written) == 11

    def test_no_scheduler_answers(self, monkeypatch):
        monkeypatch.setattr(cluster_module, "PATIENCE", 1.0)
        with (
            pytest.raises(ConvanimError, match=r"no dask scheduler at tcp://127\.0\.0\.1:1"),
            cluster("tcp://127.0.0.1:1"),
        ):
            pass

    @pytest.mark.parametrize(
        ("address", "says"),
        [
            ("", "the address of the dask scheduler is empty"),
            ("tcp://", "no dask scheduler at tcp://: missing port number in address ''"),
            ("http://x", "no dask scheduler at http://x: unknown address scheme 'http'"),
            ("/etc/passwd\n", "no dask scheduler at /etc/passwd\ufffd: missing port number"),
            ("inproc://", "no dask scheduler at inproc://: "),
        ],
    )
    def test_an_address_that_is_none(self, configs, address, says):
        done = command(configs, "render", ".", "-o", "out", "--scheduler", address)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.splitlines()[-1].startswith(f"Error: {says}")
        assert "Traceback" not in done.stderr

    def test_a_scheduler_without_workers(self, tmp_path, monkeypatch):
        from distributed import LocalCluster

        monkeypatch.setattr(cluster_module, "PATIENCE", 1.0)
        with LocalCluster(n_workers=0, processes=False, dashboard_address=None) as local:
            address = local.scheduler_address
            with pytest.raises(ConvanimError) as caught, cluster(address):
                pass
        assert str(caught.value) == (
            f"the dask scheduler at {address} has no workers; start some with: "
            f"dask worker {address}"
        )


class Slow(Executor):
    """Never does what it is given."""

    def submit(self, fn, /, *args, **kwargs):
        self.future = Future()
        return self.future


class Client:
    """What a client of dask says of its cluster."""

    def __init__(self, status, workers):
        self.status, self.workers = status, workers

    def nthreads(self):
        if self.workers is None:
            raise OSError
        return self.workers


@pytest.mark.parametrize(
    ("client", "fault"),
    [
        (Client("connecting", {"a": 1}), "has ended"),
        (Client("running", {}), "has lost its workers"),
        (Client("running", None), "does not answer"),
    ],
)
def test_a_cluster_that_is_lost_ends_the_run_with_one_error(tmp_path, monkeypatch, client, fault):
    monkeypatch.setattr(cluster_module, "PATIENCE", 0.1)
    monkeypatch.setattr(cluster_module, "TICK", 0.01)
    figures = [convanim.figure(i=4, k=3, name=name) for name in "abc"]
    with (
        cluster_module._watched(Slow(), client, "tcp://there") as executor,
        pytest.raises(ConvanimError) as caught,
    ):
        convanim.render_all(figures, tmp_path, formats="txt", executor=executor)
    assert str(caught.value) == f"the dask scheduler at tcp://there {fault}"


def test_a_cluster_that_is_there_passes_on_what_its_workers_return():
    slow = Slow()
    with cluster_module._watched(slow, Client("running", {"a": 1}), "tcp://there") as executor:
        results = []
        for end in (
            lambda future: future.set_result(5),
            lambda future: future.set_exception(ZeroDivisionError()),
            lambda future: future.cancel(),
        ):
            results.append(executor.submit(int))
            end(slow.future)
        executor.submit(int).cancel()
    assert results[0].result() == 5
    assert isinstance(results[1].exception(), ZeroDivisionError)
    assert str(results[2].exception()) == "the dask scheduler at tcp://there has ended"
    assert slow.future.cancelled()
