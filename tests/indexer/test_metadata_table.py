"""Metadata as a table: out to a spreadsheet, and back as corrections."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis.strategies import text

from archive.corrections import Change
from archive.files import Fixity
from archive.library import Library
from archive.model import Metadata, Paragraph, Report, Role
from indexer.metadata_table import COLUMNS, Problem, as_typed, export, no_formula, plan
from tests.indexer.documents import read_report

TEXTS = {
    "a.txt": "青石县司法局2021年法治政府建设工作总结\n我局依法行政。",
    "b.txt": "云溪镇2022年法治政府建设工作总结\n我镇依法行政。",
}


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library(tmp_path / "library", writable=True) as made:
        for name, content in TEXTS.items():
            data = content.encode()
            read = read_report(data, name)
            made.record_report(f"/in/{name}", Fixity.of(data), "plain", read)
        yield made


def doc_id(name: str) -> str:
    return Fixity.of(TEXTS[name].encode()).doc_id


def planned(library: Library, table: str) -> tuple[list[Change], list[tuple[int, str]]]:
    made, problems = plan(table.encode(), library)
    return [one.change for one in made], [(one.line, one.reason) for one in problems]


def test_an_exported_table_opens_in_excel_and_holds_every_value(
    library: Library, tmp_path: Path
) -> None:
    file = tmp_path / "m.csv"
    library.correct([Change(doc_id("b.txt"), "level", "街道")], "correct")
    assert export(library, file) == 2
    assert file.read_bytes().startswith(b"\xef\xbb\xbfdoc_id,source,title,year,")
    with file.open(encoding="utf-8-sig", newline="") as lines:
        table = list(csv.reader(lines))
    assert table == [
        list(COLUMNS),
        [
            *(doc_id("a.txt"), "a.txt", "青石县司法局2021年法治政府建设工作总结", "2021", "2021"),
            *("县", "是", "青石县司法局", "青石县", "", "", "法治政府建设报告", ""),
        ],
        [
            *(doc_id("b.txt"), "b.txt", "云溪镇2022年法治政府建设工作总结", "2022", "2022"),
            *("街道", "否", "云溪镇", "", "", "", "法治政府建设报告", "层级"),
        ],
    ]


def test_a_file_that_is_there_is_not_written_over(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "m.csv"
    file.write_text("edited by a person", "utf-8")
    with pytest.raises(FileExistsError):
        export(library, file)
    assert file.read_text("utf-8") == "edited by a person"


def test_an_exported_table_changes_nothing_when_it_comes_back(
    library: Library, tmp_path: Path
) -> None:
    library.correct([Change(doc_id("a.txt"), "year", 2020)], "correct")
    export(library, tmp_path / "m.csv")
    assert plan((tmp_path / "m.csv").read_bytes(), library) == ([], [])


def test_only_the_cells_that_differ_become_corrections(library: Library) -> None:
    table = f"doc_id,year,unit\n{doc_id('a.txt')},2022,青石县司法局\n{doc_id('b.txt')},2022,\n"
    assert planned(library, table) == ([Change(doc_id("a.txt"), "year", 2022)], [])


def test_an_empty_cell_leaves_the_value_and_unknown_is_written_out(library: Library) -> None:
    table = f"doc_id,year,unit\n{doc_id('a.txt')},,未注明\n"
    assert planned(library, table) == ([Change(doc_id("a.txt"), "unit", None)], [])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_a_table_is_read_as_spreadsheets_save_it(
    library: Library, encoding: str, mark: str
) -> None:
    lines = [("编号", "年度", "单位"), (doc_id("a.txt"), "2022", "青石县司法局办公室")]
    table = "\r\n".join(map(mark.join, lines))
    made, problems = plan(table.encode(encoding), library)
    assert [(one.line, one.change.field, one.change.value) for one in made] == [
        (2, "year", 2022),
        (2, "unit", "青石县司法局办公室"),
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("{a},20x2,", "年度不能是“20x2”。"),
        ("{a},2022,村", "层级不能是“村”。"),
        ("0123456789abcdef,2022,", "没有编号为“0123456789abcdef”的报告。"),
        ("1.23E+15,2022,", "没有编号为“1.23E+15”的报告。"),
        (",2022,", "没有写明是哪一份。"),
        ("{a},2022,县,多出的", "单元格比表头的列多。"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_not_half_used(
    library: Library, row: str, reason: str
) -> None:
    table = f"doc_id,year,level\n{doc_id('b.txt')},2020,\n\n{row.format(a=doc_id('a.txt'))}\n"
    assert planned(library, table) == (
        [Change(doc_id("b.txt"), "year", 2020)],
        [(4, reason)],
    )


def test_every_wrong_cell_of_a_row_is_named(library: Library) -> None:
    made, problems = planned(library, f"doc_id,year,level\n{doc_id('a.txt')},1,村\n")
    assert (made, [line for line, _ in problems]) == ([], [2, 2])


def test_a_report_that_comes_twice_is_named(library: Library) -> None:
    table = f"doc_id,year\n{doc_id('a.txt')},2020\n{doc_id('a.txt')},2022\n"
    assert planned(library, table) == (
        [Change(doc_id("a.txt"), "year", 2020)],
        [(3, "与第 2 行说的是同一份。")],
    )


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("year\n2022\n", "表头没有 doc_id 这一列。"),
        ("doc_id,yaer\n{a},2022\n", "表头的“yaer”不能用，或重复。"),
        ("doc_id,year,年度\n{a},2022,2021\n", "表头的“year”不能用，或重复。"),
        ("\x00\x01\x02\x03", "不是文本，读不出表格。"),
    ],
)
def test_a_table_without_a_usable_head_is_refused(
    library: Library, table: str, reason: str
) -> None:
    assert planned(library, table.format(a=doc_id("a.txt"))) == ([], [(1, reason)])


def test_the_line_is_that_of_the_file_also_after_a_cell_of_several_lines(library: Library) -> None:
    table = f'doc_id,unit\n"{doc_id("a.txt")}","青石县\n司法局"\nx,y\n'
    assert [line for line, _ in planned(library, table)[1]] == [2, 4]


def test_no_cell_is_taken_for_a_formula(library: Library, tmp_path: Path) -> None:
    data = b"x"
    title = '=HYPERLINK("http://example.org")'
    report = Report(
        Fixity.of(data).doc_id, "-x.txt", Metadata(title), (Paragraph(0, Role.TITLE, title),)
    )
    library.record_report("/in/-x.txt", Fixity.of(data), "plain", report)
    export(library, tmp_path / "m.csv")
    with (tmp_path / "m.csv").open(encoding="utf-8-sig", newline="") as lines:
        assert list(csv.reader(lines))[3][1:3] == ["'-x.txt", f"'{title}"]
    assert plan((tmp_path / "m.csv").read_bytes(), library) == ([], [])


@given(text("='+-@ab", max_size=6))
def test_a_cell_kept_from_being_a_formula_comes_back_as_it_was(cell: str) -> None:
    kept = no_formula(cell)
    assert as_typed(kept) == cell
    assert not kept.startswith(("=", "+", "-", "@"))


def test_a_table_that_is_broken_says_where(library: Library) -> None:
    table = f'doc_id,year\n{doc_id("a.txt")},2020\n"{"x" * 200_000}",2\n'.encode()
    made, problems = plan(table, library)
    assert len(made) == 1
    assert [(type(one), one.line) for one in problems] == [(Problem, 3)]
