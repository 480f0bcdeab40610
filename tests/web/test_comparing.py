"""Two reports side by side: which sentences meet, and what is marked in them."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from archive.errors import QueryError
from archive.model import Metadata, Paragraph, Report, Role
from tests.indexer.documents import read_report
from web import comparing
from web.comparing import Change, Row, Side, compare, counts, runs

SAME, CHANGED, REMOVED, ADDED = Change.SAME, Change.CHANGED, Change.REMOVED, Change.ADDED


def report(*texts: str) -> Report:
    """A report of body paragraphs alone, a tab in a text making it a table row."""
    return Report(
        "0" * 16,
        "a.txt",
        Metadata("报告"),
        tuple(
            Paragraph(i, Role.TABLE_ROW if "\t" in text else Role.BODY, text)
            for i, text in enumerate(texts)
        ),
    )


def marked(side: Side | None) -> str | None:
    """A sentence with what is only there in brackets."""
    if side is None:
        return None
    return "".join(f"[{text}]" if only else text for text, only in side.pieces)


def shown(rows: tuple[Row, ...]) -> list[tuple[Change, str | None, str | None]]:
    return [(row.change, marked(row.old), marked(row.new)) for row in rows]


def test_a_number_that_changed_is_marked_whole_and_alone() -> None:
    old = report("全年办理行政复议案件86件，纠错率12.5%。")
    new = report("全年办理行政复议案件112件，纠错率9.5%。")
    assert shown(compare(old, new)) == [
        (
            CHANGED,
            "全年办理行政复议案件[86]件，纠错率[12.5%]。",
            "全年办理行政复议案件[112]件，纠错率[9.5%]。",
        )
    ]


def test_a_sentence_put_in_and_one_left_out_stand_alone() -> None:
    old = report("坚持党的领导。少数单位负责人出庭意识不强。完善公示制度。")
    new = report("坚持党的领导。完善公示制度。组织执法考试两次。")
    assert shown(compare(old, new)) == [
        (SAME, "坚持党的领导。", "坚持党的领导。"),
        (REMOVED, "[少数单位负责人出庭意识不强。]", None),
        (SAME, "完善公示制度。", "完善公示制度。"),
        (ADDED, None, "[组织执法考试两次。]"),
    ]


def test_sentences_are_aligned_wherever_paragraphs_end() -> None:
    old = report("坚持党的领导。", "完善公示制度。")
    new = report("坚持党的领导。完善公示制度。")
    rows = compare(old, new)
    assert [row.change for row in rows] == [SAME, SAME]
    assert [(row.old.ordinal, row.new.ordinal) for row in rows if row.old and row.new] == [
        (0, 0),
        (1, 0),
    ]


def test_full_width_and_half_width_are_the_same_text() -> None:
    assert counts(compare(report("共８６件，（一）。"), report("共86件,(一)。"))) == {SAME: 1}


def test_one_character_between_two_changes_is_marked_with_them() -> None:
    old = report("深化“放管服”改革，取消证明事项23项。")
    new = report("深化“放管服”改革，取消证明事项31项，减少材料105份。")
    assert shown(compare(old, new)) == [
        (
            CHANGED,
            "深化“放管服”改革，取消证明事项[23项]。",
            "深化“放管服”改革，取消证明事项[31项，减少材料105份]。",
        )
    ]


def test_the_rows_of_a_table_are_compared_row_by_row() -> None:
    rows = compare(report("县公安局\t6\t5\t83.3%"), report("县公安局\t8\t5\t62.5%"))
    assert shown(rows) == [
        (CHANGED, "县公安局\t[6]\t5\t[83.3%]", "县公安局\t[8]\t5\t[62.5%]"),
    ]


def test_every_sentence_of_both_stands_in_the_comparison_once_and_in_order() -> None:
    old = report("甲乙丙丁。戊己庚辛。" * 3, "子丑寅卯。")
    new = report("戊己庚辛。甲乙丙丁。" * 2, "辰巳午未。子丑寅卯。")
    rows = compare(old, new)
    for side, whole in (("old", old), ("new", new)):
        texts = [getattr(row, side) for row in rows if getattr(row, side)]
        joined = "".join(text for one in texts for text, _ in one.pieces)
        assert joined == "".join(paragraph.text for paragraph in whole.paragraphs)


def test_long_unchanged_runs_are_folded_between_their_first_and_last_sentence() -> None:
    same = [f"第{n}件事已经办结。" for n in "一二三四五六"]
    rows = compare(report(*same, "旧的一句话。"), report(*same, "全新内容在此。"))
    assert [(len(run.rows), run.folded) for run in runs(rows)] == [
        (1, False),
        (4, True),
        (1, False),
        (2, False),
    ]


def test_short_unchanged_runs_stay_open() -> None:
    rows = compare(report("甲一。乙二。丙三。丁四。"), report("甲一。乙二。丙三。丁四。"))
    assert [(len(run.rows), run.folded) for run in runs(rows)] == [(4, False)]


def test_a_report_without_text_is_all_added_or_removed() -> None:
    assert shown(compare(report(""), report("甲一。"))) == [(ADDED, None, "[甲一。]")]
    assert compare(report(""), report("")) == ()


def test_a_sentence_without_end_is_compared_in_no_time() -> None:
    old, new = report("甲乙丙丁戊己，" * 5_000), report("甲乙丙丁戊庚，" * 5_000)
    started = time.process_time()
    assert [row.change for row in compare(old, new)] == [CHANGED]
    assert time.process_time() - started < 1


def test_reports_too_long_to_compare_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "MOST_SENTENCES", 3)
    with pytest.raises(QueryError, match="最多 3 句"):
        compare(report("甲。乙。丙。丁。"), report("甲。"))


def test_two_work_reports_of_a_province_are_compared_within_a_second() -> None:
    corpora = os.environ.get("ARCHIVE_CORPORA")
    if not corpora:
        pytest.skip("set ARCHIVE_CORPORA to the folder of the corpora")
    files = sorted((Path(corpora) / "gwr31").glob("*.docx"), key=lambda f: f.stat().st_size)[-2:]
    old, new = (read_report(file.read_bytes(), file.name) for file in files)
    started = time.process_time()
    rows = compare(old, new)
    assert time.process_time() - started < 1
    assert len(rows) > 300
