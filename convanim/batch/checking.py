"""Checks whether files are what a run would make, and writes nothing.

There are three levels, each used if the previous one does not decide: the key and the hashes of the
files; the states of the frames and the hashes of redrawn files; the pixels of these, within a
tolerance. New versions of tools that change nothing are therefore a note and not an error.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from convanim.batch.comparing import LIBRARIES, OURS, unlikeness
from convanim.batch.jobs import fitting
from convanim.batch.running import run
from convanim.errors import ConvanimError
from convanim.files.scratch import scratch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from convanim.batch.drawing import DrawResult, Made
    from convanim.batch.jobs import Job, Wanted
    from convanim.batch.listener import Listener
    from convanim.batch.manifest import Entry
    from convanim.batch.updating import Workers


class StaleError(ConvanimError):
    """A file that differs from what a run would make."""


@dataclass(frozen=True, slots=True)
class _Quietly:
    """Receives the events of a run whose files are temporary."""

    listener: Listener

    def on_frames(self, name: str, count: int) -> None:
        self.listener.on_frames(name, count)

    def on_finish(self, name: str) -> None:
        self.listener.on_finish(name)

    def on_file(self, path: Path) -> None:
        pass

    def on_error(self, error: ConvanimError) -> None:
        self.listener.on_error(error)

    def on_note(self, text: str) -> None:
        self.listener.on_note(text)


def check(
    jobs: Sequence[Job],
    entries: Mapping[str, Entry],
    workers: Workers,
    listener: Listener,
    force: bool = False,
) -> list[Wanted]:
    """Report every output that a run would change, and return these.

    Parameters
    ----------
    jobs : sequence of Job
        All figures of the run.
    entries : mapping of str to Entry
        The recorded outputs, by target.
    workers : callable
        Returns a context manager with the executor, on this machine, for what must be drawn.
    listener : Listener
        Receives stale outputs as errors, and new versions that change nothing as notes.
    force : bool
        Redraw everything, even what is up to date by its key.
    """
    stale: list[Wanted] = []
    doubtful: dict[str, str] = {}
    for job in jobs:
        settled: dict[Wanted, str] = {}
        for wanted in job.wanted:
            entry = entries.get(wanted.target)
            reason = "new" if entry is None else wanted.config_reason(entry)
            reason = reason or (wanted.file_reason(entry) if entry else "")
            if reason:
                settled[wanted] = reason
            elif entry and (reason := wanted.tool_reason(entry) or ("forced" if force else "")):
                doubtful[wanted.target] = reason
        # A figure that no run can make is reported as such.
        if settled and fitting([job], listener.on_error):
            stale += settled
            for wanted, reason in settled.items():
                listener.on_error(StaleError(f"{wanted.path}: {reason}").of(job.source.path))
    return stale + list(_redraw(jobs, entries, doubtful, workers, listener))


def _redraw(
    jobs: Sequence[Job],
    entries: Mapping[str, Entry],
    doubtful: Mapping[str, str],
    workers: Workers,
    listener: Listener,
) -> Iterator[Wanted]:
    """Redraw outputs in a temporary folder, and yield those that differ."""
    if not doubtful:
        return
    with scratch() as folder:
        originals, todo = {}, []
        for job in jobs:
            chosen = [each for each in job.wanted if each.target in doubtful]
            if chosen:
                outputs = tuple(each.output for each in chosen)
                copy = replace(job, root=folder, outputs=outputs)
                originals[copy] = chosen
                todo.append(copy)
        drawn: dict[Job, DrawResult] = {}
        with workers(todo) as executor:
            run(todo, _Quietly(listener), drawn.__setitem__, executor)
        for copy in todo:
            made = {each.number: each for each in drawn[copy].made} if copy in drawn else {}
            for number, wanted in enumerate(originals[copy]):
                entry = entries[wanted.target]
                if number not in made:
                    yield wanted
                    continue
                fault = _fault(wanted, entry, drawn[copy].states, made[number], folder)
                if fault:
                    yield wanted
                    listener.on_error(StaleError(f"{wanted.path}: {fault}").of(copy.source.path))
                elif reason := wanted.tool_reason(entry):
                    listener.on_note(f"{wanted.path}: looks the same; {reason}")


def _fault(wanted: Wanted, entry: Entry, states: tuple[str, ...], made: Made, folder: Path) -> str:
    """Return how a redrawn output differs; empty if it does not."""
    reason = wanted.tool_reason(entry)
    because = f"; {reason}" if reason else ""
    if states != entry.states:
        return f"other states of frames{because}"
    if {file.path for file in made.files} != {file.path for file in entry.files}:
        return f"other files{because}"
    libraries = {**entry.tools, "convanim": ""} != {**wanted.tools, "convanim": ""}
    tolerance = LIBRARIES if libraries else OURS
    old = {file.path: file.sha256 for file in entry.files}
    for file in made.files:
        if file.sha256 != old[file.path]:
            pair = wanted.job.root / file.path, folder / file.path
            if fault := unlikeness(wanted.output.writer, *pair, tolerance):
                return f"{file.path}: {fault}{because}"
    return ""


def difference(stale: Sequence[Wanted], entries: Mapping[str, Entry]) -> Iterator[str]:
    """Yield the lines of the unified difference of the frames of stale figures, as text."""
    told = set()
    for wanted in stale:
        name = wanted.job.name
        entry = entries.get(wanted.target)
        if name in told:
            continue
        told.add(name)
        yield from difflib.unified_diff(
            entry.states if entry else (),
            wanted.job.figure.states(),
            f"{name} as made",
            f"{name} now",
            lineterm="",
        )
