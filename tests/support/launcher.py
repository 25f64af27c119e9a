"""Runs the command line in copies of a process that has done its imports, which are slow.

A copy has its own memory, folder and streams, and ends as any other process does. It is forked from
a process without threads of its own, ``python -m tests.support.launcher``, which runs nothing and
ends with the tests.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import gc
import importlib
import json
import os
import pkgutil
import runpy
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).parents[2]
PATIENCE = 120
"""Seconds a command may take."""

MOST_BYTES = 1 << 17
LIBRARIES = ("click.shell_completion", "imageio_ffmpeg", "jinja2", "numpy", "PIL.Image", "rich")


def launch(folder, arguments):
    """Run ``convanim`` with arguments in a folder; return what a process would, once it is over."""
    reader, writer = os.pipe()
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        open(reader, "rb") as told,
    ):
        message = json.dumps({"folder": str(folder), "arguments": [*arguments]}).encode()
        streams = [out.fileno(), err.fileno(), writer]
        socket.send_fds(_server(), [message], streams)
        os.close(writer)
        pid = int(told.readline())
        if not select.select([told], [], [], PATIENCE)[0]:
            os.kill(pid, signal.SIGKILL)
            raise subprocess.TimeoutExpired([*arguments], PATIENCE)
        status = os.waitstatus_to_exitcode(int(told.readline()))
        texts = []
        for stream in (out, err):
            stream.seek(0)
            texts.append(stream.read().decode(errors="surrogateescape"))
    return subprocess.CompletedProcess([*arguments], status, *texts)


def can_launch():
    """Return whether processes can be forked, and have the environment that copies would have."""
    return hasattr(os, "fork") and hasattr(socket, "send_fds") and _environment() == _started()


def _environment():
    changing = {"PYTEST_CURRENT_TEST"}
    return {name: value for name, value in os.environ.items() if name not in changing}


@functools.cache
def _started():
    """Return the environment in which the process that is copied was started."""
    return _environment()


@functools.cache
def _server():
    """Return the connection to the process that is copied; it ends when the tests do."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    process = subprocess.Popen(
        [sys.executable, "-m", __spec__.name, str(theirs.fileno())],
        cwd=ROOT,
        env={**_started(), "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[theirs.fileno()],
    )
    theirs.close()

    def end():
        ours.close()
        process.wait()

    atexit.register(end)
    return ours


def _serve(connection):
    """Wait for requests; return, in a copy of this process, the arguments of each."""
    while True:
        with contextlib.suppress(ChildProcessError):
            while os.waitpid(-1, os.WNOHANG)[0]:
                pass  # copies that are over
        message, streams, *_ = socket.recv_fds(connection, MOST_BYTES, 3)
        if not message:
            os._exit(0)
        if os.fork():
            for stream in streams:
                os.close(stream)
            continue
        connection.close()
        out, err, status = streams
        if pid := os.fork():
            os.write(status, f"{pid}\n".encode())
            os.write(status, f"{os.waitpid(pid, 0)[1]}\n".encode())
            os._exit(0)
        os.close(status)
        for number, stream in ((1, out), (2, err)):
            os.dup2(stream, number)
            os.close(stream)
        return json.loads(message)


def _import_all():
    import convanim
    import convanim.backends._mpl.raster
    import convanim.backends._mpl.vector

    for name in LIBRARIES:
        importlib.import_module(name)
    for module in pkgutil.walk_packages(convanim.__path__, "convanim."):
        if not module.name.startswith(("convanim.sphinx", "convanim.documents")):
            with contextlib.suppress(ImportError):
                importlib.import_module(module.name)


def _draw_one():
    """Have what every command has once it has drawn: plug-ins, themes and letters."""
    import convanim

    fig = convanim.figure(i=4, k=3, s=2, title="x", values={"seed": 1})
    fig.frame(0)
    for suffix in ("gif", "svg", "pdf", "txt"):
        fig.to_bytes(suffix)


def main(number):
    _import_all()
    _draw_one()
    # Copies share what they do not write to, and the collector writes to all that it looks at.
    gc.collect()
    gc.freeze()
    wanted = _serve(socket.socket(fileno=number))
    os.chdir(wanted["folder"])
    sys.path[0] = wanted["folder"]
    sys.argv[1:] = wanted["arguments"]
    del sys.modules["convanim.__main__"]
    try:
        runpy.run_module("convanim", run_name="__main__", alter_sys=True)
    except SystemExit as ended:
        if isinstance(ended.code, int) and threading.active_count() == 1:
            _end(ended.code)
        raise


def _end(status):
    """End as a process does, but do not take apart the many modules that it has loaded."""
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


if __name__ == "__main__":
    main(int(sys.argv[1]))
