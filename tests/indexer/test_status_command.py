"""The command `status`: one file's story, and the quarantined files as a list and a table."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import pytest

from tests.indexer.commanding import TITLE, doc_id_of, run, write
from tests.indexer.documents import zip_of

EMPTY = ("文件是空的", "请重新导出或复制一份有内容的文件，再装载。")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    return folder


def test_a_duplicate_names_the_files_that_it_equals(data: Path, incoming: Path) -> None:
    for name in ("a.txt", "b.txt"):
        write(incoming / name, 3)
    run(data, "load", str(incoming))
    doc_id = doc_id_of(data, incoming / "a.txt")
    ran = run(data, "status", str(incoming / "b.txt"))
    assert (ran.status, ran.lines) == (
        0,
        [
            f"{incoming}/b.txt",
            "  去向：内容重复（T）",
            f"  报告：{doc_id}《{TITLE}》",
            "  读取程序：plain",
            f"  内容相同的文件：{incoming}/a.txt",
            "  索引：已收入",
        ],
    )


def test_a_newer_version_names_the_one_whose_place_it_took(data: Path, incoming: Path) -> None:
    ids = []
    for count in (3, 5):
        run(data, "load", str(write(incoming / "a.txt", count)))
        ids.append(doc_id_of(data, incoming / "a.txt"))
    old, new = ids
    assert run(data, "status", str(incoming / "a.txt")).lines == [
        f"{incoming}/a.txt",
        "  去向：已装载（T）",
        f"  报告：{new}《{TITLE}》",
        "  读取程序：plain",
        f"  取代了：{old}《{TITLE}》（{date.today()}）",
        "  索引：已收入",
    ]
    assert "另存有 1 份被新版取代的报告，不在索引里。" in run(data, "status").lines


def test_a_quarantined_file_tells_reason_remedy_and_the_report_that_it_held_before(
    data: Path, incoming: Path
) -> None:
    file = write(incoming / "a.txt", 3)
    run(data, "load", str(file))
    doc_id = doc_id_of(data, file)
    file.write_bytes(b"")
    run(data, "load", str(file))
    assert run(data, "status", str(file)).lines == [
        str(file),
        "  去向：隔离（T）",
        f"  原因：{EMPTY[0]}",
        f"  处理：{EMPTY[1]}",
        f"  此前读出的报告：{doc_id}《{TITLE}》，仍然保留",
        "  读取程序：plain",
        "  索引：已收入",
    ]


def test_a_quarantined_file_whose_former_report_was_superseded_through_another_says_by_what(
    data: Path, incoming: Path
) -> None:
    for name in ("a.txt", "b.txt"):
        write(incoming / name, 3)
    run(data, "load", str(incoming))
    old = doc_id_of(data, incoming / "a.txt")
    (incoming / "a.txt").write_bytes(b"")
    write(incoming / "b.txt", 5)
    run(data, "load", str(incoming))
    new = doc_id_of(data, incoming / "b.txt")
    assert run(data, "status", str(incoming / "a.txt")).lines[4:] == [
        f"  此前读出的报告：{old}《{TITLE}》，仍然保留",
        "  读取程序：plain",
        f"  已被取代：{new}《{TITLE}》（{date.today()}）",
        "  索引：没有收入",
    ]


def test_a_file_is_found_by_the_path_from_the_working_folder_and_within_its_archive(
    data: Path, incoming: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (incoming / "2021.zip").write_bytes(zip_of({"报告.txt": "工作总结\n出庭应诉。\n"}))
    monkeypatch.chdir(incoming)
    run(data, "load", "2021.zip")
    lines = run(data, "status", "../in/2021.zip!/报告.txt", "2021.zip").lines
    doc_id = doc_id_of(data, f"{incoming}/2021.zip!/报告.txt")
    assert lines == [
        f"{incoming}/2021.zip!/报告.txt",
        "  去向：已装载（T）",
        f"  报告：{doc_id}《工作总结》",
        "  读取程序：plain",
        "  索引：已收入",
        f"{incoming}/2021.zip",
        "  去向：已解包（T）",
    ]


def test_a_file_that_was_never_offered_is_said_to_be_unknown(data: Path, incoming: Path) -> None:
    ran = run(data, "status", str(incoming / "没有.txt"))
    assert (ran.status, ran.lines) == (
        1,
        [
            f"{incoming}/没有.txt",
            "  台账里没有这个文件：没有装载过，或当时用的是另一个路径。",
        ],
    )


def test_the_quarantined_files_are_listed_with_reason_remedy_and_time(
    data: Path, incoming: Path
) -> None:
    write(incoming / "a.txt", 3)
    (incoming / "b.txt").touch()
    run(data, "load", str(incoming))
    assert run(data, "status", "--quarantined").lines == [
        f"隔离：{incoming}/b.txt（T）",
        f"  原因：{EMPTY[0]}",
        f"  处理：{EMPTY[1]}",
    ]


def test_an_archive_without_quarantined_files_says_so(data: Path) -> None:
    assert run(data, "status", "--quarantined").lines == ["没有被隔离的文件。"]


def test_the_quarantined_files_are_a_table_that_excel_opens(data: Path, incoming: Path) -> None:
    for name in ("甲,乙.txt", "=1.txt"):
        (incoming / name).touch()
    run(data, "load", str(incoming))
    output = run(data, "status", "--quarantined", "--csv").output
    assert output.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(output.decode("utf-8-sig"), newline=""), strict=True))
    assert [row[:3] for row in rows] == [
        ["文件", "原因", "处理办法"],
        [f"{incoming}/=1.txt", *EMPTY],
        [f"{incoming}/甲,乙.txt", *EMPTY],
    ]
    assert rows[0][3] == "隔离时间"
    assert [len(row[3]) for row in rows[1:]] == [len("2026-01-31 00:00:00")] * 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--csv",), "--csv 要与 --quarantined 合用。"),
        (("a.txt", "--quarantined"), "FILE 与 --quarantined 不能同时给出。"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    data: Path, words: tuple[str, ...], said: str
) -> None:
    ran = run(data, "status", *words)
    assert (ran.status, ran.lines[-1].endswith(said)) == (2, True)
