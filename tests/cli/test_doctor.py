"""The findings of ``doctor``, on this machine and on broken ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import numpy as np
import pytest

from convanim import __version__
from convanim.backends._mpl import fonts
from convanim.cli import run
from convanim.errors import ConvanimError
from convanim.film.video import ffmpeg

ROOT = Path(__file__).parents[2]


def doctor(folder, *arguments, **env):
    done = subprocess.run(
        [sys.executable, "-m", "convanim", "doctor", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", **env},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert "Traceback" not in done.stderr
    return done


def findings(folder, *arguments, **env):
    """Return the exit status, and the states and values of the findings by name."""
    done = doctor(folder, "--json", *arguments, **env)
    told = json.loads(done.stdout)
    assert told["ok"] == (done.returncode == 0)
    found = {}
    for each in told["findings"]:
        found.setdefault(each["name"], []).append((each["state"], each["value"]))
    return done.returncode, found


def test_this_machine_can_draw_every_figure(tmp_path):
    status, found = findings(tmp_path)
    assert status == 0
    assert "cache" not in found
    assert found["numpy"] == [("ok", np.__version__)]
    assert found["Python"][0][1] == ".".join(map(str, sys.version_info[:3]))
    names = {"convanim", "fonttools", "imageio", "imageio-ffmpeg", "matplotlib", "pillow"}
    assert names <= set(found)
    here = ffmpeg.find()
    assert found["ffmpeg"] == [("ok", f"{here.version} ({here.path})")]
    assert found["ffmpeg's licence"] == [("ok", here.licence)]
    assert found["Computer Modern"] == [("ok", f"7 fonts in {fonts.folder()}")]


def test_without_json_each_finding_is_a_line(tmp_path):
    done = doctor(tmp_path)
    assert done.returncode == 0
    lines = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    assert lines[0] == ["ok", "convanim", __version__]
    assert ["ok", "numpy", np.__version__] in lines


def test_a_library_that_does_not_import(tmp_path):
    (tmp_path / "matplotlib.py").write_text("raise ImportError('libfreetype.so.6: not found')")
    status, found = findings(tmp_path)
    assert status == 1
    assert found["matplotlib"] == [("fault", "ImportError: libfreetype.so.6: not found")]
    assert found["Computer Modern"][0][0] == "fault"
    assert found["numpy"][0][0] == "ok"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (None, "{path}: does not run: No such file or directory"),
        ("#!/bin/sh\nexit 3\n", "returned non-zero exit status 3"),
        ("#!/bin/sh\necho hello\n", "{path}: is not ffmpeg"),
        (
            "#!/bin/sh\nprintf 'ffmpeg version 4.4.2\\nconfiguration: --enable-libx264\\n'\n",
            "is older than 5.1, which mp4 needs; unset IMAGEIO_FFMPEG_EXE",
        ),
        (
            "#!/bin/sh\nprintf 'ffmpeg version 7.0\\nconfiguration: --enable-gpl\\n'\n",
            "was built without libx264, which mp4 needs; unset IMAGEIO_FFMPEG_EXE",
        ),
    ],
)
def test_a_program_that_is_not_ffmpeg(tmp_path, text, says):
    path = tmp_path / "other-ffmpeg"
    if text:
        path.write_text(text)
        path.chmod(0o755)
    status, found = findings(tmp_path, IMAGEIO_FFMPEG_EXE=str(path))
    assert status == 1
    state, value = found["ffmpeg"][-1]
    assert state == "fault"
    assert says.format(path=path) in value


def test_no_ffmpeg_at_all(tmp_path):
    (tmp_path / "imageio_ffmpeg.py").write_text(
        "def get_ffmpeg_exe():\n    raise RuntimeError('No ffmpeg exe could be found. Install it')"
    )
    status, found = findings(tmp_path)
    assert status == 1
    assert found["ffmpeg"] == [("fault", "ConvanimError: no ffmpeg: No ffmpeg exe could be found")]


@pytest.mark.parametrize(
    ("options", "licence"),
    [
        ("", "LGPL 2.1 or later"),
        ("--enable-version3", "LGPL 3 or later"),
        ("--enable-gpl --enable-libx264", "GPL 2 or later"),
        ("--enable-gpl --enable-version3", "GPL 3 or later"),
        ("--enable-gpl --enable-nonfree", "nonfree: this build must not be passed on"),
    ],
)
def test_the_licence_follows_from_how_ffmpeg_was_built(options, licence):
    told = f"ffmpeg version 8.1-static Copyright\nbuilt with gcc\nconfiguration: {options}\n"
    found = ffmpeg.parsed("ffmpeg", told)
    assert (found.version, found.licence) == ("8.1-static", licence)
    assert found.has_h264 == ("libx264" in options)


def test_other_programs_are_refused():
    with pytest.raises(ConvanimError, match=r"^/bin/cat: is not ffmpeg$"):
        ffmpeg.parsed("/bin/cat", "cat (GNU coreutils) 9.1")


def test_fonts_of_the_machine(monkeypatch, tmp_path):
    """The first font that has all characters is found, even beside a broken one."""
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    files = [str(tmp_path / "broken.ttf"), str(fonts.folder() / "DejaVuSans.ttf")]
    monkeypatch.setattr(fonts.font_manager, "findSystemFonts", lambda: files)
    assert fonts.with_glyphs("k\u00ea") == ("DejaVu Sans", files[1])
    assert fonts.with_glyphs("\u5377") is None


def test_a_machine_without_a_chinese_font_can_draw(monkeypatch):
    from convanim.cli.doctor import checks

    monkeypatch.setattr(fonts.font_manager, "findSystemFonts", list)
    found = {each.name: each for each in checks.findings(None)}["font for Chinese"]
    assert found.state == "lacking"
    assert found.value == (
        "no font has U+5377 U+79EF U+5C42, which titles can need; "
        "install one, such as Noto Sans CJK"
    )


def test_missing_faces_are_named(monkeypatch, tmp_path):
    from convanim.cli.doctor import checks

    monkeypatch.setattr(fonts, "folder", lambda: tmp_path)
    for name in fonts.COMPUTER_MODERN[1:]:
        (tmp_path / f"{name}.ttf").touch()
    found = {each.name: each for each in checks.findings(None)}["Computer Modern"]
    assert (found.state, found.value) == (
        "fault",
        f"no cmb10 in {tmp_path}; reinstall matplotlib",
    )


@pytest.mark.parametrize(
    ("found", "state", "says"),
    [
        ("1.25.9", "fault", "1.25.9 is too old: python -m pip install 'numpy>=1.26'"),
        ("1.26.0", "ok", "1.26.0"),
        ("10.0", "ok", "10.0"),
    ],
)
def test_versions_are_compared_with_what_the_package_needs(monkeypatch, found, state, says):
    from convanim.cli.doctor import checks

    monkeypatch.setattr(checks, "version", lambda _: found)
    monkeypatch.setattr(checks.metadata, "requires", lambda _: ["numpy>=1.26", "rich>=13"])
    told = {each.name: each for each in checks.findings(None)}["numpy"]
    assert (told.state, told.value) == (state, says)


def test_every_extra_is_listed_with_what_it_installs():
    from convanim.cli.doctor import checks

    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    extras = {**project["optional-dependencies"]}
    del extras["test"], extras["dev"]
    assert extras.keys() == checks.EXTRAS.keys()
    for extra, library in checks.EXTRAS.items():
        assert [each.partition(">=")[0] for each in extras[extra]] == [library]


@pytest.mark.parametrize(
    ("is_installed", "found", "state", "says"),
    [
        (False, "", "lacking", "not installed: python -m pip install 'convanim[onnx]'"),
        (True, "1.9", "lacking", "onnx 1.9 is too old: python -m pip install 'convanim[onnx]'"),
        (True, "1.17.0", "ok", "onnx 1.17.0"),
    ],
)
def test_an_extra_is_compared_with_what_the_package_needs(
    monkeypatch, is_installed, found, state, says
):
    from convanim.cli.doctor import checks

    monkeypatch.setattr(checks, "find_spec", lambda _: is_installed)
    monkeypatch.setattr(checks, "version", lambda _: found)
    needs = ["onnx-x>=9", "onnx>=1.17; extra == 'onnx'"]
    monkeypatch.setattr(checks.metadata, "requires", lambda _: needs)
    told = {each.name: each for each in checks.findings(None)}["extra onnx"]
    assert (told.state, told.value) == (state, says)


def test_a_home_that_cannot_be_written(tmp_path):
    (tmp_path / "file").touch()
    env = {"HOME": "file", "XDG_CACHE_HOME": "file", "XDG_CONFIG_HOME": "file"}
    status, found = findings(tmp_path, MPLCONFIGDIR="file", **env)
    assert status == 0
    assert found["matplotlib's cache"][0][0] == "lacking"


def test_the_cache(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.yaml").write_text("i: 4\nk: 3\noutputs: [gif, txt]\n")
    assert run(["render", "x.yaml", "--cache", "kept"]) == 0
    assert findings(tmp_path, "--cache", "kept")[1]["cache"] == [("ok", "kept: 2 outputs, 0.0 MB")]
    empty = findings(tmp_path, "--cache", "new/one")[1]["cache"]
    assert empty == [("ok", "new/one: 0 outputs, 0.0 MB")]
    assert not (tmp_path / "new").exists()
    status, found = findings(tmp_path, "--cache", "x.yaml")
    assert (status, found["cache"]) == (1, [("fault", "x.yaml: not a folder")])
