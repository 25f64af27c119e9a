"""Splits a run into shards for machines that do not communicate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from convanim.errors import ConvanimError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from convanim.batch.jobs import Job

MOST = 1000


@dataclass(frozen=True, slots=True)
class Shard:
    """One of several shards of a run.

    Attributes
    ----------
    number : int
        The number of the shard, counted from 1.
    count : int
        How many shards there are.
    """

    number: int
    count: int

    @classmethod
    def parse(cls, text: str) -> Shard:
        """Return the shard that a text such as ``"2/8"`` names.

        Raises
        ------
        ConvanimError
            The text does not name a shard.
        """
        match = re.fullmatch(r"([0-9]{1,4})/([0-9]{1,4})", text, re.ASCII)
        number, count = (int(each) for each in match.groups()) if match else (0, 0)
        if not 1 <= number <= count <= MOST:
            raise ConvanimError(
                f"'{text}' is not a shard: write number/count, such as 2/8, with a count "
                f"of at most {MOST}"
            )
        return cls(number, count)

    def __str__(self) -> str:
        return f"{self.number}-of-{self.count}"

    def share(self, jobs: Sequence[Job]) -> list[Job]:
        """Return the jobs of this shard, which are the same on every machine.

        Shards have about the same number of frames: each job, starting with the longest, goes to
        the shard with the fewest frames so far. Up-to-date figures are included, since they can
        differ between machines.
        """
        loads = [0] * self.count
        chosen = set()
        for job in sorted(jobs, key=lambda job: (-job.ticks, job.name)):
            least = loads.index(min(loads))
            loads[least] += job.ticks
            if least == self.number - 1:
                chosen.add(job)
        return [job for job in jobs if job in chosen]
