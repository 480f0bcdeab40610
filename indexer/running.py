"""A load as a command runs it: with its progress, its log and a way to stop it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from rich.progress import Progress

from archive.engine import open_engine
from archive.files import Outcome
from archive.library import Library
from archive.messages import indexer as messages
from archive.messages import progress as progress_messages
from archive.settings import Settings
from indexer.beside import Beside
from indexer.indexing import Indexing
from indexer.limits import from_environment as limits_from_environment
from indexer.load_log import LoadLog
from indexer.outcomes import Follower, Summary
from indexer.pipeline import load
from indexer.progress import progress
from indexer.stopping import Stopping
from indexer.walking import Offered


def loaded(
    files: Sequence[Offered],
    library: Library,
    settings: Settings,
    beside: Beside,
    log: LoadLog,
    stopping: Stopping,
) -> Summary:
    """Load files into library and engine; the log itself is not among them."""
    if log.is_kept:
        files = [file for file in files if not log.is_at(file)]
    limits = limits_from_environment()
    with open_engine(settings) as engine, progress() as shown, log.run(len(files)) as run:
        tally = _Tally(shown, len(files))

        def advance(file: Offered, outcome: Outcome) -> None:
            tally.advance(outcome)
            if log.is_kept:
                run.note(file, outcome, library.file(file.name))

        follower = Follower(advance, tally.found, stopping.is_set)
        indexing = Indexing(library, engine, settings.engine)
        summary = load(files, indexing, limits, beside, follower)
        run.summary = summary
    return summary


class _Tally:
    """The task of a load among what shows progress, with the counts of its outcomes."""

    def __init__(self, shown: Progress, total: int) -> None:
        self._shown = shown
        self._counts: Counter[str] = Counter()
        self._task = shown.add_task(messages.LOADING, total=total, counts="")

    def advance(self, outcome: Outcome) -> None:
        """Count a file."""
        self._counts[outcome] += 1
        counts = progress_messages.BETWEEN.join(
            progress_messages.COUNT.format(name=name, count=self._counts[outcome])
            for outcome, name in progress_messages.OUTCOMES.items()
            if self._counts[outcome]
        )
        self._shown.update(self._task, advance=1, counts=counts)

    def found(self, count: int) -> None:
        """Expect more files, which an archive holds."""
        task = self._shown.tasks[0]
        task.total = (task.total or 0) + count  # by `update` the rate would be taken anew
