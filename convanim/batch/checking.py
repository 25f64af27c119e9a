"""Checks whether files are what a run would make, and writes nothing.

There are three levels, each used if the previous one does not decide: the key and the hashes of the
files; the states of the frames and the hashes of redrawn files; the pixels of these, within a
tolerance. New versions of tools that change nothing are therefore a note and not an error.
"""

from __future__ import annotations

import difflib
import itertools
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import TYPE_CHECKING

from convanim.batch.comparing import LIBRARIES, OURS, unlikeness
from convanim.batch.executors.running import run
from convanim.batch.jobs import fitting
from convanim.batch.records.manifest import States
from convanim.errors import StaleError, plural
from convanim.files.scratch import scratch

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from convanim.batch.drawing import DrawResult, Made
    from convanim.batch.jobs import Job, Wanted
    from convanim.batch.listener import Listener
    from convanim.batch.records.manifest import Entry
    from convanim.batch.updating import Workers
    from convanim.errors import ConvanimError


@dataclass(frozen=True, slots=True)
class _WithoutPaths:
    """Passes the events of a run on, except the paths of its files, which are temporary."""

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
    jobs: Iterable[Job],
    entries: Mapping[str, Entry],
    workers: Workers,
    listener: Listener,
    force: bool = False,
) -> list[Wanted]:
    """Report every output that a run would change, and return these.

    Parameters
    ----------
    jobs : iterable of Job
        All figures of the run.
    entries : mapping of str to Entry
        The recorded outputs, by target.
    workers : callable
        Returns a context manager with the executor, on this machine, for what must be drawn.
    listener : Listener
        Receives stale outputs as errors, and one note on new versions that change nothing.
    force : bool
        Redraw everything, even what is up to date by its key.
    """
    stale: list[Wanted] = []
    doubtful: list[Wanted] = []
    for job in jobs:
        settled: dict[Wanted, str] = {}
        for wanted in job.wanted:
            entry = entries.get(wanted.target)
            reason = "new" if entry is None else wanted.config_reason(entry)
            reason = reason or (wanted.file_reason(entry) if entry else "")
            if reason:
                settled[wanted] = reason
            elif entry and (force or wanted.tool_reason(entry)):
                doubtful.append(wanted)
        # A figure that no run can make is reported as such.
        if settled and fitting([job], listener.on_error):
            stale += settled
            for wanted, reason in settled.items():
                listener.on_error(StaleError(f"{wanted.path}: {reason}").of(job.source.path))
    faults = _faults_when_redrawn(entries, doubtful, workers, listener)
    for wanted in doubtful:
        if fault := faults.get(wanted):
            listener.on_error(StaleError(fault).of(wanted.job.source.path))
    # An output without a result could not be drawn, which the run has reported.
    stale += [wanted for wanted in doubtful if faults.get(wanted) != ""]
    if note := _note_on_versions(doubtful, {wanted.job for wanted in stale}, entries):
        listener.on_note(note)
    return stale


def _faults_when_redrawn(
    entries: Mapping[str, Entry],
    doubtful: Sequence[Wanted],
    workers: Workers,
    listener: Listener,
) -> dict[Wanted, str]:
    """Redraw outputs in a temporary folder; return how each differs, empty if it does not."""
    faults: dict[Wanted, str] = {}
    if not doubtful:
        return faults
    with scratch() as folder:
        originals, todo = {}, []
        for job, group in itertools.groupby(doubtful, key=attrgetter("job")):
            chosen = list(group)
            copy = replace(job, root=folder, outputs=tuple(each.output for each in chosen))
            originals[copy] = chosen
            todo.append(copy)
        drawn: dict[Job, DrawResult] = {}
        with workers(todo) as executor:
            run(todo, _WithoutPaths(listener), drawn.__setitem__, executor)
        for copy, result in drawn.items():
            for made in result.made:
                wanted = originals[copy][made.number]
                entry = entries[wanted.target]
                faults[wanted] = _fault(wanted, entry, result.states, made, folder)
    return faults


def _fault(wanted: Wanted, entry: Entry, states: tuple[str, ...], made: Made, folder: Path) -> str:
    """Return which file of a redrawn output differs, and how; empty if none does."""
    reason = wanted.tool_reason(entry)
    because = f"; {reason}" if reason else ""
    if States.of(states) != entry.states:
        return f"{wanted.path}: the frames differ{because}"
    if {file.path for file in made.files} != {file.path for file in entry.files}:
        return f"{wanted.path}: the files differ{because}"
    libraries = {**entry.tools, "convanim": ""} != {**wanted.tools, "convanim": ""}
    tolerance = LIBRARIES if libraries else OURS
    old = {file.path: file.sha256 for file in entry.files}
    for file in made.files:
        if file.sha256 != old[file.path]:
            path = wanted.job.root / file.path
            pair = path, folder / file.path
            if fault := unlikeness(wanted.output.writer, *pair, tolerance):
                return f"{path}: {fault}{because}"
    return ""


def _note_on_versions(
    redrawn: Sequence[Wanted], stale: Collection[Job], entries: Mapping[str, Entry]
) -> str:
    """Return one line about all figures that look the same with new versions of tools."""
    figures: set[Job] = set()
    changes: dict[str, set[tuple[str, str]]] = {}
    for wanted in redrawn:
        old, new = entries[wanted.target].tools, wanted.tools
        if wanted.job in stale or old == new:
            continue
        figures.add(wanted.job)
        for tool in {*old, *new}:
            versions = old.get(tool, "none"), new.get(tool, "none")
            if versions[0] != versions[1]:
                changes.setdefault(tool, set()).add(versions)
    if not figures:
        return ""
    looks = "looks" if len(figures) == 1 else "look"
    causes = ", ".join(_change(tool, versions) for tool, versions in sorted(changes.items()))
    return f"{len(figures)} {plural(len(figures), 'figure')} {looks} the same; {causes}"


def _change(tool: str, versions: Collection[tuple[str, str]]) -> str:
    """Return what has changed; the versions only if they are the same for all figures."""
    if len(versions) > 1:
        return f"{tool} changed"
    ((old, new),) = versions
    return f"{tool} changed {old} -> {new}"


def difference(stale: Sequence[Wanted], entries: Mapping[str, Entry]) -> Iterator[str]:
    """Yield the lines of the unified difference of the frames of stale figures, as text."""
    targets: dict[Job, str] = {}
    for wanted in stale:
        targets.setdefault(wanted.job, wanted.target)
    for job, target in targets.items():
        entry = entries.get(target)
        yield from difflib.unified_diff(
            entry.states.lines if entry else (),
            job.figure.states(),
            f"{job.name} as made",
            f"{job.name} now",
            lineterm="",
        )
