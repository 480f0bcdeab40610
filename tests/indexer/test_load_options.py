"""The command `load`: what is left out, files by a list, and a load that is only tried."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import ArchiveError, LibraryError
from indexer.excluding import Excluding
from indexer.walking import walk
from tests.archive.ledgers import step_back
from tests.indexer.commanding import NOTHING, contents, found, run, write
from tests.indexer.documents import zip_of

EMPTY = [
    "  原因：文件是空的",
    "  处理：请重新导出或复制一份有内容的文件，再装载。",
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    for count, name in enumerate(
        ("a.txt", "a.tmp", "草稿/b.txt", "2019/草稿/c.txt", "2019/d.txt", "2020/2019/e.txt")
    ):
        write(tmp_path / "in" / name, count)
    return tmp_path / "in"


@pytest.mark.parametrize(
    ("pattern", "left_out"),
    [
        ("*.tmp", {"a.tmp"}),
        ("A.TMP", set()),
        ("草稿", {"草稿/b.txt", "2019/草稿/c.txt"}),
        ("草稿/", {"草稿/b.txt", "2019/草稿/c.txt"}),
        ("/草稿/", {"草稿/b.txt"}),
        ("a.txt/", set()),
        ("/a.*", {"a.txt", "a.tmp"}),
        ("2019/**", {"2019/草稿/c.txt", "2019/d.txt"}),
        ("2019/*.txt", {"2019/d.txt"}),
        ("**/2019/*.txt", {"2019/d.txt", "2020/2019/e.txt"}),
        ("2019/**/c.txt", {"2019/草稿/c.txt"}),
        ("**/d.txt", {"2019/d.txt"}),
        ("[ab].t?t", {"a.txt", "草稿/b.txt"}),
        (
            "**",
            {"a.txt", "a.tmp", "草稿/b.txt", "2019/草稿/c.txt", "2019/d.txt", "2020/2019/e.txt"},
        ),
        ("/", set()),
    ],
)
def test_a_pattern_leaves_out_what_rsync_and_gitignore_users_expect(
    incoming: Path, pattern: str, left_out: set[str]
) -> None:
    every = {path.relative_to(incoming).as_posix() for path in incoming.rglob("*.t*")}
    offered = {
        file.path.relative_to(incoming).as_posix()
        for file in walk([incoming], Excluding([pattern]))
    }
    assert every - offered == left_out


def test_a_name_that_macos_wrote_decomposed_is_left_out_all_the_same(tmp_path: Path) -> None:
    write(tmp_path / "e\u0301.txt", 1)
    assert list(walk([tmp_path], Excluding(["\u00e9.txt"]))) == []


def test_excluded_files_are_not_offered(data: Path, incoming: Path) -> None:
    words = ("--exclude", "*.tmp", "--exclude", "2019/", str(incoming), str(incoming / "a.tmp"))
    assert run(data, "load", *words).lines == [
        "提交 2 个文件：新装载 2，已在库 0，内容重复 0，解包 0，隔离 0。"
    ]
    assert found(data) == ["全年负责人出庭应诉0件。", "全年负责人出庭应诉2件。"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_the_files_of_a_list_are_loaded_beside_those_that_are_named(
    data: Path, incoming: Path, encoding: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = incoming.parent / "list.txt"
    lines = ("# 一月", "a.txt", "", "  ", "草稿", "没有.txt")
    listing.write_bytes("\r\n".join(lines).encode(encoding))
    monkeypatch.chdir(incoming)
    ran = run(data, "load", "--from-list", str(listing), str(incoming / "2020"))
    assert (ran.status, ran.lines) == (
        1,
        [
            "隔离：没有.txt",
            "  原因：文件不存在，或在装载途中消失了",
            "  处理：请核对路径和磁盘连接，再装载一次。",
            "提交 4 个文件：新装载 3，已在库 0，内容重复 0，解包 0，隔离 1。",
        ],
    )


def test_a_list_may_come_from_standard_input(data: Path, incoming: Path) -> None:
    ran = run(data, "load", "--from-list", "-", typed=f"{incoming}/草稿/b.txt\n".encode())
    assert ran.lines == ["提交 1 个文件：新装载 1，已在库 0，内容重复 0，解包 0，隔离 0。"]
    assert found(data) == ["全年负责人出庭应诉2件。"]


def test_an_empty_list_offers_nothing(data: Path) -> None:
    assert run(data, "load", "--from-list", "-").lines == ["给定的位置没有文件。", NOTHING]


@pytest.mark.parametrize("content", [b"\xff\xfe\xff", b"a\0b", None])
def test_a_list_that_cannot_be_read_is_refused(
    data: Path, tmp_path: Path, content: bytes | None
) -> None:
    if content:
        (tmp_path / "list.txt").write_bytes(content)
    with pytest.raises(ArchiveError, match=r"list\.txt"):
        run(data, "load", "--from-list", str(tmp_path / "list.txt"))
    assert not data.exists()


def test_a_load_of_nothing_asks_for_a_path(data: Path) -> None:
    ran = run(data, "load")
    assert ran.status == 2
    assert ran.lines[-1].endswith("请给出要装载的 PATH，或用 --from-list 给出清单。")


def test_a_load_that_is_tried_makes_nothing(data: Path, incoming: Path) -> None:
    (incoming / "f.txt").touch()
    write(incoming / "g.txt", 0)
    (incoming / "h.zip").write_bytes(zip_of({"甲.txt": "工作总结\n出庭应诉。\n", "乙.txt": b""}))
    ran = run(data, "load", "--dry-run", str(incoming), "--exclude", "*/**")
    assert (ran.status, ran.lines) == (
        1,
        [
            f"新装载：{incoming}/a.tmp",
            f"新装载：{incoming}/a.txt",
            f"内容重复：{incoming}/g.txt",
            f"  与此相同：{incoming}/a.txt",
            f"新装载：{incoming}/h.zip!/甲.txt",
            f"解包：{incoming}/h.zip",
            f"隔离：{incoming}/f.txt",
            *EMPTY,
            f"隔离：{incoming}/h.zip!/乙.txt",
            *EMPTY,
            "试运行，什么都没有写入："
            "提交 7 个文件：新装载 3，已在库 0，内容重复 1，解包 1，隔离 2。",
        ],
    )
    assert not data.exists()


def test_a_load_that_is_tried_tells_what_the_load_then_does(data: Path, incoming: Path) -> None:
    for name in ("x.txt", "y.txt"):
        write(incoming / name, 7)
    run(data, "load", str(incoming))
    write(incoming / "a.txt", 8)
    write(incoming / "z.txt", 0)  # what a.txt held
    (incoming / "metadata.csv").write_text("filename,year\nz.txt,2019\nx.txt,2018\n", "utf-8")
    before = contents(data)
    tried = run(data, "load", "--dry-run", str(incoming)).lines
    assert contents(data) == before
    assert tried == [
        f"已在库：{incoming}/a.tmp",
        f"已在库：{incoming}/x.txt",
        f"已在库：{incoming}/y.txt",
        f"内容重复：{incoming}/z.txt",
        f"  与此相同：{incoming}/a.txt",
        f"已在库：{incoming}/2019/d.txt",
        f"已在库：{incoming}/2019/草稿/c.txt",
        f"已在库：{incoming}/2020/2019/e.txt",
        f"已在库：{incoming}/草稿/b.txt",
        f"新装载：{incoming}/a.txt",
        "按 metadata.csv 设定了 2 份报告的信息。",
        "试运行，什么都没有写入：提交 9 个文件：新装载 1，已在库 7，内容重复 1，解包 0，隔离 0。",
    ]
    assert run(data, "load", str(incoming)).lines == [
        "按 metadata.csv 设定了 2 份报告的信息。",
        tried[-1].removeprefix("试运行，什么都没有写入："),
    ]


def test_the_archive_does_not_load_its_own_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    write(tmp_path / "a.txt", 1)
    for _ in range(2):
        lines = run(data, "load", str(tmp_path)).lines
    assert lines == ["提交 1 个文件：新装载 0，已在库 1，内容重复 0，解包 0，隔离 0。"]


@pytest.mark.parametrize("within", ["", "inbox", "library/originals"])
@pytest.mark.parametrize("watch", [[], ["--watch"]])
def test_what_is_in_the_data_folder_is_not_loaded_and_that_is_said(
    tmp_path: Path, within: str, watch: list[str]
) -> None:
    data = tmp_path / "data"
    (data / within).mkdir(parents=True)
    ran = run(data, "load", *watch, str(data / within))
    assert ran.status == 2
    assert f"“{data / within}”在档案库自己的数据目录（{data}）里" in ran.lines[-1]


def test_a_trial_leaves_a_ledger_of_an_older_version_as_it_is(tmp_path: Path) -> None:
    data, ledger = tmp_path / "data", tmp_path / "data" / "library" / "ledger.sqlite"
    run(data, "load", str(write(tmp_path / "a.txt", 1)))
    step_back(ledger, 5)
    with pytest.raises(LibraryError, match="旧版"):
        run(data, "load", "--dry-run", str(tmp_path / "a.txt"))
    with closing(sqlite3.connect(ledger)) as opened:
        assert opened.execute("PRAGMA user_version").fetchone() == (5,)
