"""The log of a load: a line of JSON for each file, as the ledger has it, and all of them."""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from archive.errors import ArchiveError
from archive.library import Library
from tests.indexer.commanding import TEXT, run, write
from tests.indexer.documents import zip_of
from tests.indexer.processes import kill, reports, started, until

NOTHING = dict.fromkeys(
    ("unchanged", "duplicate", "same_text", "unpacked", "quarantined", "removed"), 0
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "load.jsonl"


def entries(log: Path) -> list[dict[str, Any]]:
    """The lines of a log, but for the time, which each has with its zone."""
    found = [json.loads(line) for line in log.read_text("utf-8").splitlines()]
    for entry in found:
        assert datetime.fromisoformat(entry.pop("time")).tzinfo
    return found


def test_a_log_says_of_each_file_what_the_ledger_says(
    data: Path, log: Path, tmp_path: Path
) -> None:
    incoming = tmp_path / "in"
    for name, count in (("a.txt", 1), ("b.txt", 1), ("c.txt", 2)):
        write(incoming / name, count)
    (incoming / "d.zip").write_bytes(zip_of({"甲.txt": TEXT.format(3), "乙.txt": b""}))
    named_in_gbk = os.fsdecode(os.fsencode(incoming) + "/报告.txt".encode("gb18030"))
    Path(named_in_gbk).write_text(TEXT.format(4), "utf-8")
    assert run(data, "load", "--log", str(log), str(incoming)).status == 1
    start, *files, end = entries(log)
    assert start == {"event": "start", "command": "load", "files": 5}
    totals = {"loaded": 4, "duplicate": 1, "unpacked": 1, "quarantined": 1}
    others = {"offered": 7, "left": 0, "resumed": 0, "set_beside": 0}
    assert end == {"event": "end", **NOTHING, **totals, **others}
    names = ("a.txt", "b.txt", "c.txt", "d.zip", "d.zip!/乙.txt", "d.zip!/甲.txt", "报告.txt")
    with Library(data / "library") as library:
        assert sum(library.counts().values()) == len(names)
        wanted = []
        for name in names:
            record = library.file(f"{incoming}/{name}")
            assert record
            known = {"doc_id": record.doc_id, "reason": record.reason, "remedy": record.remedy}
            told = {field: value for field, value in known.items() if value}
            wanted.append(
                {"event": "file", "path": record.path, "outcome": record.state.value, **told}
            )
    assert sorted(files, key=lambda entry: str(entry["path"])) == wanted


def test_a_later_run_is_logged_after_the_earlier(data: Path, log: Path, tmp_path: Path) -> None:
    path = tmp_path / "in" / "a.txt"
    path.parent.mkdir()
    path.touch()
    run(data, "load", "--log", str(log), str(path))
    log.write_bytes(log.read_bytes() + b'{"broken off')
    write(path, 1)
    run(data, "retry", "--log", str(log))
    lines = log.read_text("utf-8").splitlines()
    assert [json.loads(line)["event"] for line in lines[:3]] == ["start", "file", "end"]
    assert lines[3] == '{"broken off'
    events = [json.loads(line) for line in lines[4:]]
    assert [entry["event"] for entry in events] == ["start", "file", "end"]
    assert (events[0]["command"], events[1]["outcome"]) == ("retry", "loaded")


def test_a_log_in_the_folder_that_is_loaded_is_not_loaded(data: Path, tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", 1)
    log = tmp_path / "in" / "load.jsonl"
    for outcome in ("loaded", "unchanged"):
        run(data, "load", "--log", str(log), str(tmp_path / "in"))
        files = [entry for entry in entries(log) if entry["event"] == "file"]
        assert [Path(entry["path"]).name for entry in files] == ["a.txt"] * len(files)
        assert files[-1]["outcome"] == outcome


def test_a_log_that_cannot_be_written_is_told_before_anything_is_read(
    data: Path, tmp_path: Path
) -> None:
    write(tmp_path / "in" / "a.txt", 1)
    log = tmp_path / "nowhere" / "load.jsonl"
    with pytest.raises(ArchiveError, match=f"文件 {log} 不能使用：No such file or directory。"):
        run(data, "load", "--log", str(log), str(tmp_path / "in"))
    assert not data.exists()


def test_a_load_that_is_only_tried_has_no_log(data: Path, log: Path, tmp_path: Path) -> None:
    ran = run(data, "load", "--dry-run", "--log", str(log), str(tmp_path))
    assert (ran.status, log.exists()) == (2, False)
    assert ran.lines[-1].endswith("--dry-run 不能与 --log 同时给出。")


def test_the_log_of_a_load_that_is_killed_is_whole_as_far_as_it_goes(
    data: Path, log: Path, tmp_path: Path
) -> None:
    incoming = reports(tmp_path / "in", 60)
    with started(data, "load", "--log", str(log), str(incoming)) as process:
        until(lambda: log.exists() and log.read_bytes().count(b"\n") > 10)
        kill(process)
    start, *files = entries(log)
    assert start["event"] == "start"
    with Library(data / "library") as library:
        for entry in files:
            record = library.file(entry["path"])
            assert record
            assert (entry["outcome"], entry["doc_id"]) == ("loaded", record.doc_id)
        # At most the one that was being noted is in the ledger and not in the log.
        assert 0 <= library.count_reports() - len(files) <= 1


def test_a_load_that_is_broken_off_says_why_in_its_log(
    data: Path, log: Path, tmp_path: Path
) -> None:
    write(tmp_path / "in" / "a.txt", 1)
    run(data, "load", str(tmp_path / "in"))
    (version,) = (data / "index").glob("v*")
    (version / "meta.json").write_text("broken", "utf-8")
    with pytest.raises(ArchiveError) as failed:
        run(data, "load", "--log", str(log), str(tmp_path / "in"))
    *_, end = entries(log)
    assert end == {
        "event": "end",
        "offered": 0,
        "loaded": 0,
        **NOTHING,
        "problem": failed.value.message,
    }
