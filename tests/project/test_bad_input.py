"""Invalid configs: errors with file, line and key, quickly and in little memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time

import pytest

import convanim
from convanim.batch import Source, fitting, plan, read
from tests.support.command import GOOD, environment, names, run
from tests.support.hostile import CONFIGS

SECONDS = 3.0
"""The limit is one second on an idle machine; a test machine may be busy."""
MEGABYTES = 300


@pytest.mark.parametrize("name", CONFIGS)
def test_each_is_refused_within_a_second(tmp_path, name):
    data, said = CONFIGS[name]
    path = tmp_path / "x.yaml"
    path.write_bytes(data)
    refused = []
    before = time.process_time()
    configs = [Source(path)]
    figures = read(configs, [], refused.append)
    fitting(plan(figures, configs, tmp_path, (), None, refused.append), refused.append)
    assert time.process_time() - before < SECONDS
    lines = "\n".join(map(str, refused)).splitlines()
    assert any(line.startswith(f"{path}{said}") for line in lines), lines[:9]
    assert all(line.isprintable() or "\t" in line for line in lines)


@pytest.fixture
def folder(tmp_path):
    for folder in ("few", "many"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "good.yaml").write_text(GOOD)
    for name, path in PATHS.items():
        (tmp_path / path).write_bytes(CONFIGS[name][0])
    return tmp_path


LARGEST = ("many tags", "many cells")
"""Configs that stand for all those that take long to read."""

PATHS = {
    name: f"{'many' if name in LARGEST else 'few'}/bad{n}.yaml"
    for n, name in enumerate(CONFIGS)
    if name in LARGEST or not name.startswith("many")
}


MEASURED = """
import atexit, re, sys
from pathlib import Path
status = Path("/proc/self/status")
atexit.register(lambda: sys.stderr.write(re.search("VmHWM:.*", status.read_text())[0]))
from convanim.__main__ import main
main(sys.argv[1:])
"""


COMMANDS = {
    "validate": ("many", []),
    "render": ("few", ["out/good.gif"]),
    "gallery": (
        "few",
        [
            "out/good.svg",
            "out/good.png",
            "out/README.md",
            "out/index.html",
            "out/pages/good.html",
            "out/site/site.css",
            "out/site/site.js",
            "out/site/figures.js",
            "out/site/books.js",
            "out/site/letters.js",
        ],
    ),
}


@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="memory is read there")
@pytest.mark.parametrize("command", COMMANDS)
def test_the_rest_of_the_batch_is_done(folder, command):
    configs, written = COMMANDS[command]
    before = names(folder)
    arguments = [command, configs, *(["-o", "out"] if written else [])]
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    err, _, peak = done.stderr.rpartition("VmHWM:")
    assert (done.returncode, done.stdout.split()) == (1, written)
    assert int(peak.split()[0]) < MEGABYTES * 1024
    made = [*written, "out/manifest.json"] if written else []
    assert names(folder) == sorted([*before, *made])
    assert "Traceback" not in err
    told = {line.split(":")[0] for line in err.splitlines()}
    assert {path for path in PATHS.values() if path.startswith(configs)} <= told


def test_explain_refuses_what_is_wrong_too(folder):
    for name in ("homoglyph key", "deep lists"):
        path = PATHS[name]
        status, out, err = run(folder, "explain", path)
        assert (status, out) == (1, "")
        assert err.startswith(path + CONFIGS[name][1])


SPECIAL = {
    "pipe.yaml": "not a regular file; to read a pipe, pass - and use stdin [E101]",
    "zero.yaml": "is a link that leads out of configs; name its target instead [E503]",
    "passwd.yaml": "is a link that leads out of configs; name its target instead [E503]",
    "dangling.yaml": "cannot be read: No such file or directory [E101]",
    "loop.yaml": "cannot be read: Too many levels of symbolic links [E101]",
    "folder.yaml": "cannot be read: Is a directory [E101]",
}


@pytest.mark.skipif(os.name != "posix", reason="needs pipes and links")
def test_files_that_are_none_and_links_that_leave(tmp_path):
    configs = tmp_path / "configs"
    (configs / "folder.yaml").mkdir(parents=True)
    os.mkfifo(configs / "pipe.yaml")
    for name, target in (
        ("zero", "/dev/zero"),
        ("passwd", "/etc/passwd"),
        ("dangling", "nowhere"),
        ("loop", "loop.yaml"),
        ("inside", "good.yaml"),
    ):
        (configs / f"{name}.yaml").symlink_to(target)
    (configs / "good.yaml").write_text(GOOD)
    status, out, err = run(tmp_path, "render", "configs", "-o", "out")
    assert (status, out.split()) == (1, ["out/good.gif", "out/inside.gif"])
    assert sorted(err.splitlines()) == sorted(f"configs/{n}: {s}" for n, s in SPECIAL.items())
    for device in ("/dev/zero", configs / "pipe.yaml"):
        assert run(tmp_path, "validate", device)[2].startswith(f"{device}: not a regular file")


@pytest.mark.skipif(os.name != "posix", reason="needs links")
def test_a_link_does_not_lead_outputs_out_of_their_folder(tmp_path):
    for name in ("inside", "outside", "out", "configs/sub", "configs/frames"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "out/sub").symlink_to(tmp_path / "outside")
    (tmp_path / "out/frames").symlink_to(tmp_path / "outside")
    (tmp_path / "configs/sub/a.yaml").write_text(GOOD)
    (tmp_path / "configs/frames.yaml").write_text(GOOD + "outputs: [png/]\n")
    (tmp_path / "configs/good.yaml").write_text(GOOD)
    status, out, err = run(tmp_path, "render", "configs", "-o", "out")
    assert (status, out) == (1, "out/good.gif\n")
    assert err.splitlines() == [
        "configs/frames.yaml: would write out/frames, but a link leads out of out [E503]",
        "configs/sub/a.yaml: would write out/sub/a.gif, but a link leads out of out [E503]",
    ]
    assert names(tmp_path / "outside") == []
    (tmp_path / "linked").symlink_to(tmp_path / "inside")
    assert run(tmp_path, "render", "configs/good.yaml", "-o", "linked")[0] == 0
    assert names(tmp_path / "inside") == ["good.gif"]


def test_configs_that_some_file_systems_would_write_over_each_other(tmp_path):
    for n, path in enumerate(["A/x.gif", "a/X.gif", "e\u0301.gif", "\u00e9.gif"]):
        text = GOOD + f"outputs: [{{format: gif, path: {path}}}]\n"
        (tmp_path / f"c{n}.yaml").write_text(text, encoding="utf-8")
    status, out, err = run(tmp_path, "render", ".", "-o", "out")
    assert (status, out.splitlines()) == (1, ["out/A/x.gif", "out/e\u0301.gif"])
    (tmp_path / "strip.yaml").write_text(GOOD + "filmstrip: 2\noutputs: [png]\n")
    (tmp_path / "strip_filmstrip.yaml").write_text(GOOD + "outputs: [png]\n")
    assert run(tmp_path, "render", "strip.yaml", "strip_filmstrip.yaml", "-o", "out") == (
        1,
        "out/strip.png\nout/strip_filmstrip.png\n",
        "strip_filmstrip.yaml: would write out/strip_filmstrip.png, which strip.yaml also writes "
        "[E221]\n",
    )
    assert err.splitlines() == [
        "c1.yaml: would write out/a/X.gif, which c0.yaml also writes [E221]",
        "c3.yaml: would write out/\u00e9.gif, which c2.yaml also writes [E221]",
    ]


@pytest.mark.skipif(os.name != "posix", reason="needs such names")
def test_names_of_files_reach_the_terminal_tamed(tmp_path):
    bad = [b"a\nb.yaml", b"a\x1b[31m.yaml", b"a\xff.yaml", b"d\x1b[31m/x.yaml"]
    for name in bad:
        path = os.path.join(os.fsencode(tmp_path), b"configs", name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(GOOD.encode())
    (tmp_path / "configs/good.yaml").write_text(GOOD)
    status, out, err = run(tmp_path, "render", "configs", "-o", "out")
    assert (status, out) == (1, "out/good.gif\n")
    assert all(line.isprintable() for line in err.splitlines())
    for name in ("a\ufffdb.yaml:1:1", "a\ufffd[31m.yaml:1:1", "a\ufffd.yaml:1:1"):
        assert f"configs/{name}: the file's own name must be" in err
    assert "d\ufffd[31m/x.yaml: the folder's name has control characters; rename it" in err
    for arguments in (["render", "\x1b[31m.yaml"], ["render", "configs", "-o", "\x1b[31m.gif"]):
        status, out, err = run(tmp_path, *arguments)
        assert (status, out) == (2, "")
        assert all(line.isprintable() for line in err.splitlines())


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="needs an endless file")
def test_stdin_that_is_endless_or_no_text(tmp_path):
    with open("/dev/zero", "rb") as endless:
        done = run(tmp_path, "render", "-", "-o", "x.gif", stdin=endless)
    assert done == (1, "", "-: more than 500000 bytes; the limit is 500000 [E102]\n")
    (tmp_path / "latin").write_bytes(b"i: \xe9")
    with (tmp_path / "latin").open("rb") as latin:
        status, _, err = run(tmp_path, "render", "-", "-o", "x.gif", stdin=latin)
    assert status == 1
    assert err.startswith("-:1:4: not UTF-8: byte 0xe9; save the file as UTF-8")


TITLES = [
    "<script>alert(1)</script> -->",
    r"\input{/etc/passwd} \write18{touch pwned}",
    "$x^{$ and $\\frac{1}$",
    "5$ or 6$ or 7$",
    "$" + "{" * 150 + "$",
    "a_b^c & d % e # f ~ g | \" ' {}",
]


@pytest.mark.parametrize("title", TITLES)
def test_markup_in_a_title_is_drawn(tmp_path, title):
    figure = convanim.figure(i=4, k=3, title=title, caption=title)
    for suffix in ("svg", "pdf", "txt", "png"):
        figure.save(tmp_path / f"x.{suffix}", **({"dpi": 40} if suffix == "png" else {}))
    assert "<script" not in (tmp_path / "x.svg").read_text(encoding="utf-8")
    assert figure.frame(0, 40).std() > 0


def test_a_title_keeps_no_control_characters():
    with pytest.raises(convanim.ConfigError, match="title must not contain control characters"):
        convanim.figure(i=4, k=3, title="\x1b]0;x\a")


@pytest.mark.parametrize("option", ["-n", "--check"])
def test_what_is_too_large_is_told_where_nothing_is_drawn(folder, option):
    (folder / "huge.yaml").write_text(GOOD + "outputs: [{format: png, dpi: 60000}]\n")
    status, out, err = run(folder, "render", "huge.yaml", "few/good.yaml", option)
    assert status == 1
    assert err.startswith("huge.yaml:3:11: ")
    assert "pixels are too many" in err
    new = [line for line in (out + err).splitlines() if ": new" in line]
    assert new == ["good.gif: new" + " [E505]" * (option == "--check")]
