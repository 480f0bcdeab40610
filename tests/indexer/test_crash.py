"""A load that is killed again and again ends in the same archive as one that nothing disturbed."""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress
from multiprocessing import active_children
from pathlib import Path

import pytest

from archive.settings import Settings
from indexer.limits import DEFAULTS
from indexer.opened import Room
from indexer.workers import Workers
from tests.indexer.crashes import Crashes, draw, environment, incoming
from tests.indexer.crashing import LONGEST, RunningLoad, end, left_of, within
from tests.indexer.mixed_files import report

__all__ = ["draw", "incoming"]

ROUNDS = 8
"""Kills of a worker of two that have much to do: every third left the other waiting for ever."""


@pytest.mark.slow
def test_a_load_killed_at_thirty_moments_makes_the_archive_of_an_undisturbed_one(
    tmp_path: Path, incoming: Path, draw: random.Random
) -> None:
    Crashes(Settings(tmp_path), incoming, draw).run()


def test_a_worker_ends_with_its_loader_in_the_middle_of_a_file(tmp_path: Path) -> None:
    slow = tmp_path / "in" / "a.txt"
    slow.parent.mkdir()
    slow.write_text("出庭应诉。\n" * 3_000_000, "utf-8")  # takes half a minute
    settings = Settings(tmp_path / "data")
    load = RunningLoad(slow.parent, environment(settings), tmp_path / "load.log")
    try:
        load.reads_for(0.5)
        load.kill("loader", random.Random())
        assert left_of([load.session]) == []
    finally:
        end([load.session])


def test_a_worker_killed_at_any_moment_costs_no_file(tmp_path: Path, draw: random.Random) -> None:
    text = "\n".join(report(draw)).encode()
    for _ in range(ROUNDS):
        with within(LONGEST), Workers(DEFAULTS, count=2) as workers:
            tasks = [workers.open(text, "报告.txt", Room(tmp_path)) for _ in range(60)]
            assert workers.result(tasks[0]).reading
            time.sleep(draw.uniform(0, 0.1))
            with suppress(ProcessLookupError):  # the last round's may be among them, and end
                os.kill(draw.choice(active_children()).pid or 0, signal.SIGKILL)
            assert all(workers.result(task).reading for task in tasks)
