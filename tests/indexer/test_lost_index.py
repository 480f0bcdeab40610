"""An index that is gone, though the library is whole: the next load makes up for it."""

from __future__ import annotations

import shutil
from pathlib import Path

from elasticsearch import Elasticsearch

from archive.engine import open_engine
from archive.model import Query
from archive.settings import Settings
from tests.engines.elastic import URL
from tests.indexer.commanding import doc_id_of, run, write
from tests.indexer.test_back import found, settings
from web import create_app
from web.settings import SiteSettings

__all__ = ["settings"]


def lose(settings: Settings) -> None:
    """Delete every index of an archive."""
    if settings.engine == "embedded":
        shutil.rmtree(settings.embedded_index)
        return
    with Elasticsearch(URL, request_timeout=60) as client:
        for index in client.indices.get(index=f"{settings.index}-*"):
            client.indices.delete(index=index)


def test_the_next_load_gives_the_new_index_all_that_the_library_holds(
    settings: Settings, tmp_path: Path
) -> None:
    lose(settings)
    ran = run(settings.data, "load", str(write(tmp_path / "in/3.txt", 33)))
    assert ran.lines[0] == "接续上次：补入索引 2 份报告。"
    assert found(settings) == {f"全年负责人出庭应诉{i}件。 2022" for i in (11, 22, 33)}
    assert run(settings.data, "verify").status == 0


def test_so_does_one_that_comes_after_a_removal(settings: Settings, tmp_path: Path) -> None:
    lose(settings)
    run(settings.data, "remove", "--yes", doc_id_of(settings.data, tmp_path / "in/2.txt"))
    with open_engine(settings) as engine:
        assert list(engine.scan(Query())) == []
    run(settings.data, "load", str(tmp_path / "in/1.txt"))
    assert found(settings) == {"全年负责人出庭应诉11件。 2022"}


def test_the_site_is_not_ready_until_then(settings: Settings, tmp_path: Path) -> None:
    app = create_app(settings, SiteSettings(rate_limit=None))
    client = app.test_client()
    try:
        lose(settings)
        during = client.get("/readyz").status_code
        run(settings.data, "load", str(tmp_path / "in/1.txt"))
        after = create_app(settings, SiteSettings()).test_client().get("/readyz").status_code
    finally:
        app.extensions["archive"].close()
    assert (during, after) == (503, 200)
