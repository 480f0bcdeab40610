from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest

from archive.workbook import MOST_UNITS, Cell, Sheet, workbook

Rows = list[tuple[Cell, ...]]


def read(*sheets: Sheet, most_rows: int = 1_048_576) -> dict[str, Rows]:
    """The cells of a workbook as another program reads them, by sheet."""
    file = io.BytesIO(b"".join(workbook(sheets, most_rows)))
    found = openpyxl.load_workbook(file, data_only=False)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in found.worksheets}


def test_a_workbook_holds_what_was_put_into_it() -> None:
    rows = [("云泽市", 2022, None), ("<a & b>", 0, " 前后有空 ")]
    assert read(
        Sheet("说明", [("检索式", "出庭")]), Sheet("结果", rows, header=("单位", "年", "注"))
    ) == {
        "说明": [("检索式", "出庭")],
        "结果": [("单位", "年", "注"), ("云泽市", 2022, None), ("<a & b>", 0, " 前后有空 ")],
    }


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK('http://x')"])
def test_what_looks_like_a_formula_is_text(text: str) -> None:
    file = io.BytesIO(b"".join(workbook([Sheet("结果", [(text,)])])))
    cell = openpyxl.load_workbook(file).worksheets[0]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("响\x07铃", "响_x0007_铃"),
        ("末\uffff", "末_xFFFF_"),
        ("行\r\n行\t格", "行_x000D_\n行\t格"),
        ("写作 _x0007_ 的", "写作 _x005F_x0007_ 的"),
        ("平常的 _x 不动", "平常的 _x 不动"),
    ],
)
def test_characters_that_xml_forbids_are_kept_in_the_form_that_excel_reads(
    text: str, stored: str
) -> None:
    assert read(Sheet("结果", [(text,)])) == {"结果": [(stored,)]}


def test_a_text_longer_than_a_cell_goes_on_to_its_right() -> None:
    (row,) = read(Sheet("结果", [("1", "字" * (MOST_UNITS + 1))]))["结果"]
    assert row == ("1", "字" * MOST_UNITS, "字")


def test_a_character_of_two_units_is_not_cut_in_two() -> None:
    text = "一" + "𠮷" * MOST_UNITS
    (row,) = read(Sheet("结果", [(text,)]))["结果"]
    assert "".join(map(str, row)) == text
    assert [len(str(cell).encode("utf-16-le")) // 2 <= MOST_UNITS for cell in row] == [True] * 3


def test_rows_beyond_a_sheet_go_on_in_the_next_under_the_same_header() -> None:
    rows = [(number,) for number in range(5)]
    assert read(Sheet("结果", rows, header=("号",)), most_rows=3) == {
        "结果": [("号",), (0,), (1,)],
        "结果2": [("号",), (2,), (3,)],
        "结果3": [("号",), (4,)],
    }


def test_a_sheet_that_is_just_full_is_the_last() -> None:
    assert list(read(Sheet("结果", [(1,), (2,)], header=("号",)), most_rows=3)) == ["结果"]


def test_a_sheet_without_rows_has_its_header() -> None:
    assert read(Sheet("结果", [], header=("号",))) == {"结果": [("号",)]}


def test_the_first_bytes_go_out_before_the_last_row_is_asked_for() -> None:
    asked: list[int] = []

    def rows() -> Iterator[tuple[str, ...]]:
        for number in range(100_000):
            asked.append(number)
            yield ("出庭应诉" * 20 + str(number),)

    next(workbook([Sheet("结果", rows())]))
    assert len(asked) < 2_000
