"""The command `retry`: quarantined files are offered again from where they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.library import Library
from tests.indexer.commanding import found, run, write
from tests.indexer.documents import zip_of

GONE = [
    "  原因：文件不存在，或在装载途中消失了",
    "  处理：请核对路径和磁盘连接，再装载一次。",
]
NOTHING = ["没有符合条件的文件。"]


def summary(loaded: int = 0, quarantined: int = 0, unchanged: int = 0, unpacked: int = 0) -> str:
    return (
        f"提交 {loaded + quarantined + unchanged + unpacked} 个文件：新装载 {loaded}，"
        f"已在库 {unchanged}，内容重复 0，解包 {unpacked}，隔离 {quarantined}。"
    )


def quarantined(data: Path) -> list[str]:
    with Library(data / "library") as library:
        return [Path(file.path).name for file in library.quarantined()]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def incoming(tmp_path: Path, data: Path) -> Path:
    """Three quarantined files: two of them empty, one damaged; and one that is loaded."""
    folder = tmp_path / "in"
    write(folder / "a.txt", 1)
    (folder / "下级").mkdir()
    for path in (folder / "b.txt", folder / "下级" / "c.txt"):
        path.touch()
    (folder / "d.docx").write_bytes(b"random bytes")
    run(data, "load", str(folder))
    return folder


def test_every_quarantined_file_that_was_mended_is_loaded(data: Path, incoming: Path) -> None:
    write(incoming / "b.txt", 2)
    write(incoming / "下级" / "c.txt", 3)
    ran = run(data, "retry")
    assert (ran.status, ran.lines) == (
        1,
        [
            f"隔离：{incoming}/d.docx",
            "  原因：docx 文件不完整或已损坏",
            "  处理：请重新复制或下载；或用 WPS、Word 修复后另存，再装载。",
            summary(loaded=2, quarantined=1),
        ],
    )
    assert found(data) == [f"全年负责人出庭应诉{count}件。" for count in (1, 2, 3)]


def test_only_files_quarantined_for_a_reason_are_offered(data: Path, incoming: Path) -> None:
    write(incoming / "b.txt", 2)
    write(incoming / "下级" / "c.txt", 3)
    ran = run(data, "retry", "--reason", "空的")
    assert (ran.status, ran.lines) == (0, [summary(loaded=2)])
    assert quarantined(data) == ["d.docx"]


def test_only_files_at_or_below_a_path_are_offered(data: Path, incoming: Path) -> None:
    for name in ("b.txt", "下级/c.txt"):
        write(incoming / name, 2)
    ran = run(data, "retry", str(incoming / "下级"))
    assert (ran.status, ran.lines) == (0, [summary(loaded=1)])
    assert quarantined(data) == ["b.txt", "d.docx"]


@pytest.mark.parametrize("words", [("a.txt",), ("下",), ("b.txt", "--reason", "损坏")])
def test_what_is_not_quarantined_is_not_offered(
    data: Path, incoming: Path, words: tuple[str, ...]
) -> None:
    ran = run(data, "retry", str(incoming / words[0]), *words[1:])
    assert (ran.status, ran.lines) == (0, NOTHING)


def test_a_file_that_is_gone_stays_in_quarantine_for_that(data: Path, incoming: Path) -> None:
    (incoming / "b.txt").unlink()
    ran = run(data, "retry", str(incoming / "b.txt"))
    assert (ran.status, ran.lines) == (
        1,
        [f"隔离：{incoming}/b.txt", *GONE, summary(quarantined=1)],
    )
    assert run(data, "status", str(incoming / "b.txt")).lines[2:] == GONE


def test_for_the_member_of_an_archive_the_outermost_archive_is_offered(
    data: Path, tmp_path: Path
) -> None:
    outer = tmp_path / "外.zip"
    good = "工作总结\n出庭应诉9件。\n"
    outer.write_bytes(zip_of({"甲.txt": good, "内.zip": zip_of({"乙.txt": b""})}))
    run(data, "load", str(outer))
    outer.write_bytes(zip_of({"甲.txt": good, "内.zip": zip_of({"乙.txt": "总结\n应诉。\n"})}))
    ran = run(data, "retry", f"{outer}!/内.zip!/乙.txt")
    assert (ran.status, ran.lines) == (0, [summary(loaded=1, unchanged=1, unpacked=2)])


def test_the_member_of_an_archive_that_is_gone_stays_in_quarantine(
    data: Path, tmp_path: Path
) -> None:
    outer = tmp_path / "外.zip"
    outer.write_bytes(zip_of({"乙.txt": b""}))
    run(data, "load", str(outer))
    outer.unlink()
    assert run(data, "retry").lines == [
        f"隔离：{outer}!/乙.txt",
        *GONE,
        summary(quarantined=1),
    ]


def test_a_folder_that_can_be_opened_now_is_quarantined_no_more(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "夹"
    write(folder / "a.txt", 1)
    with Library(data / "library", writable=True) as library:
        library.record_quarantined(str(folder), "文件夹打不开", "请修改权限")
    assert run(data, "retry").lines == [summary(loaded=1)]
    assert run(data, "status").lines[0] == ("文件：共提交 1 个，其中已入索引 1")


def test_the_metadata_csv_of_a_folder_above_is_honoured(data: Path, incoming: Path) -> None:
    write(incoming / "下级" / "c.txt", 3)
    (incoming / "metadata.csv").write_text("filename,year\n下级/c.txt,2019\n", "utf-8")
    assert run(data, "retry", "--reason", "空的", str(incoming / "下级")).lines == [
        "按 metadata.csv 设定了 1 份报告的信息。",
        summary(loaded=1),
    ]
    with Library(data / "library") as library:
        assert [report.metadata.year for report in library.reports()] == [2022, 2019]
