"""What becomes of the files of a load: each one's outcome, their summary, and who is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from archive.files import Outcome
from indexer.walking import Offered


@dataclass(slots=True)
class Summary:
    """What became of the files of one load; `quarantined` holds (path, reason, remedy).

    `refused` are the reports that the engine did not take, with its reason, by doc_id.
    `resumed` counts the reports that an earlier load left unindexed, `set_beside` those whose
    metadata a metadata.csv changed, `left` the files that a load was stopped before.
    """

    counts: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    quarantined: list[tuple[str, str, str]] = field(default_factory=list)
    resumed: int = 0
    set_beside: int = 0
    left: int = 0
    refused: dict[str, str] = field(default_factory=dict)

    @property
    def offered(self) -> int:
        """How many files were offered: the sum of all outcomes."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Follower:
    """Who follows a load: told each file's outcome, and how many more files an archive holds.

    `stopped` is asked before a file is begun. If it says so, none is; those that workers are
    reading are finished, and the load ends.
    """

    advance: Callable[[Offered, Outcome], None] = lambda file, outcome: None
    found: Callable[[int], None] = lambda count: None
    stopped: Callable[[], bool] = lambda: False


NOBODY = Follower()
