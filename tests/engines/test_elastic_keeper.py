"""The role of who makes and restores snapshots: enough for that, and nothing in it too much.

It is tried on the server with security that `test_elastic_role` tells of; its path.repo is set.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from elasticsearch import Elasticsearch, NotFoundError

from archive.engines.elastic_mapping import MAPPING, wanted
from archive.engines.elastic_snapshots import SnapshotError
from archive.errors import EngineUnavailable
from archive.settings import Settings
from tests.engines.test_elastic_role import WRITER, admin, key, settings
from tests.indexer.commanding import doc_id_of, run, write

__all__ = ["admin", "settings"]

KEEPER = json.loads(MAPPING.with_name("role-keeper.json").read_text("utf-8"))
PRIVILEGES = [("cluster", one) for one in KEEPER["cluster"]] + [
    ("indices", one) for one in KEEPER["indices"][0]["privileges"]
]


def without(left_out: tuple[str, str]) -> dict[str, Any]:
    """The keeper's role with one privilege less."""
    (of_indices,) = KEEPER["indices"]
    left = [one for one in PRIVILEGES if one != left_out]
    return {
        "cluster": [privilege for kind, privilege in left if kind == "cluster"],
        "indices": [{**of_indices, "privileges": [one for kind, one in left if kind == "indices"]}],
    }


@pytest.fixture
def as_keeper(
    admin: Elasticsearch, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Path]:
    """The file of the key that the commands come with."""
    monkeypatch.setenv("ARCHIVE_ENGINE", "elasticsearch")
    monkeypatch.setenv("ELASTICSEARCH_URL", settings.elasticsearch_url)
    monkeypatch.setenv("ELASTICSEARCH_INDEX", settings.index)
    monkeypatch.setenv("ELASTICSEARCH_API_KEY_FILE", str(tmp_path / "key"))
    yield tmp_path / "key"
    with suppress(NotFoundError):
        admin.snapshot.delete(repository=settings.index, snapshot="*")
        admin.snapshot.delete_repository(name=settings.index)


def live_through(
    admin: Elasticsearch, settings: Settings, tmp_path: Path, as_keeper: Path, role: dict[str, Any]
) -> None:
    """All that a keeper does: with an index that lacks a field, and one with a report too much."""

    def done(may: dict[str, Any], *commands: str) -> None:
        as_keeper.write_text(key(admin, may))
        for command in commands:
            assert run(settings.data, *command.split()).status == 0

    index = wanted()
    del index["mappings"]["properties"]["doc_type"]
    name = f"{settings.index}-000001"
    admin.indices.create(index=name, aliases={settings.index: {}}, **index)
    one, other = (write(tmp_path / f"{count}.txt", count) for count in (1, 2))
    done(role, "snapshot repository", "snapshot create lacking", "snapshot list")
    done(WRITER, f"load {one}")
    done(role, "snapshot create one")
    done(WRITER, f"load {other}", f"remove {doc_id_of(settings.data, one)} --yes")
    done(role, "snapshot restore lacking", "snapshot restore one", "snapshot delete one")
    done(role, "rebuild", "verify")


def test_the_keepers_role_is_enough_for_snapshots_and_for_restoring_one(
    admin: Elasticsearch, settings: Settings, tmp_path: Path, as_keeper: Path
) -> None:
    live_through(admin, settings, tmp_path, as_keeper, KEEPER)


@pytest.mark.parametrize("left_out", PRIVILEGES, ids=lambda one: one[1])
def test_a_keeper_needs_every_privilege_of_its_role(
    admin: Elasticsearch,
    settings: Settings,
    tmp_path: Path,
    as_keeper: Path,
    left_out: tuple[str, str],
) -> None:
    # Until the next major release the server lets who may index add fields, too, with a warning,
    # which a command fails with here.
    with pytest.raises(
        (SnapshotError, EngineUnavailable, AssertionError),
        match=r"security_exception|is unauthorized|must be granted explicit privileges",
    ):
        live_through(admin, settings, tmp_path, as_keeper, without(left_out))


def test_a_writers_key_makes_no_snapshot_and_is_told_what_it_lacks(
    admin: Elasticsearch, settings: Settings, as_keeper: Path
) -> None:
    as_keeper.write_text(key(admin, WRITER))
    with pytest.raises(SnapshotError, match="不许这个密钥") as raised:
        run(settings.data, "snapshot", "repository")
    assert "mappings/role-keeper.json" in raised.value.remedy
