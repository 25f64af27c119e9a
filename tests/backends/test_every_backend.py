"""Properties of all backends, including those that are added later."""

from __future__ import annotations

import subprocess
import sys

import pytest

import convanim
from convanim.errors import OutputError
from convanim.film.backend import Backend
from convanim.film.writer import Writer
from convanim.plugins import registry

BACKENDS = registry.scan(Backend)


def test_each_kind_of_film_has_a_writer_and_each_writer_a_backend():
    assert {writer.takes for writer in registry.scan(Writer).values()} == {*BACKENDS}


@pytest.mark.parametrize("name", BACKENDS)
def test_a_film_lasts_as_long_as_the_timeline(name):
    figure = convanim.figure(operation="conv", i=4, k=3)
    shot = figure.shot(figure.spec.theme)
    writers = registry.scan(Writer).values()
    film = BACKENDS[name]().film(shot, next(each for each in writers if each.takes == name)())
    assert film.centiseconds == figure.timeline.centiseconds


def test_finding_the_backends_imports_no_library():
    code = (
        "import sys; from convanim.film.backend import Backend; "
        "from convanim.plugins import registry; list(registry.scan(Backend).values()); "
        "print({'matplotlib', 'numpy', 'PIL'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_a_frame_too_large_to_draw_is_refused():
    figure = convanim.figure(operation="conv", i=4, k=3)
    with pytest.raises(OutputError, match="pixels are too many"):
        figure.frame(0, dpi=60_000)


def test_a_new_kind_of_film_is_a_module_in_backends_and_a_writer(tmp_path, monkeypatch):
    """A new backend needs no edit of ``api`` or ``config``."""
    (tmp_path / "backends").mkdir()
    (tmp_path / "writers").mkdir()
    (tmp_path / "backends/steps.py").write_text(
        "from typing import ClassVar\n"
        "from convanim.film.backend import Backend\n"
        "class Steps(Backend[object, tuple]):\n"
        "    name: ClassVar = 'steps'\n"
        "    def film(self, shot, options):\n"
        "        return shot.timeline.centiseconds\n"
    )
    (tmp_path / "writers/csv.py").write_text(
        "from dataclasses import dataclass\n"
        "from typing import ClassVar\n"
        "from convanim.files.staging import staged\n"
        "from convanim.film.writer import Writer\n"
        "@dataclass(frozen=True, slots=True, kw_only=True)\n"
        "class Csv(Writer[tuple]):\n"
        "    name: ClassVar = 'csv'\n"
        "    suffix: ClassVar = '.csv'\n"
        "    takes: ClassVar = 'steps'\n"
        "    still: ClassVar = False\n"
        "    def write(self, film, path, tick):\n"
        "        with staged(path) as temporary:\n"
        "            temporary.write_text(','.join(map(str, film)))\n"
        "        return (path,)\n"
    )
    for kind in ("backends", "writers"):
        package = sys.modules[f"convanim.{kind}"]
        monkeypatch.setattr(package, "__path__", [*package.__path__, str(tmp_path / kind)])
        monkeypatch.delitem(sys.modules, f"convanim.{kind}.steps", raising=False)
    monkeypatch.setattr(registry, "_SCANNED", {})
    figure = convanim.figure(operation="conv", i=4, k=3)
    (path,) = figure.save(tmp_path / "x.csv")
    assert path.read_text() == ",".join(map(str, figure.timeline.centiseconds))
    for name in ("convanim.writers.csv", "convanim.backends.steps"):
        monkeypatch.delitem(sys.modules, name)
