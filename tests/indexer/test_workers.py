"""Worker processes: whatever befalls one is a failure of its file, and the next file is read."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from multiprocessing import forkserver
from pathlib import Path

import pytest

from indexer.blocks import Unreadable
from indexer.limits import DEFAULTS, Limits
from indexer.opened import Opened, Room
from indexer.reading import open_file
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
    held = [bytes(100_000_000) for _ in range(1000)]  # taken, and not written to: at once
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


def read_slowly(source: bytes, name: str, limits: Limits, room: Room) -> Opened:
    """Reads as a worker does; the first times it takes long, and notes by which process."""
    room.folder.mkdir(exist_ok=True)
    times = len([*room.folder.iterdir()])
    (room.folder / str(os.getpid())).touch()
    if times < int(name):
        time.sleep(5)
    return open_file(source, "报告.txt", limits, room)


def kill_reader(room: Room, number: int) -> None:
    """Kill the process that is the so-manieth to read, when it does."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if room.folder.is_dir() and len(found := [*room.folder.iterdir()]) == number:
            newest = max(found, key=lambda path: path.stat().st_mtime_ns)
            os.kill(int(newest.name), signal.SIGKILL)
            return
        time.sleep(0.01)
    raise AssertionError("not read")


def test_a_file_whose_worker_is_killed_is_read_again(room: Room) -> None:
    with Workers(DEFAULTS, count=1) as workers:
        task = workers._task(20, TEXT, "1", read_slowly, room)
        kill_reader(room, 1)
        assert workers.result(task).reading


def test_a_file_whose_worker_dies_twice_is_not_read_a_third_time(room: Room) -> None:
    with Workers(DEFAULTS, count=1) as workers, ThreadPoolExecutor() as thread:
        task = workers._task(20, TEXT, "2", read_slowly, room)
        killed = thread.submit(lambda: (kill_reader(room, 1), kill_reader(room, 2)))
        with pytest.raises(Unreadable) as failed:
            workers.result(task)
        killed.result()
        assert failed.value.reason == "读取程序异常中止"


def test_files_are_read_after_the_process_that_workers_are_forked_from_is_killed(
    room: Room,
) -> None:
    with Workers(DEFAULTS, count=2) as workers:
        tasks = [workers._task(20, TEXT, "1", read_slowly, room) for _ in range(4)]
        time.sleep(1)
        os.kill(forkserver._forkserver._forkserver_pid, signal.SIGKILL)
        assert all(workers.result(task).reading for task in tasks)


def test_a_worker_that_dies_while_it_hands_a_file_over_is_no_failure_of_the_next(
    room: Room,
) -> None:
    with Workers(replace(DEFAULTS, seconds=2), count=1) as workers:
        task = workers._task(2, TEXT, NAME, die_with_the_lock, room)
        with pytest.raises(Unreadable):
            workers.result(task)
        assert reads(workers, room)


def die_with_the_lock(*_: object) -> Opened:
    """As a worker does that is killed while it hands over what it read."""
    import gc

    from pebble.pool.channel import WorkerChannel

    (channel,) = (one for one in gc.get_objects() if isinstance(one, WorkerChannel))
    channel.mutex.acquire()
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("not killed")


def test_an_archive_that_vanishes_before_it_is_unpacked_is_gone(
    workers: Workers, room: Room, tmp_path: Path
) -> None:
    with pytest.raises(Unreadable) as failed:
        workers.result(workers.open(tmp_path / "a.zip", "a.zip", room))
    assert failed.value.reason == "文件不存在，或在装载途中消失了"


def pid(*_: object) -> int:
    return os.getpid()


def test_a_worker_has_the_memory_that_the_limits_allow(room: Room) -> None:
    with Workers(Limits(memory_mb=2_000), count=1) as workers:
        task = workers._task(10, TEXT, NAME, memory_limit)
        assert int(str(workers.result(task))) == 2_000_000_000


def memory_limit(*_: object) -> int:
    import resource

    return resource.getrlimit(resource.RLIMIT_AS)[0]
