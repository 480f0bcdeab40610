"""What a file states beside its text: kept for a person to weigh, never taken for the report's."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from archive.messages.readers import NO_TEXT
from indexer.blocks import Unreadable
from tests.indexer.documents import read_report

PAGE = """<!doctype html><html><head><meta charset="utf-8"><title>报告</title></head><body>
<div class="info">发布时间：2022-01-13 来源：云岭日报</div>
<div class="article"><h1>青石县2021年法治政府建设工作报告</h1>
<p>2021年，青石县人民政府认真推进依法行政，现将有关情况报告如下：</p>
<p>一、主要成效</p><p>受理行政复议案件12件，办结11件，比上一年有所增加。</p></div>
</body></html>"""
STATED = (("发布时间", "2022-01-13"), ("来源", "云岭日报"))


def inspected(path: Path, *options: str) -> str:
    command = [sys.executable, "-m", "indexer", "inspect", str(path), *options]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_what_a_page_states_is_kept_beside_its_text_and_sets_no_value() -> None:
    report = read_report(PAGE.encode(), "报告.html")
    assert report.stated == STATED
    assert [one.text for one in report.paragraphs if "云岭日报" in one.text] == []
    assert (report.metadata.date, report.metadata.unit) == (None, "青石县人民政府")


def test_inspect_shows_it_as_no_value_of_the_report(tmp_path: Path) -> None:
    path = tmp_path / "报告.html"
    path.write_text(PAGE, encoding="utf-8")
    lines = inspected(path).splitlines()
    at = lines.index("  文件或网页另外注明（仅供参考，未采作报告信息）：")
    assert lines[at + 1 : at + 3] == ["    发布时间：2022-01-13", "    来源：云岭日报"]
    record = json.loads(inspected(path, "--json"))
    assert record["stated"] == [{"label": label, "text": text} for label, text in STATED]


def test_a_page_that_states_things_and_holds_no_text_is_not_loaded() -> None:
    page = PAGE[: PAGE.index('<div class="article">')] + "</body></html>"
    with pytest.raises(Unreadable) as raised:
        read_report(page.encode(), "报告.html")
    assert (raised.value.reason, raised.value.remedy) == NO_TEXT
