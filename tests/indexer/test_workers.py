"""Worker processes: whatever befalls one is a failure of its file, and the next file is read."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from indexer.blocks import Unreadable
from indexer.limits import DEFAULTS, Limits
from indexer.opened import Opened, Room
from indexer.workers import Workers

TEXT = "青石县司法局2022年工作总结\n全年负责人出庭应诉三件。\n".encode()
NAME = "报告.txt"


def hang(*_: object) -> Opened:
    time.sleep(60)
    raise AssertionError("not given up")


def crash(*_: object) -> Opened:
    os.kill(os.getpid(), signal.SIGSEGV)
    raise AssertionError("not crashed")


def eat(*_: object) -> Opened:
    held = [bytearray(100_000_000) for _ in range(1000)]
    raise AssertionError(len(held))


@pytest.fixture
def room(tmp_path: Path) -> Room:
    return Room(tmp_path / "room")


@pytest.fixture
def workers() -> Iterator[Workers]:
    with Workers(replace(DEFAULTS, seconds=3, memory_mb=1_000), count=1) as workers:
        yield workers


def reads(workers: Workers, room: Room) -> bool:
    opened = workers.result(workers.open(TEXT, NAME, room))
    return opened.reading is not None and opened.reading.report.metadata.year == 2022


@pytest.mark.parametrize(
    ("befalls", "reason"),
    [
        (hang, "读取超过 3 秒，已中止"),
        (crash, "读取程序异常中止"),
        (eat, "读取需要的内存超过 1000 MB，已中止"),
    ],
)
def test_what_befalls_a_worker_is_a_failure_of_its_file_alone(
    workers: Workers, room: Room, befalls: Callable[..., Opened], reason: str
) -> None:
    task = workers._task(workers.limits.seconds, TEXT, NAME, befalls, room)
    with pytest.raises(Unreadable) as failed:
        workers.result(task)
    assert failed.value.reason == reason
    assert reads(workers, room)


def test_a_worker_killed_while_it_reads_nothing_is_replaced(workers: Workers, room: Room) -> None:
    assert reads(workers, room)
    task = workers._task(workers.limits.seconds, TEXT, NAME, pid)
    os.kill(int(str(workers.result(task))), signal.SIGKILL)
    time.sleep(1)  # so that the pool has seen it
    assert reads(workers, room)


def pid(*_: object) -> int:
    return os.getpid()


def test_a_worker_has_the_memory_that_the_limits_allow(room: Room) -> None:
    with Workers(Limits(memory_mb=2_000), count=1) as workers:
        task = workers._task(10, TEXT, NAME, memory_limit)
        assert int(str(workers.result(task))) == 2_000_000_000


def memory_limit(*_: object) -> int:
    import resource

    return resource.getrlimit(resource.RLIMIT_AS)[0]
