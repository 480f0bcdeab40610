"""The commands, as a person runs them: what they print, and the status they end with."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from unittest.mock import patch

import openpyxl
import polib
import pytest
from click.testing import CliRunner

from archive import commands
from archive.__main__ import cli as archive_commands
from archive.commands import CLICKS_TEXTS
from archive.engine import open_engine
from archive.interruption import SIGNALS
from archive.messages import help as language_help
from archive.model import Metadata, Report
from archive.records import from_report
from archive.settings import Settings
from archive.text import fold
from indexer.commands import cli as indexer_commands
from indexer.showing import damage_records
from tests.conftest import SAMPLES

ROOT = Path(__file__).parent.parent
PROGRAMS = {"archive": archive_commands, "indexer": indexer_commands}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def environment(data: Path, **more: str) -> dict[str, str]:
    known = {"PATH": os.environ["PATH"], "ARCHIVE_DATA": str(data), "PYTHONPATH": str(ROOT)}
    return {**known, "COLUMNS": "120", **more}


def run(data: Path, program: str, *words: str, **more: str) -> CompletedProcess[str]:
    """Run a command line as its program does, but within this process."""
    argv = [f"python -m {program}", *words]
    handlers = {number: signal.getsignal(number) for number in SIGNALS}
    with (
        patch.dict(os.environ, environment(data, **more), clear=True),
        patch.object(sys, "argv", argv),
        CliRunner().isolation() as (stdout, stderr, _),
    ):
        try:
            commands.run(PROGRAMS[program], argv[0])
        except SystemExit as end:
            status = end.code
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)
    assert isinstance(status, int)
    return CompletedProcess(argv, status, stdout.getvalue().decode(), stderr.getvalue().decode())


def run_process(data: Path, *words: str, prefix: tuple[str, ...] = ()) -> CompletedProcess[str]:
    """Run a command line in a process of its own, from elsewhere."""
    return subprocess.run(
        [*prefix, sys.executable, "-W", "error", "-m", *words],
        env=environment(data),
        cwd="/",
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("loaded") / "data"
    run(data, "indexer", "load", str(SAMPLES))
    return data


@pytest.fixture
def archive(data: Path, loaded: Path) -> Path:
    """An archive of the samples, a copy for each test."""
    shutil.copytree(loaded, data)
    return data


def test_a_load_ends_with_a_summary_that_adds_up(data: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.docx").write_bytes(b"random")
    count = len(list(SAMPLES.rglob("*.*")))
    done = run_process(data, "indexer", "load", str(SAMPLES), str(tmp_path / "bad.docx"))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"隔离：{tmp_path / 'bad.docx'}",
        "  原因：docx 文件不完整或已损坏",
        "  处理：请重新复制或下载；或用 WPS、Word 修复后另存，再装载。",
        f"提交 {count + 1} 个文件：新装载 {count}，已在库 0，内容重复 0，解包 0，隔离 1。",
    ]


def test_a_load_without_quarantined_files_ends_with_status_0(data: Path) -> None:
    assert run(data, "indexer", "load", str(SAMPLES / "2020")).returncode == 0


def test_a_folder_without_permission_is_quarantined_and_the_others_load(tmp_path: Path) -> None:
    incoming = tmp_path / "incoming"
    (incoming / "locked").mkdir(parents=True)
    (incoming / "locked" / "a.txt").write_text("正文。", "utf-8")
    (incoming / "open.txt").write_text("青石县2022年工作总结\n正文。", "utf-8")
    (incoming / "secret.txt").write_text("正文。", "utf-8")
    for path in (incoming / "locked", incoming / "secret.txt"):
        path.chmod(0)
    # Root passes over permissions unless it gives that power up.
    prefix = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    as_anybody = prefix if os.geteuid() == 0 else ()
    done = run_process(tmp_path / "data", "indexer", "load", str(incoming), prefix=as_anybody)
    (incoming / "locked").chmod(0o700)
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1].startswith("提交 3 个文件：新装载 1")
    assert done.stdout.count("请") == 2
    assert "没有读取权限" in done.stdout
    assert "文件夹打不开" in done.stdout


def test_inspect_prints_one_json_object_a_file_and_writes_nothing(
    data: Path, sample_reports: tuple[Any, ...]
) -> None:
    done = run(data, "indexer", "inspect", str(SAMPLES), "--json")
    printed = [json.loads(line) for line in done.stdout.splitlines()]
    paths = sorted(SAMPLES.rglob("*.*"))
    wanted = [
        {**from_report(report), "source": str(path), "damage": damage_records(report)}
        for path, report in zip(paths, sample_reports, strict=True)
    ]
    assert done.returncode == 0
    assert printed == wanted
    assert list(printed[0]) == [
        *("source", "doc_id", "title", "year", "covers", "level", "is_department", "unit"),
        *("region", "date", "document_number", "doc_type", "evidence", "corrections"),
        *("stated", "paragraphs", "damage"),
    ]
    assert not data.exists()


def test_inspect_names_what_it_cannot_read(data: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = run(data, "indexer", "inspect", str(tmp_path / "empty.txt"))
    assert (done.returncode, done.stdout) == (1, "")
    assert "文件是空的。请" in done.stderr


def test_inspect_for_people_shows_values_with_evidence_and_the_outline(data: Path) -> None:
    path = SAMPLES / "2021" / "松河镇2021年法治政府建设情况的报告.html"
    lines = run(data, "indexer", "inspect", str(path)).stdout.splitlines()
    assert lines[3:5] == [
        "  年度：2021",
        "    题名处：松河镇人民政府【2021】年度法治政府建设情况的报告（题名中的年份）",
    ]
    assert "  发文字号：未注明" in lines
    assert "      （一）加强组织领导 [组织领导，第 4 段]" in lines


def test_inspect_names_damage_and_leaves_it(data: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("2022年工作总结\n一、成效\n办结##paidbegin##案件   件。\n", "utf-8")
    lines = run(data, "indexer", "inspect", str(path)).stdout.splitlines()
    assert lines[-3:] == [
        "  原文残损 2 处，照原样保留：",
        "    第 2 段：办结【##paidbegin##】案件   件。（网站标记残留）",
        "    第 2 段：…结##paidbegin##案件【   】件。（缺字的空白）",
    ]


def test_status_counts_files_reports_and_paragraphs(archive: Path) -> None:
    count = len(list(SAMPLES.rglob("*.*")))
    lines = run(archive, "indexer", "status").stdout.splitlines()
    assert lines[0] == f"文件：共提交 {count} 个，其中已入索引 {count}"
    offered = f"提交 {count} 个文件：新装载 {count}。"
    assert re.fullmatch(rf"最近一次装载：[-\d]+ [:\d]+，用时 \d+ 秒，{offered}", lines[1])
    assert lines[2].startswith(f"索引：embedded（{archive}/index），{count} 份报告，")


def test_rebuild_says_what_the_new_index_holds(archive: Path) -> None:
    done = run(archive, "indexer", "rebuild")
    assert done.stdout.startswith(f"已重建索引：{len(list(SAMPLES.rglob('*.*')))} 份报告，")


def test_search_as_json_is_one_object_with_counts_hits_and_facets(archive: Path) -> None:
    words = ("出庭应诉", "--year", "2022", "--level", "县", "--json", "--limit", "1")
    found = json.loads(run(archive, "archive", "search", *words).stdout)
    text = "二是行政应诉规范有序。全县行政机关一审应诉案件41件，负责人出庭应诉40件，"
    text += "出庭应诉率97.56%，同比提高18.61个百分点。"
    doc_id = found["hits"][0]["doc_id"]
    assert found == {
        "total": 3,
        "reports": 2,
        "left_out": 0,
        "hits": [
            {
                "id": f"{doc_id}-7",
                "doc_id": doc_id,
                "ordinal": 7,
                "title": "青石县司法局2022年法治政府建设工作总结",
                "year": 2022,
                "level": "县",
                "unit": "青石县司法局",
                "is_department": True,
                "region": "青石县",
                "doc_type": "法治政府建设报告",
                "document_number": "青司发〔2022〕31号",
                "date": "2022-12-26",
                "near_to": None,
                "role": "body",
                "section": ["二、主要成效"],
                "section_kind": "成效",
                "columns": [],
                "text": text,
                "spans": [[30, 34], [38, 42]],
            }
        ],
        "facets": {
            "year": [[2023, 3], [2022, 3], [2021, 3], [2020, 1]],
            "level": [["省", 2], ["市", 1], ["县", 3], ["乡镇", 2], [None, 1]],
            "unit": [["青石县司法局", 2], ["白沙区人民政府", 1]],
            "section_kind": [["成效", 2], ["问题", 1]],
            "region": [["青石县", 2], ["白沙区", 1]],
            "doc_type": [["法治政府建设报告", 3]],
            "is_department": [[True, 2], [False, 1]],
        },
    }


def test_help_prints_how_a_query_is_written(data: Path) -> None:
    done = run_process(data, "archive", "help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{language_help.plain_text().rstrip()}\n"


def test_a_search_can_be_sorted_by_year(archive: Path) -> None:
    words = ("出庭应诉", "--sort", "oldest", "--json", "--limit", "100")
    hits = json.loads(run(archive, "archive", "search", *words).stdout)["hits"]
    years = [hit["year"] for hit in hits]
    assert years == sorted(years)
    assert {2020, 2023} <= set(years)


@pytest.mark.parametrize(
    ("words", "belongs"),
    [
        (("--year", "2021-2022"), lambda known: known.year in (2021, 2022)),
        (("--year", "2020", "--year", "2023"), lambda known: known.year in (2020, 2023)),
        (("--department",), lambda known: known.is_department is True),
        (("--no-department",), lambda known: known.is_department is False),
        (("--region", "云岭省"), lambda known: known.region == "云岭省"),
        (("--type", "法治政府建设报告"), lambda known: known.doc_type == "法治政府建设报告"),
    ],
)
def test_options_narrow_what_is_counted(
    archive: Path,
    sample_reports: tuple[Report, ...],
    words: tuple[str, ...],
    belongs: Callable[[Metadata], bool],
) -> None:
    wanted = sum(
        "法治" in fold(paragraph.text)
        for report in sample_reports
        if belongs(report.metadata)
        for paragraph in report.paragraphs
    )
    assert run(archive, "archive", "count", "法治", *words).stdout == f"{wanted}\n"
    assert wanted


def test_across_asks_for_the_words_in_one_report(
    archive: Path, sample_reports: tuple[Report, ...]
) -> None:
    texts = [[fold(one.text) for one in report.paragraphs] for report in sample_reports]
    both = [
        report
        for report in texts
        if any("出庭" in text for text in report) and any("复议" in text for text in report)
    ]
    wanted = sum("出庭" in text or "复议" in text for report in both for text in report)
    assert run(archive, "archive", "count", "出庭 复议", "--across").stdout == f"{wanted}\n"


def test_fold_near_lets_one_report_stand_for_those_nearly_the_same(
    data: Path, tmp_path: Path, sample_reports: tuple[Report, ...]
) -> None:
    first = sample_reports[0]
    final = replace(first, doc_id="e" * 16, near_to=first.doc_id)
    with open_engine(Settings(data)) as engine:
        engine.replace([first, final])
    total = sum("法治" in fold(paragraph.text) for paragraph in first.paragraphs)
    asked = ("法治", "--fold-near")
    assert run(data, "archive", "count", "法治").stdout == f"{2 * total}\n"
    assert run(data, "archive", "count", *asked).stdout == f"{total}\n"
    told = json.loads(run(data, "archive", "search", *asked, "--json").stdout)
    assert (told["total"], told["reports"], told["left_out"]) == (total, 1, 1)
    assert {hit["doc_id"] for hit in told["hits"]} == {first.doc_id}
    printed = run(data, "archive", "search", *asked, "--limit", "100").stdout.splitlines()
    assert printed[-2:] == [
        f"共 {total} 段，见于 1 份报告。",
        "另有 1 份近似的报告没有计入。",
    ]
    file = tmp_path / "out.jsonl"
    run(data, "archive", "export", *asked, "--format", "jsonl", "--output", str(file))
    assert file.read_text("utf-8").count('"text": ') == total


@pytest.mark.parametrize("form", ["csv", "xlsx", "jsonl"])
def test_an_export_has_a_row_for_every_paragraph_counted(
    archive: Path, tmp_path: Path, form: str
) -> None:
    file = tmp_path / f"out.{form}"
    words = ("出庭应诉", "--year", "2020-2022")
    total = run(archive, "archive", "count", *words).stdout.strip()
    done = run(archive, "archive", "export", *words, "--format", form, "--output", str(file))
    rows = {
        "csv": lambda: sum(line.startswith('"') for line in file.read_text().splitlines()) - 1,
        "xlsx": lambda: openpyxl.load_workbook(file)["结果"].max_row - 1,
        "jsonl": lambda: file.read_text("utf-8").count('"text": '),
    }[form]
    assert done.stdout.startswith(f"已导出 {total} 段，见于 ")
    assert (str(rows()), done.returncode, done.stderr) == (total, 0, "")


def test_rows_exported_with_the_sites_address_have_addresses(archive: Path, tmp_path: Path) -> None:
    words = ("--format", "jsonl", "--site", "http://archive.example/", "--output")
    run(archive, "archive", "export", "出庭不出声", *words, str(tmp_path / "out"))
    _, row = map(json.loads, (tmp_path / "out").read_text("utf-8").splitlines())
    assert row["url"] == f"http://archive.example/r/{row['doc_id']}/{row['ordinal']}"


def test_an_export_overwrites_nothing_and_says_what_it_cannot_write(
    archive: Path, tmp_path: Path
) -> None:
    there, nowhere = tmp_path / "there.csv", tmp_path / "none" / "a.csv"
    there.write_text("mine", "utf-8")
    done = run(archive, "archive", "export", "出庭", "--output", str(there))
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        f"文件 {there} 已存在，没有覆盖。",
    )
    assert there.read_text("utf-8") == "mine"
    done = run(archive, "archive", "export", "出庭", "--output", str(nowhere))
    assert done.returncode == 2
    assert done.stderr.startswith(f"文件 {nowhere} 不能写入")


@pytest.mark.parametrize("year", ["20x", "2023-2021", "3000", "２０２２年"])
def test_a_year_that_is_none_is_refused(data: Path, year: str) -> None:
    done = run(data, "archive", "count", "出庭", "--year", year)
    assert done.returncode == 2
    assert f"年度不能是“{year}”；请写成 2022 或 2021-2023。" in done.stderr


def test_search_for_people_prints_the_whole_paragraph(archive: Path) -> None:
    done = run(archive, "archive", "search", "出庭不出声")
    plain = "".join(done.stdout.split())
    assert "青石县司法局" in plain
    assert done.stdout.splitlines()[-1] == "共 1 段，见于 1 份报告。"


def test_count_prints_the_number_alone(archive: Path, sample_reports: tuple[Any, ...]) -> None:
    paragraphs = [p for report in sample_reports for p in report.paragraphs]
    wanted = sum("出庭应诉" in fold(paragraph.text) for paragraph in paragraphs)
    assert run_process(archive, "archive", "count", "出庭应诉").stdout == f"{wanted}\n"


def test_a_search_without_hits_says_so_and_what_to_try(archive: Path) -> None:
    done = run(archive, "archive", "search", "没有这句话")
    assert (done.returncode, done.stdout) == (
        0,
        "没有一字不差的命中。可减少字数，或用 --words 按词检索。\n",
    )


@pytest.mark.parametrize("query", ["  ", "", '复议 "出庭', "字" * 10_000])
def test_a_query_that_cannot_be_searched_is_explained(archive: Path, query: str) -> None:
    done = run_process(archive, "archive", "count", query)
    assert (done.returncode, done.stdout) == (2, "")
    assert "请" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("query", ['"', "“", "(", "）", ".*", "[a-z]+", "<b>", "\\", "%", "*", "-"])
def test_any_sign_alone_is_answered(archive: Path, query: str) -> None:
    done = run(archive, "archive", "count", "--", query)
    assert done.returncode == 0
    assert done.stdout.strip().isdigit()


@pytest.mark.parametrize("command", [("archive", "count", "出庭"), ("indexer", "status")])
def test_elasticsearch_that_is_down_is_named_with_the_remedy(
    data: Path, command: tuple[str, ...]
) -> None:
    down = {"ARCHIVE_ENGINE": "elasticsearch", "ELASTICSEARCH_URL": "http://127.0.0.1:9"}
    done = run(data, *command, **down)
    assert done.returncode == 2
    assert "scripts/elasticsearch start" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unknown_engine_is_refused(data: Path) -> None:
    done = run(data, "archive", "count", "出庭", ARCHIVE_ENGINE="solr")
    assert done.returncode == 2
    assert "ARCHIVE_ENGINE" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ("archive",),
        ("archive", "search"),
        ("indexer", "load"),
        ("archive", "count", "x", "--year", "y"),
    ],
)
def test_wrong_usage_is_explained_in_chinese(data: Path, words: tuple[str, ...]) -> None:
    done = run_process(data, *words)
    said = done.stdout + done.stderr
    assert "用法" in said
    assert done.returncode == 2
    assert not {"Usage", "Error", "Missing", "Invalid", "Options", "Commands"} & set(
        said.replace(":", " ").split()
    )


def test_the_catalogue_of_clicks_texts_is_compiled_from_its_source() -> None:
    (source,) = CLICKS_TEXTS.rglob("messages.po")
    texts = polib.pofile(str(source))
    compiled = polib.mofile(str(source.with_suffix(".mo")))
    wanted = {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in texts}
    assert {entry.msgid: (entry.msgstr, entry.msgstr_plural) for entry in compiled} == wanted


def exported(data: Path, file: Path) -> list[dict[str, str]]:
    run(data, "indexer", "metadata", "export", str(file))
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture
def two_reports(data: Path, tmp_path: Path) -> Path:
    incoming = tmp_path / "incoming"
    incoming.mkdir()
    for name in ("a", "b"):
        text = f"青石县司法局2021年工作总结\n我局出庭应诉{name}件。"
        (incoming / f"{name}.txt").write_text(text, "utf-8")
    run(data, "indexer", "load", str(incoming))
    return incoming


def count(data: Path, year: int) -> str:
    return run(data, "archive", "count", "出庭应诉", "--year", str(year)).stdout.strip()


def test_a_correction_is_searched_for_at_once_and_outlives_reload_and_rebuild(
    data: Path, two_reports: Path, tmp_path: Path
) -> None:
    doc_id = exported(data, tmp_path / "m.csv")[0]["doc_id"]
    done = run(data, "indexer", "correct", doc_id, "year=2022", "单位=青石县司法局办公室")
    assert done.stdout.splitlines() == [
        "年度：2021 → 2022",
        "单位：青石县司法局 → 青石县司法局办公室",
    ]
    for command in ([], ["load", str(two_reports)], ["rebuild"]):
        run(data, "indexer", *command)
        assert (count(data, 2022), count(data, 2021)) == ("1", "1")


def test_a_correction_can_be_taken_back(data: Path, two_reports: Path, tmp_path: Path) -> None:
    doc_id = exported(data, tmp_path / "m.csv")[0]["doc_id"]
    run(data, "indexer", "correct", doc_id, "year=2022")
    done = run(data, "indexer", "correct", doc_id, "--undo", "year")
    assert done.stdout == "年度：2022 → 2021（撤回更正，恢复原文所载）\n"
    assert count(data, 2021) == "2"
    done = run(data, "indexer", "correct", doc_id, "--undo", "year")
    assert (done.returncode, done.stderr) == (2, "没有对“年度”的更正，无从撤回。\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["0123456789abcdef", "year=2022"], "档案库里没有编号为“0123456789abcdef”的报告。"),
        (["{id}", "year=99"], "年度不能是“99”。"),
        (["{id}", "yaer=2022"], "没有名为“yaer”的项目。"),
        (["{id}", "2022"], "“2022”不是 项目=值 的写法。"),
        (["{id}", "unit=青石县", "year=99"], "年度不能是“99”。"),
    ],
)
def test_a_wrong_correction_is_explained_and_changes_nothing(
    words: list[str], said: str, data: Path, two_reports: Path, tmp_path: Path
) -> None:
    before = exported(data, tmp_path / "m.csv")
    doc_id = before[0]["doc_id"]
    done = run(data, "indexer", "correct", *(word.format(id=doc_id) for word in words))
    assert (done.returncode, done.stderr.splitlines()[0]) == (2, said)
    assert exported(data, tmp_path / "after.csv") == before


def test_a_table_is_tried_then_imported_and_one_bad_row_stops_it(
    data: Path, two_reports: Path, tmp_path: Path
) -> None:
    ids = [row["doc_id"] for row in exported(data, tmp_path / "m.csv")]
    table = tmp_path / "edited.csv"
    table.write_text(f"doc_id,year\n{ids[0]},2022\n{ids[1]},2023\n", "utf-8")
    title = "青石县司法局2021年工作总结"
    shown = [
        f"第 2 行 {ids[0]} {title}：年度：2021 → 2022",
        f"第 3 行 {ids[1]} {title}：年度：2021 → 2023",
    ]
    tried = run(data, "indexer", "metadata", "import", "--dry-run", str(table))
    assert tried.stdout.splitlines()[:2] == shown
    assert (tried.returncode, count(data, 2021)) == (0, "2")
    bad = tmp_path / "bad.csv"
    bad.write_text(f"doc_id,year\n{ids[0]},2022\n{ids[1]},明年\n", "utf-8")
    refused = run(data, "indexer", "metadata", "import", str(bad))
    assert refused.stderr.startswith("第 3 行：年度不能是“明年”。")
    assert (refused.returncode, count(data, 2021)) == (1, "2")
    done = run(data, "indexer", "metadata", "import", str(table))
    assert done.stdout.splitlines() == [*shown, "已改动 2 处，涉及 2 份报告。"]
    assert (count(data, 2022), count(data, 2023)) == ("1", "1")


def test_an_export_that_cannot_be_written_is_explained(
    data: Path, two_reports: Path, tmp_path: Path
) -> None:
    (tmp_path / "m.csv").touch()
    done = run(data, "indexer", "metadata", "export", str(tmp_path / "m.csv"))
    assert (done.returncode, done.stderr.splitlines()[0]) == (
        2,
        f"文件 {tmp_path / 'm.csv'} 已存在，没有覆盖。",
    )
    done = run(data, "indexer", "metadata", "export", str(tmp_path / "none" / "m.csv"))
    assert done.returncode == 2
    assert done.stderr.startswith(f"文件 {tmp_path / 'none' / 'm.csv'} 不能使用")


def test_the_rows_of_a_metadata_csv_that_cannot_be_used_are_named(
    data: Path, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("工作总结\n出庭应诉。", "utf-8")
    table = tmp_path / "metadata.csv"
    table.write_text("filename,year\na.txt,2022\nb.txt,2022\na.txt,2021\n", "utf-8")
    done = run(data, "indexer", "load", str(tmp_path / "a.txt"))
    assert done.returncode == 1
    assert done.stdout.splitlines() == [
        f"{table} 第 3 行：没有名为“b.txt”的文件。"
        "请核对文件名（含扩展名，下级文件夹里的写相对路径）。",
        f"{table} 第 4 行：与第 2 行说的是同一份。请只留一行。",
        "按 metadata.csv 设定了 1 份报告的信息。",
        "提交 1 个文件：新装载 1，已在库 0，内容重复 0，解包 0，隔离 0。",
    ]
    assert count(data, 2022) == "1"
