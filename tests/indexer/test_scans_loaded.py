"""Scans on their way into the archive: read by OCR where it is installed, else quarantined."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.engines.embedded import EmbeddedEngine
from archive.library import Library
from archive.model import Page
from archive.query import parse
from archive.settings import Settings
from indexer import ocr
from indexer.indexing import Indexing
from indexer.outcomes import Summary
from indexer.pipeline import load
from indexer.walking import walk
from tests.indexer.scans import needs_ocr, page, saved

LINES = ["青石县司法局2022年工作总结", "全年行政机关负责人出庭应诉57件。"]

pytestmark = needs_ocr


def loaded(settings: Settings, folder: Path) -> Summary:
    folder.mkdir()
    (folder / "扫描件.png").write_bytes(saved(page(LINES, height=120)))
    with (
        Library(settings.library, writable=True) as library,
        EmbeddedEngine(settings) as engine,
    ):
        return load(list(walk([folder])), Indexing(library, engine, "embedded"))


def test_a_picture_of_a_report_is_loaded_and_found(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "data")
    summary = loaded(settings, tmp_path / "incoming")
    with EmbeddedEngine(settings) as engine:
        total = engine.search(parse("出庭应诉57件"), Page()).total
    assert ({k.value: n for k, n in summary.counts.items() if n}, total) == ({"loaded": 1}, 1)


def test_without_ocr_it_is_quarantined_and_the_remedy_names_the_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    ((_, reason, remedy),) = loaded(Settings(tmp_path / "data"), tmp_path / "incoming").quarantined
    assert "没有文字层" in reason
    assert "pip install -r requirements-ocr.txt" in remedy
