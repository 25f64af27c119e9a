"""The wheel and the sdist contain all files they need, and an installed wheel works."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from tests.support.command import ROOT

needs_build = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("build", "hatchling"))),
    reason="needs build and hatchling, of the extra dev",
)
needs_twine = pytest.mark.skipif(
    importlib.util.find_spec("twine") is None, reason="needs twine, of the extra dev"
)
SOURCES = (
    "convanim",
    ".gitignore",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
    "CITATION.cff",
)


def run(*command, **options):
    done = subprocess.run(
        [*map(str, command)], capture_output=True, text=True, check=False, **options
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """The folder with a wheel and an sdist, built without network from a copy of the sources."""
    source = tmp_path_factory.mktemp("source")
    for name in SOURCES:
        if (ROOT / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, source / name, ignore=ignored)
        else:
            shutil.copy(ROOT / name, source / name)
    run(sys.executable, "-m", "build", "--no-isolation", source)
    return source / "dist"


def only(folder, pattern):
    (path,) = folder.glob(pattern)
    return path


def data_files():
    """Return the package's files by their paths, other than compiled ones."""
    package = ROOT / "convanim"
    files = (path for path in package.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(ROOT).as_posix() for path in files}


@needs_build
def test_wheel_and_sdist_hold_the_whole_package(built):
    wanted = data_files()
    assert {Path(name).suffix for name in wanted} >= {".py", ".yaml", ".jinja", ".typed"}
    with zipfile.ZipFile(only(built, "*.whl")) as wheel:
        assert wanted <= set(wheel.namelist())
    with tarfile.open(only(built, "*.tar.gz")) as sdist:
        names = {name.split("/", 1)[-1] for name in sdist.getnames()}
    assert wanted | {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md"} <= names


@needs_build
@pytest.mark.skipif(
    importlib.util.find_spec("twine") is None, reason="needs twine, of the extra dev"
)
def test_twine_accepts_both(built):
    run(sys.executable, "-m", "twine", "check", "--strict", *built.iterdir())


@needs_build
def test_an_installed_wheel_draws_a_figure(built, tmp_path):
    """The dependencies come from this environment, so that no network is needed."""
    home = tmp_path / "venv"
    venv.create(home, with_pip=False)
    python = home / ("Scripts" if os.name == "nt" else "bin") / "python"
    packages = run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    shared = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    wheel = only(built, "*.whl")
    alone = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "-q", "--no-index")
    run(*pip, "--no-deps", wheel, env=alone, cwd=tmp_path)
    Path(packages, "shared.pth").write_text("\n".join(shared), encoding="utf-8")

    command = python.with_name("convanim")
    version = wheel.name.split("-")[1]
    assert version in run(command, "--version", env=alone, cwd=tmp_path)
    script = "import convanim; print(convanim.__file__)"
    assert run(python, "-c", script, env=alone, cwd=tmp_path).startswith(packages)
    (tmp_path / "x.yaml").write_text("i: 3\nk: 2\ntheme: paper\n", encoding="utf-8")
    run(command, "render", "x.yaml", "-o", "x.gif", env=alone, cwd=tmp_path)
    assert (tmp_path / "x.gif").read_bytes().startswith(b"GIF89a")
