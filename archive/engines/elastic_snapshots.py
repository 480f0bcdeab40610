"""Snapshots of the index on Elasticsearch: made, listed, deleted, and restored beside the index."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import uuid4

from elasticsearch import ApiError

from archive.closing import Closing
from archive.engines import elastic_documents as documents
from archive.engines import elastic_query as queries
from archive.engines.elastic import ElasticEngine
from archive.engines.elastic_index import ElasticIndex
from archive.engines.elastic_versions import Versions
from archive.engines.elastic_writing import Writing
from archive.errors import ArchiveError, EngineUnavailable
from archive.messages import snapshots as messages
from archive.model import Query, Report
from archive.records import Record
from archive.settings import Settings

LONGEST_RESTORE = 6 * 3600.0
"""Seconds that the server may take to bring an index back."""

LOOK = 0.5
"""Seconds between two looks at whether a snapshot is made."""

WHOLE, UNDER_WAY = "SUCCESS", "IN_PROGRESS"
"""States of a snapshot; the others are of one that is not whole."""

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,199}")  # no wildcard: a deletion is of one
_COUNTS = ("reports", "paragraphs")
_MAKER = "maker"  # in a snapshot's metadata: drawn by the command that makes it


class SnapshotError(ArchiveError):
    """A snapshot, or the repository that snapshots are kept in, cannot be used as asked."""

    def __init__(self, said: tuple[str, str], **values: object) -> None:
        super().__init__(*(text.format(**values) for text in said))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot of one index: `size` in bytes, of which some may be shared with others.

    `counts` has its reports and paragraphs as they were counted when it was made here.
    """

    name: str
    index: str
    started_at: datetime
    state: str
    size: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Restored:
    """An index out of a snapshot that is not in service yet; `engine` reads and writes it."""

    engine: ElasticEngine
    index: ElasticIndex
    snapshot: Snapshot

    def reports(self) -> Iterator[tuple[str, Report | None]]:
        """Each report with its doc_id, one at a time; None for one that has lost its title."""
        every = self.index.documents(queries.to_elastic(Query()), queries.AS_THEY_STAND)
        for doc_id, found in groupby(every, itemgetter("doc_id")):
            yield doc_id, documents.to_report(found)


class Snapshots(Closing):
    """The snapshots of the index behind `settings.index`, in a repository of the alias's name.

    Raises `EngineUnavailable`, and `SnapshotError` for what the server does not do. One program at
    a time that writes is for the caller to see to.
    """

    def __init__(self, settings: Settings) -> None:
        if settings.engine != "elasticsearch":
            raise SnapshotError(messages.EMBEDDED)
        self._settings = settings
        self.repository = settings.index
        self._index = ElasticIndex(settings)
        self._client = self._index.client
        self._versions = Versions(self._index, settings)
        self._restoring = f"{settings.index}-restoring"  # stands for an index not in service yet

    def close(self) -> None:
        """Let go of the connections."""
        self._index.close()

    def register(self, location: str) -> None:
        """Have the server keep snapshots in a folder within its path.repo, which all nodes see."""
        with self._answers(location=location):
            self._client.repeatable.snapshot.create_repository(
                name=self.repository,
                repository={"type": "fs", "settings": {"location": location}},
                verify=True,
            )

    def create(self, name: str) -> Snapshot:
        """Make a snapshot of the index in service, which goes on serving; whole or not at all."""
        _check(name)
        index = self._versions.in_service()
        if index is None:
            raise SnapshotError(messages.NOTHING)
        Writing(
            self._index, index
        ).refresh()  # so that what a killed load had written is counted, too
        with ElasticEngine(self._settings) as engine:
            held = engine.status()
        maker = uuid4().hex
        try:
            with self._answers(name=name):
                # Not repeated: it would find its own name taken.
                self._client.api.options(max_retries=0).snapshot.create(
                    repository=self.repository,
                    snapshot=name,
                    indices=index,
                    include_global_state=False,
                    feature_states=["none"],
                    metadata={_MAKER: maker} | {one: getattr(held, one) for one in _COUNTS},
                )
            return self._made(name)
        except BaseException:
            with suppress(ArchiveError):
                # Of the same name there may be one that was made before.
                if (self._found(name).get("metadata") or {}).get(_MAKER) == maker:
                    self.delete(name)
            raise

    def _made(self, name: str) -> Snapshot:
        while (made := self._found(name))["state"] == UNDER_WAY:
            time.sleep(LOOK)
        if made["state"] != WHOLE:
            reasons = [failure["reason"] for failure in made["failures"]] or [made["state"]]
            raise SnapshotError(messages.NOT_MADE, name=name, detail=reasons[0])
        return self._snapshot(made)

    def every(self) -> list[Snapshot]:
        """The archive's snapshots, the oldest first."""
        with self._answers():
            found = self._client.repeatable.snapshot.get(
                repository=self.repository, snapshot="*", index_details=True
            )["snapshots"]
        ours = [self._snapshot(one) for one in found if self._indices(one)]
        return sorted(ours, key=lambda one: (one.started_at, one.name))

    def delete(self, name: str) -> None:
        """Delete a snapshot; what others share with it stays."""
        _check(name)
        with self._answers(name=name):
            self._client.api.options(request_timeout=LONGEST_RESTORE).snapshot.delete(
                repository=self.repository, snapshot=name
            )

    @contextmanager
    def restored(self, name: str) -> Iterator[Restored]:
        """A snapshot's index, which comes into service at the end of the block.

        It stands beside the one in service, which is the former one after that, as at a rebuild; it
        is checked for its schema and its counts first. Whatever fails leaves all as it was.
        """
        _check(name)
        snapshot = self._snapshot(self._found(name))
        if snapshot.state != WHOLE or not snapshot.index:
            raise SnapshotError(messages.NOT_WHOLE, name=name)
        new = self._versions.next()
        aside = replace(self._settings, index=self._restoring)
        self._versions.discard(new)  # what a killed restore left
        try:
            self._bring_back(snapshot, new)
            self._stand_for(new)
            with closing(ElasticIndex(aside)) as index, ElasticEngine(aside) as engine:
                index.prepare()
                self._check_counts(engine, snapshot)
                yield Restored(engine, index, snapshot)
            self._versions.put_in_service(new)
        except BaseException:
            self._versions.discard(new)
            raise
        with suppress(ArchiveError):  # it is in service; what is left goes at the next one
            self._stand_for(None)
            self._versions.drop_others(new, self._versions.kept())

    def _bring_back(self, snapshot: Snapshot, new: str) -> None:
        with self._answers(name=snapshot.name):
            patient = self._client.api.options(request_timeout=LONGEST_RESTORE, max_retries=0)
            shards = patient.snapshot.restore(
                repository=self.repository,
                snapshot=snapshot.name,
                indices=snapshot.index,
                rename_pattern=".+",
                rename_replacement=new,
                include_global_state=False,
                include_aliases=False,
                index_settings={
                    "index.auto_expand_replicas": "false",
                    "index.number_of_replicas": 0,  # it is given them when it comes into service
                },
                wait_for_completion=True,
            )["snapshot"]["shards"]
        if shards["failed"]:
            raise SnapshotError(messages.SHARDS_FAILED, name=snapshot.name, count=shards["failed"])

    def _check_counts(self, engine: ElasticEngine, snapshot: Snapshot) -> None:
        held = engine.status()
        for count, wanted in snapshot.counts.items():
            if (found := getattr(held, count)) != wanted:
                raise SnapshotError(
                    messages.OTHER_COUNT[count], name=snapshot.name, found=found, wanted=wanted
                )

    def _stand_for(self, index: str | None) -> None:
        """Let the alias for an index not in service stand for this one alone, or for none."""
        everywhere = {"index": f"{self._settings.index}-*", "alias": self._restoring}
        actions: list[Mapping[str, Any]] = [{"remove": {**everywhere, "must_exist": False}}]
        if index:
            actions.append({"add": {"index": index, "alias": self._restoring}})
        with self._answers():
            self._client.repeatable.indices.update_aliases(actions=actions)

    def _is_ours(self, index: str) -> bool:
        return bool(re.fullmatch(rf"{re.escape(self._settings.index)}-\d{{6}}", index))

    def _found(self, name: str) -> Record:
        with self._answers(name=name):
            (found,) = self._client.repeatable.snapshot.get(
                repository=self.repository, snapshot=name, index_details=True
            )["snapshots"]
        record: Record = found
        return record

    def _indices(self, found: Record) -> list[str]:
        return [index for index in found["indices"] if self._is_ours(index)]

    def _snapshot(self, found: Record) -> Snapshot:
        details = found.get("index_details", {}).values()
        metadata = found.get("metadata") or {}
        return Snapshot(
            name=found["snapshot"],
            index=next(iter(self._indices(found)), ""),
            started_at=datetime.fromisoformat(found["start_time"]),
            state=found["state"],
            size=sum(one["size_in_bytes"] for one in details),
            counts={count: metadata[count] for count in _COUNTS if count in metadata},
        )

    @contextmanager
    def _answers(self, **values: object) -> Iterator[None]:
        """The client's answers; what the server says of snapshots is explained as such."""
        try:
            with self._client.answers():
                yield
        except EngineUnavailable as error:
            said = messages.FAILURES.get(_kind(error.__cause__))
            if said is None:
                raise
            values = {"name": "", "location": "", "repository": self.repository} | values
            raise SnapshotError(said, detail=_reason(error.__cause__), **values) from error


def _check(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise SnapshotError(messages.BAD_NAME, name=name)


def _root_cause(error: BaseException | None) -> Mapping[str, Any]:
    body = error.body if isinstance(error, ApiError) else None
    said = body.get("error") if isinstance(body, dict) else None
    causes = said.get("root_cause") if isinstance(said, dict) else None
    return causes[0] if causes else {}


def _kind(error: BaseException | None) -> str:
    return str(_root_cause(error).get("type", ""))


def _reason(error: BaseException | None) -> str:
    return str(_root_cause(error).get("reason", ""))
