"""How far a command that takes long has come: a bar on a terminal, a line now and then in a log."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from time import monotonic
from typing import Any

import click
from rich.console import Console, RenderableType
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from archive.messages import progress as messages

SECONDS = 10.0
"""How long the log stays silent between two lines."""

RATE_OVER = 30.0
"""The seconds over which the rate is taken."""


def progress() -> Progress:
    """What shows progress on the error stream; what is printed stays clean.

    Tasks may have a field `counts`, a text that is shown with them.
    """
    console = Console(stderr=True)
    return _Bars(console) if console.is_interactive else Lines()


class Lines(Progress):
    """For a log: a line every ten seconds, and one at the end; none of what ends before that."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        super().__init__(
            auto_refresh=False, disable=True, get_time=clock, speed_estimate_period=RATE_OVER
        )
        self._told_at = clock()
        self._told: dict[TaskID, float] = {}

    def advance(self, task_id: TaskID, advance: float = 1) -> None:
        """Move a task on by some steps, and tell of it if it is time."""
        super().advance(task_id, advance)
        self._tell_in_time(task_id)

    def update(self, task_id: TaskID, **values: Any) -> None:
        """Set a task's values, and tell of it if it is time."""
        super().update(task_id, **values)
        self._tell_in_time(task_id)

    def stop(self) -> None:
        """Tell the end of the tasks that were told of."""
        for task in self.tasks:
            if self._told.get(task.id, task.completed) != task.completed:
                self._tell(task)

    def _tell_in_time(self, task_id: TaskID) -> None:
        if self.get_time() - self._told_at >= SECONDS:
            self._tell(self._tasks[task_id])

    def _tell(self, task: Task) -> None:
        self._told_at = self.get_time()
        self._told[task.id] = task.completed
        click.echo(_line(task), err=True)


class _Bars(Progress):
    """For a terminal: a bar for each task, its counts below it."""

    def __init__(self, console: Console) -> None:
        super().__init__(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            MofNCompleteColumn(),
            _RateColumn(),
            TimeRemainingColumn(),
            console=console,
            speed_estimate_period=RATE_OVER,
            transient=True,  # gone when the summary is printed
        )

    def get_renderables(self) -> Iterable[RenderableType]:
        """The bars, and under them the counts."""
        yield from super().get_renderables()
        for task in self.tasks:
            if counts := task.fields.get("counts"):
                yield Text(counts)


class _RateColumn(ProgressColumn):
    def render(self, task: Task) -> Text:
        """How many files or reports a second."""
        return Text(messages.RATE.format(rate=task.speed or 0))


def _line(task: Task) -> str:
    done = f"{task.completed:.0f}"
    if task.total is not None:
        done += f"/{task.total:.0f}"
    told = [messages.RATE.format(rate=task.speed or 0)]
    if not task.finished and task.time_remaining is not None:
        remaining = timedelta(seconds=int(task.time_remaining))  # as 0:02:21
        told.append(messages.REMAINING.format(time=remaining))
    if counts := task.fields.get("counts"):
        told.append(counts)
    return messages.LINE.format(task=task.description, done=done, told=messages.COMMA.join(told))
