"""scripts/evaluate: what it prints of labelled reports."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

LABELLED = (
    {
        "id": "one",
        "excerpt": "青石县司法局2022年法治政府建设工作总结\n我局依法行政。",
        "year": 2022,
        "title_year": 2022,
        "level": "县",
        "is_department": True,
        "unit": "青石县司法局",
    },
    {
        "id": "two",
        "excerpt": "云溪镇2021年法治政府建设工作总结\n我镇依法行政。",
        "year": 2020,
        "title_year": None,
        "level": "乡镇",
        "is_department": False,
        "unit": None,
    },
)


def test_the_table_and_every_miss_with_its_rule_are_printed(tmp_path: Path) -> None:
    file = tmp_path / "labels.jsonl"
    file.write_text("\n".join(map(json.dumps, LABELLED)), "utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / "scripts" / "measure" / "evaluate.py"), str(file)],
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    lines = done.stdout.splitlines()
    cells = [[cell.strip() for cell in line.split("│")[1:-1]] for line in lines if "│" in line]
    assert cells == [
        ["year", "2", "1", "50.0%", "0", "0"],
        ["level", "2", "2", "100.0%", "0", "0"],
        ["is_department", "2", "2", "100.0%", "0", "0"],
        ["unit", "1", "1", "100.0%", "1", "1"],
    ]
    assert lines[-2:] == [
        "two year: labelled 2020, read 2021 (paragraph 0 “2021”, rule 题名中的年份)",
        "two unit: labelled None, read 云溪镇 (paragraph 0 “云溪镇”, rule 题名中的单位)",
    ]
