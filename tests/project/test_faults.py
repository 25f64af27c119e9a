"""Failures during a run: no partial files, old files are kept, and the next run completes."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import time

import pytest

from tests.support.command import GOOD, ROOT, contents, hidden, names, run, start, wait_for

pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals and limits")

FORMS = ("gif", "mp4", "png", "png/", "pdf", "svg", "txt")
EVERY = [word for form in FORMS for word in ("-f", form)]
LONG = (
    "i: 40\nk: 3\nframes: all\noutputs: [{format: gif, width: 300}, {format: png/, width: 300}]\n"
)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "good.yaml").write_text(GOOD)
    return tmp_path


@pytest.fixture
def long(tmp_path):
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.yaml").write_text(LONG)
    return tmp_path


def is_whole(path):
    data = path.read_bytes()
    ends = {".gif": b";", ".png": b"IEND\xaeB`\x82", ".txt": b"\n", ".pdf": b"%%EOF\n"}
    return data.endswith(ends[path.suffix])


def said(err):
    """Return the only line that a run has printed on stderr."""
    (line,) = err.strip().splitlines()
    return line


ENDINGS = [(signal.SIGTERM, 143, 2), (signal.SIGHUP, 129, 1)]


@pytest.mark.parametrize(("number", "status", "jobs"), ENDINGS)
def test_a_signal_ends_a_run_tidily(long, number, status, jobs):
    out = long / "out"
    out.mkdir()
    (out / "one.gif").write_bytes(b"old;")
    process = start(long, "render", ".", "-o", "out", "-j", jobs, "--force")
    wait_for(lambda: hidden(out), process)
    process.send_signal(number)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, said(err)) == (status, "convanim: terminated")
    assert hidden(out) == []
    assert all(map(is_whole, (out / name for name in names(out))))


def test_an_interrupt_from_the_keyboard_reaches_ffmpeg_too(folder):
    """A terminal sends the signal to the whole process group."""
    (folder / "big.yaml").write_text("i: 40\nk: 3\nframes: all\n")
    out = folder / "out"
    process = start(folder, "render", "big.yaml", "-o", "out/big.mp4", start_new_session=True)
    wait_for(lambda: any(contents(out).values()), process)
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, said(err)) == (130, "convanim: interrupted")
    assert names(out) == []


@pytest.mark.parametrize(("number", "delay"), [(signal.SIGINT, 0.05), (signal.SIGTERM, 0.3)])
def test_a_signal_while_the_run_starts(folder, number, delay):
    process = start(folder, "render", "good.yaml", "-o", "out")
    time.sleep(delay)
    process.send_signal(number)
    process.communicate(timeout=60)
    assert process.returncode in (128 + number, 0, -number)
    assert all(name == "good.gif" for name in names(folder / "out"))


@pytest.mark.parametrize("delay", [0.25, 0.45, 0.6, 0.8])
@pytest.mark.parametrize("send", [os.kill, os.killpg])
def test_a_signal_while_processes_start(long, send, delay):
    """The signal goes to the run alone, or to its process group as from a terminal."""
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        process = start(long, "render", ".", "-o", "out", "-j", 2, start_new_session=True)
        time.sleep(delay)
        send(process.pid, number)
        _, err = process.communicate(timeout=60)
        assert process.returncode in (status, -number)
        assert "Traceback" not in err
        assert hidden(long / "out") == []


DURING_A_CLASS = """
import os, sys
from convanim import cli
from convanim.__main__ import main
class Field:
    def __set_name__(self, *_):
        os.kill(os.getpid(), int(sys.argv[1]))
def run(_):
    class Half:
        field = Field()
cli.run = run
main()
"""


@pytest.mark.parametrize(
    ("number", "status", "line"),
    [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")],
)
def test_a_signal_during_a_class_statement_is_no_error(number, status, line):
    """Python turns what a signal handler raises there into an error of its own."""
    command = [sys.executable, "-c", DURING_A_CLASS, str(int(number))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, said(done.stderr)) == (status, f"convanim: {line}")


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_to_all_processes_of_a_run_is_one_line(long, number, status):
    """The signal that a closed terminal sends."""
    process = start(long, "render", ".", "-o", "out", "-j", 2, start_new_session=True)
    wait_for(lambda: hidden(long / "out"), process)
    os.killpg(process.pid, number)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, said(err)) == (status, "convanim: terminated")
    assert hidden(long / "out") == []


def test_the_next_run_clears_what_a_killed_one_left(long):
    out = long / "out"
    process = start(long, "render", ".", "-o", "out", "-j", 2, start_new_session=True)
    wait_for(lambda: hidden(out), process)
    os.killpg(process.pid, signal.SIGKILL)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    assert len(hidden(out)) >= 1
    assert all(map(is_whole, (out / name for name in names(out) if name not in hidden(out))))
    short = ["-s", "outputs=[gif, png/]", "-s", "i=4"]
    assert run(long, "render", ".", "-o", "out", *short)[0] == 0
    assert hidden(out) == []
    assert {"one.gif", "two.gif", "three.gif", "one/one_00.png"} <= {*names(out)}


def test_no_process_outlives_a_run_that_was_killed_alone(long):
    """As the kernel does when memory is short; the workers share stdout, which must be closed."""
    process = start(long, "render", ".", "-o", "out", "-j", 2, start_new_session=True)
    wait_for(lambda: hidden(long / "out"), process)
    process.kill()
    try:
        process.communicate(timeout=10)
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL


def of_session(session):
    """Return the processes of a session that still run, each as its own and its parent's number."""
    listed = subprocess.run(
        ["ps", "-eo", "sess=,pid=,ppid=,stat="], capture_output=True, text=True, check=True
    ).stdout
    found = [line.split() for line in listed.splitlines()]
    return [
        (int(pid), int(parent))
        for sess, pid, parent, stat in found
        if sess == str(session) and not stat.startswith("Z")
    ]


def test_a_worker_that_is_killed_leaves_no_process_and_no_figure_out(long):
    more = ["-j", 2, "-s", "i=30", "-s", "outputs=[{format: gif, width: 200}]"]
    process = start(long, "render", ".", "-o", "out", *more, start_new_session=True)
    wait_for(lambda: hidden(long / "out"), process)
    running = of_session(process.pid)
    servers = {pid for pid, parent in running if parent == process.pid}
    worker = next(pid for pid, parent in running if parent in servers)
    os.kill(worker, signal.SIGKILL)
    told, err = process.communicate(timeout=100)
    assert (process.returncode, err) == (0, "")
    assert told.splitlines() == ["out/one.gif", "out/three.gif", "out/two.gif"]
    deadline = time.monotonic() + 10
    while of_session(process.pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert of_session(process.pid) == []
    assert hidden(long / "out") == []


def test_two_runs_at_once_into_one_folder(long):
    small = ["render", ".", "-o", "out", "-s", "i=8", "--force"]
    first, second = start(long, *small), start(long, *small)
    told = [each.communicate(timeout=100) for each in (first, second)]
    assert (first.returncode, second.returncode) == (0, 0), told
    assert told[0] == told[1]
    assert hidden(long / "out") == []
    assert all(map(is_whole, (long / "out" / name for name in names(long / "out"))))


def limited(size):
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_a_file_that_cannot_grow_is_not_put_in_place(tmp_path):
    """A limit on the size of files has the same effect as a full disk."""
    for n, form in enumerate(FORMS):
        (tmp_path / f"f{n}.yaml").write_text(GOOD + f"outputs: [{form}]\n")
    assert run(tmp_path, "render", ".", "-o", "out")[0] == 0
    before = contents(tmp_path / "out")
    status, told, err = run(
        tmp_path, "render", ".", "-o", "out", "--force", preexec_fn=limited(100)
    )
    assert (status, told) == (1, "")
    assert [line[:6] for line in err.splitlines()] == [f"out/f{n}" for n in range(len(FORMS))]
    assert contents(tmp_path / "out") == before


def test_a_full_disk(folder):
    """A file system of 64 kB; mounting it needs a user namespace or root."""
    out = folder / "out"
    out.mkdir()
    script = (
        'mount -t tmpfs -o size=64k tmpfs out && "$@"; status=$?; '
        "echo files: $(ls -A out) >&2; umount out; exit $status"
    )
    unshare = ["unshare", "--map-root-user", "--mount", "sh", "-c"]
    if (
        not shutil.which("unshare")
        or subprocess.run(
            [*unshare, "mount -t tmpfs tmpfs out"], cwd=folder, check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("cannot mount a small file system here")
    arguments = ["-f", "pdf", "-f", "gif", "-s", "i=60", "-s", "view=flat", "-s", "frames=all"]
    status, told, err = run(
        folder, "render", "good.yaml", "-o", "out", *arguments, through=[*unshare, script, "sh"]
    )
    assert (status, told) == (1, "")
    assert err.splitlines() == [
        "out/good.pdf: cannot be written: No space left on device [E501]",
        "files:",
    ]


def unprivileged():
    """Return a command prefix with which permissions apply to root, too."""
    if os.geteuid():
        return []
    if not shutil.which("setpriv"):
        pytest.skip("permissions do not hold for root")
    return ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]


def test_a_folder_that_cannot_be_written(folder):
    out = folder / "out"
    out.mkdir()
    (out / "good.gif").write_bytes(b"old")
    out.chmod(0o500)
    line = ["render", "good.yaml", "-o", "out", "--force"]
    status, told, err = run(folder, *line, through=unprivileged())
    out.chmod(0o700)
    assert (status, told) == (1, "")
    assert said(err) == "out/good.gif: cannot be written: Permission denied [E501]"
    assert contents(out) == {"good.gif": b"old"}


def test_a_config_that_may_not_be_read_stops_no_other(folder):
    (folder / "secret.yaml").write_text(GOOD)
    (folder / "secret.yaml").chmod(0)
    status, told, err = run(folder, "render", ".", "-o", "out", through=unprivileged())
    assert (status, told) == (1, "out/good.gif\n")
    assert said(err) == "secret.yaml: cannot be read: Permission denied [E101]"


FFMPEG = [("/nowhere/ffmpeg", "no program /nowhere/ffmpeg"), ("/bin/false", "only 0 of 8 frames")]


@pytest.mark.parametrize(("ffmpeg", "message"), FFMPEG)
def test_without_ffmpeg_the_other_formats_are_written(folder, ffmpeg, message):
    (folder / "video.yaml").write_text(GOOD + "outputs: [mp4]\n")
    status, told, err = run(folder, "render", ".", "-o", "out", env={"IMAGEIO_FFMPEG_EXE": ffmpeg})
    assert (status, told) == (1, "out/good.gif\n")
    assert said(err).startswith(f"out/video.mp4: {message}")
    assert names(folder / "out") == ["good.gif"]


NOWHERE = "/proc/nowhere"
ASCII = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    """The files of a figure with numbers, written in an ordinary environment."""
    folder = tmp_path_factory.mktemp("plain")
    return drawn(folder, {})


def drawn(folder, env):
    (folder / "good.yaml").write_text(GOOD + "values: {seed: 1, input: [-9, 9]}\n")
    status, _, err = run(folder, "render", "good.yaml", "-o", "out", *EVERY, env=env)
    assert (status, err) == (0, "")
    return contents(folder / "out")


def test_surroundings_make_no_difference(tmp_path, plain):
    absent = ("HOME", "XDG_CONFIG_HOME", "MPLCONFIGDIR", "FONTCONFIG_FILE", "PATH")
    env = {**dict.fromkeys(absent, NOWHERE), **ASCII, "TZ": "Asia/Tokyo"}
    assert drawn(tmp_path, env) == plain


def test_a_name_the_locale_cannot_write(folder):
    (folder / "accent.yaml").write_text(
        GOOD + "outputs: [{format: gif, path: é.gif}]\n", encoding="utf-8"
    )
    status, told, err = run(folder, "render", ".", "-o", "out", env=ASCII)
    assert (status, told) == (1, "out/good.gif\n")
    assert said(err).startswith("out/é.gif: cannot be written: 'ascii' codec can't encode")


RC = """
text.usetex: True
font.family: NoSuchFont
path.simplify: True
path.simplify_threshold: 1
path.sketch: 5, 100, 2
agg.path.chunksize: 7
lines.antialiased: False
patch.antialiased: False
text.antialiased: False
text.hinting: none
savefig.dpi: 17
savefig.transparent: True
savefig.facecolor: red
savefig.bbox: tight
figure.facecolor: red
figure.dpi: 31
figure.autolayout: True
svg.fonttype: none
svg.hashsalt: other
svg.id: other
pdf.fonttype: 3
pdf.compression: 0
mathtext.fontset: stixsans
axes.unicode_minus: False
backend: no_such_backend
nonsense: 5
"""


def test_a_matplotlibrc_in_the_folder_is_ignored(tmp_path, plain):
    (tmp_path / "matplotlibrc").write_text(RC)
    assert drawn(tmp_path, {}) == plain


def test_what_keeps_matplotlib_from_starting_is_one_line(folder):
    for env, reason in (({"MPLBACKEND": "none_such"}, "Key backend"), ({}, "'utf-8' codec")):
        status, told, err = run(folder, "render", "good.yaml", "-o", "out", env=env)
        assert (status, told) == (1, "")
        assert said(err).startswith(f"matplotlib cannot start: {reason}")
        assert "; check MPLCONFIGDIR, MPLBACKEND and matplotlibrc" in said(err)
        (folder / "matplotlibrc").write_bytes(b"\xff\xfe")


def test_a_working_directory_that_is_gone(folder):
    gone = folder / "gone"
    script = 'cd gone && rmdir "$PWD" && exec "$@"'
    for out, status, line in (
        ("out", 2, "convanim: the working directory is gone; change to one that exists"),
        (folder / "out", 0, ""),
    ):
        gone.mkdir()
        done = run(
            folder, "render", folder / "good.yaml", "-o", out, "-f", "mp4",
            through=["sh", "-c", script, "sh"],
        )  # fmt: skip
        assert done[0] == status
        assert done[2].startswith(line) and len(done[2].splitlines()) == bool(line)
    assert names(folder / "out") == ["good.mp4"]


def in_a_shell(folder, script):
    """Run a shell script in which ``$@`` is the command."""
    return subprocess.run(
        ["bash", "-c", script, "bash", sys.executable, "-m", "convanim"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


CLOSED = [
    (">/dev/full", 1, "Error: cannot write to stdout: No space left on device [E501]\n"),
    ("| head -0", 1, "Error: cannot write to stdout: Broken pipe [E501]\n"),
    ("<&- >&- 2>&-", 0, ""),
]


@pytest.mark.parametrize(("redirection", "status", "line"), CLOSED)
def test_a_stdout_that_nobody_reads(folder, redirection, status, line):
    script = f'set -o pipefail; "$@" render good.yaml -o out -f mp4 -f gif {redirection}'
    done = in_a_shell(folder, script)
    assert (done.returncode, done.stderr) == (status, line)
    assert names(folder / "out") == ["good.gif", "good.mp4"]


def test_a_doctor_whom_nobody_can_hear(folder):
    done = in_a_shell(folder, '"$@" doctor >/dev/full')
    line = "Error: cannot write to stdout: No space left on device [E501]\n"
    assert (done.returncode, done.stderr) == (1, line)


def test_modes_follow_the_umask(folder):
    umask = 0o027
    assert run(folder, "render", "good.yaml", "-o", "out", *EVERY, umask=umask)[0] == 0
    for path in (folder / "out").rglob("*"):
        whole = 0o777 if path.is_dir() else 0o666
        assert stat.S_IMODE(path.stat().st_mode) == whole & ~umask
