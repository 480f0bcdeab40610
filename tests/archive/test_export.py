from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from archive import export as exports
from archive.asked import Asked, conditions
from archive.engine import SearchEngine, open_engine
from archive.export import Format
from archive.messages import export as t
from archive.model import (
    FILTERS,
    LAST_YEAR,
    Level,
    Metadata,
    Paragraph,
    Query,
    Report,
    Role,
    SectionKind,
)
from archive.query import parse, parse_words
from archive.settings import Settings

DOC_ID = "00000000000000a1"
FORMULA = "=cmd|'/c calc'!A1 出庭"
ODD = '一审，"出庭"#5件\r\n二审出庭\u2028；'
ROW = "出庭\t100%"
TEXTS = ("某县2022年工作总结", FORMULA, ODD, ROW, "与此无关。")
SITE = "http://archive.example/"
ADDRESS = f"http://archive.example/r/{DOC_ID}"

REPORT = Report(
    DOC_ID,
    "1.txt",
    Metadata(
        title="某县2022年工作总结",
        year=2022,
        level=Level.COUNTY,
        is_department=False,
        region="某省/某县",
        date="2023-01-15",
        document_number="某政发〔2023〕1号",
        doc_type="工作总结",
    ),
    (
        Paragraph(0, Role.TITLE, TEXTS[0]),
        *(
            Paragraph(
                number,
                Role.TABLE_ROW if text == ROW else Role.BODY,
                text,
                ("一、成效", "（一）应诉"),
                SectionKind.ACHIEVEMENTS,
                columns=("=指标", "比率") if text == ROW else (),
            )
            for number, text in enumerate(TEXTS[1:], 1)
        ),
    ),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SearchEngine]:
    with open_engine(Settings(tmp_path_factory.mktemp("archive"))) as engine:
        engine.replace([REPORT])
        yield engine


def exported(engine: SearchEngine, asked: Asked, form: Format, site: str = "") -> bytes:
    head = exports.head(engine, asked)
    return b"".join(exports.pieces(head, engine.scan(asked.query), form, site))


ASKED = Asked("出庭", replace(parse("出庭"), filters={"year": (2021, 2022, None)}))


def test_csv_tells_what_was_asked_for_and_then_has_a_row_a_paragraph(engine: SearchEngine) -> None:
    data = exported(engine, ASKED, Format.CSV, SITE)
    assert data.startswith(b"\xef\xbb\xbf# ")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    head = dict(rows[:8])
    assert datetime.fromisoformat(head.pop("# 导出时间")).tzinfo
    assert head == {
        "# 检索式": "出庭",
        "# 检索方式": "逐字检索",
        "# 各词须在": "同一段内",
        "# 条件：年度": "2021-2022、未注明",
        "# 索引": "embedded v4-000001，收录 1 份报告、5 段",
        "# 命中段数": "3",
        "# 命中报告数": "1",
    }
    assert rows[8] == ["# 说明", t.CSV_NOTE]
    assert rows[9] == list(t.COLUMNS.values())
    path = "一、成效 > （一）应诉"
    assert rows[10:] == [
        [
            *(f"{DOC_ID}-{number}", DOC_ID, "2022", "县", "", "否", "某省/某县"),
            *("某县2022年工作总结", "工作总结", "某政发〔2023〕1号", "2023-01-15", "", role),
            *(path, "成效", str(number), header, f"{ADDRESS}/{number}", text),
        ]
        for number, role, header, text in (
            (1, "正文", "", f"'{FORMULA}"),
            (2, "正文", "", ODD),
            (3, "表格", "'=指标 | 比率", ROW),
        )
    ]


def test_csv_lines_of_the_head_are_comments_and_no_row_is(engine: SearchEngine) -> None:
    lines = exported(engine, ASKED, Format.CSV).decode("utf-8-sig").split("\r\n")
    assert [line.startswith("#") for line in lines[:10]] == [True] * 9 + [False]
    assert lines[9] == ",".join(f'"{name}"' for key, name in t.COLUMNS.items() if key != "url")
    assert all(line.startswith('"') for line in lines[10:11])


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "＝", "－", "'="])
def test_no_cell_of_a_csv_begins_as_a_formula_does(begin: str, tmp_path: Path) -> None:
    text = f"{begin}1+1"
    report = replace(
        REPORT,
        metadata=replace(REPORT.metadata, unit=text),
        paragraphs=(Paragraph(0, Role.TITLE, text, (text,)),),
    )
    with open_engine(Settings(tmp_path)) as engine:
        engine.replace([report])
        data = exported(engine, Asked(f"{text}？", Query()), Format.CSV).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data, newline="")))
    assert rows[0][1] == (f"'{text}？" if text.strip() == text else "1+1？")
    assert [cell for cell in rows[-1] if "1+1" in cell] == [f"'{text}"] * 3


def test_workbook_has_the_head_on_a_sheet_of_its_own(engine: SearchEngine) -> None:
    data = exported(engine, ASKED, Format.XLSX, SITE)
    sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
    head, rows = (list(sheet.iter_rows(values_only=True)) for sheet in sheets)
    assert [sheet.title for sheet in sheets] == ["说明", "结果"]
    assert dict(head)["命中段数"] == "3"
    assert [name for name, _ in head] == [
        *("检索式", "检索方式", "各词须在", "条件：年度", "导出时间"),
        *("索引", "命中段数", "命中报告数", "说明"),
    ]
    assert rows[0] == tuple(t.COLUMNS.values())
    assert [row[:5] for row in rows[1:]] == [
        (f"{DOC_ID}-{number}", DOC_ID, 2022, "县", None) for number in (1, 2, 3)
    ]
    assert [(row[16], row[-1]) for row in rows[1:]] == [
        (None, FORMULA),
        (None, ODD.replace("\r", "_x000D_")),
        ("=指标 | 比率", ROW),
    ]


def test_json_lines_begin_with_an_object_without_text(engine: SearchEngine) -> None:
    lines = exported(engine, ASKED, Format.JSONL, SITE).decode().splitlines()
    head, *rows = map(json.loads, lines)
    assert datetime.fromisoformat(head.pop("exported_at")).tzinfo
    assert head == {
        "query": "出庭",
        "by_words": False,
        "across": False,
        "fold_near": False,
        "variants": [],
        "filters": {"year": [2021, 2022, None]},
        "index": {
            "engine": "embedded",
            "version": "v4-000001",
            "reports": 1,
            "paragraphs": 5,
        },
        "total": 3,
        "reports": 1,
        "left_out": 0,
    }
    assert [row["text"] for row in rows] == [FORMULA, ODD, ROW]
    assert rows[2] == {
        "id": f"{DOC_ID}-3",
        "doc_id": DOC_ID,
        "year": 2022,
        "level": "县",
        "unit": None,
        "is_department": False,
        "region": "某省/某县",
        "title": "某县2022年工作总结",
        "doc_type": "工作总结",
        "document_number": "某政发〔2023〕1号",
        "date": "2023-01-15",
        "near_to": None,
        "role": "table row",
        "section": ["一、成效", "（一）应诉"],
        "section_kind": "成效",
        "ordinal": 3,
        "columns": ["=指标", "比率"],
        "url": f"{ADDRESS}/3",
        "text": ROW,
        "spans": [[0, 2]],
    }


def test_an_export_that_folds_near_duplicates_says_so_and_how_many_it_left_out(
    tmp_path: Path,
) -> None:
    near = replace(REPORT, doc_id="e" * 16, near_to=DOC_ID)
    asked = Asked("出庭", replace(parse("出庭"), fold_near=True))
    with open_engine(Settings(tmp_path)) as engine:
        engine.replace([REPORT, near])
        notes = exported(engine, asked, Format.CSV).decode("utf-8-sig")
        head, *rows = map(json.loads, exported(engine, asked, Format.JSONL).splitlines())
        _, *both = map(
            json.loads, exported(engine, Asked("出庭", parse("出庭")), Format.JSONL).splitlines()
        )
    told = dict(row for row in csv.reader(io.StringIO(notes, newline="")) if len(row) == 2)
    assert (told["# 近似的报告"], told["# 没有计入的近似报告数"]) == ("几份只取一份", "1")
    assert (head["fold_near"], head["left_out"], head["total"]) == (True, 1, 3)
    assert [(row["doc_id"], row["near_to"]) for row in rows] == [(DOC_ID, None)] * 3
    assert {(row["doc_id"], row["near_to"]) for row in both} == {
        (DOC_ID, None),
        ("e" * 16, DOC_ID),
    }


@pytest.mark.parametrize("form", list(Format))
def test_an_export_of_nothing_says_that_there_is_nothing(
    engine: SearchEngine, form: Format
) -> None:
    data = exported(engine, Asked("没有这句话", parse("没有这句话")), form)
    if form is Format.XLSX:
        sheets = openpyxl.load_workbook(io.BytesIO(data)).worksheets
        assert dict(sheets[0].iter_rows(values_only=True))["命中段数"] == "0"
        assert sheets[1].max_row == 1
    elif form is Format.CSV:
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        assert ["# 命中段数", "0"] in rows
        assert rows[-1][0] == "段落编号"
    else:
        (head,) = map(json.loads, data.decode().splitlines())
        assert (head["total"], "text" in head) == (0, False)


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        (Asked("", Query()), [("检索方式", "逐字检索")]),
        (Asked("应诉意识", parse_words("应诉意识")), [("检索方式", "按词检索")]),
        (
            Asked("出庭 应诉", replace(parse("出庭 应诉"), across=True), ("首长出庭",)),
            [
                ("检索方式", "逐字检索"),
                ("各词须在", "同一份报告内"),
                ("也算命中的写法", "首长出庭"),
            ],
        ),
        (
            Asked(
                "",
                Query(
                    filters={
                        "year": (2019, 2022, 2021, *range(2024, LAST_YEAR + 1)),
                        "level": (Level.COUNTY, None),
                        "is_department": (True,),
                        "role": (Role.TITLE,),
                    }
                ),
            ),
            [
                ("检索方式", "逐字检索"),
                ("条件：年度", "2019、2021-2022、2024-"),
                ("条件：层级", "县、未注明"),
                ("条件：是否部门", "是"),
                ("条件：段落类型", "标题"),
            ],
        ),
    ],
)
def test_the_conditions_of_a_query_are_told_in_words(
    asked: Asked, shown: list[tuple[str, str]]
) -> None:
    assert list(conditions(asked)) == shown


def test_every_filter_and_role_has_a_name() -> None:
    assert (set(t.FILTERS), set(t.ROLES)) == (set(FILTERS), set(Role))
