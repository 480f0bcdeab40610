"""One index on an Elasticsearch server, by its alias: requests to it, and how they fail."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from typing import Any

from elasticsearch import ApiError, NotFoundError, helpers

from archive import messages
from archive.engines import elastic_mapping as mapping
from archive.engines.elastic_client import OVERLOADED, ElasticClient, why
from archive.errors import ArchiveError, EngineUnavailable, IndexMismatch
from archive.messages import server as t
from archive.records import Record
from archive.settings import Settings

BATCH = 1_000
"""Documents a bulk request or a page of a scan."""

BULK_BYTES = 8_000_000
"""Bytes of a bulk request at most: servers take 100 MB, proxies before them often 10."""

LONGEST_SCAN = 600.0
"""Seconds after which an index out of service goes, even if a search on it has not ended."""

SETTLE = 0.5
"""Seconds between two looks at whether searches have ended."""

RUNNING = ("open_contexts", "query_current", "fetch_current")
"""The server's counts of searches, scans among them, that are under way."""

RETRIES = 5  # of what is put off with these, after 2, 4, 8… seconds
_KEEP_ALIVE = "2m"  # of a scan between two of its pages
_LOST = (404, 500, 503)  # statuses of a scan whose node is gone, or started anew
_NO_REPLICAS: Record = {"auto_expand_replicas": "false", "number_of_replicas": 0}


class ElasticIndex:
    """The index that the alias `settings.index` stands for, such as reports-000001.

    Every method but `close` may raise `EngineUnavailable`. What a method calls `index` is the
    alias or, for an index that is not in service yet, its name.
    """

    def __init__(self, settings: Settings) -> None:
        self.alias = settings.index
        self._client = ElasticClient(settings)
        self._wanted = mapping.wanted()
        self._wanted["settings"]["number_of_shards"] = settings.shards
        self._replicas = _replicas(self._wanted["settings"], settings)
        self._checked = self._prepared = False

    @property
    def location(self) -> str:
        """The address of the alias, without a user's name and password."""
        return f"{self._client.shown}/{self.alias}"

    def close(self) -> None:
        """Let go of the connections."""
        self._client.api.close()

    def exists(self) -> bool:
        """Whether there is an index in service. Raises `IndexMismatch` for another schema's.

        Fields that it lacks or has besides do not hinder a search.
        """
        if not self._checked and (live := self._live()) is not None:
            self._demand_none([one for one in live if not (one.is_addition or one.is_leftover)])
            self._checked = True
        return self._checked

    def prepare(self) -> bool:
        """Whether there is an index in service, which is then given the fields that it lacks.

        Raises `IndexMismatch` for one that cannot be made as it ought to be.
        """
        if not self._prepared and (live := self._live()) is not None:
            self._demand_none([one for one in live if not one.is_addition])
            if live:
                with self._answers():
                    self._client.repeatable.indices.put_mapping(
                        index=self.alias, properties=self._wanted["mappings"]["properties"]
                    )
            self._checked = self._prepared = True
        return self._prepared

    def _live(self) -> list[mapping.Difference] | None:
        """Where the mapping in service differs from the one wanted; None without an index."""
        with self._answers():
            try:
                found = self._client.repeatable.indices.get_mapping(index=self.alias)
            except NotFoundError:
                return None
        asked = self._wanted["mappings"]
        (live,) = found.values()
        return mapping.differences(live["mappings"], asked)

    def _demand_none(self, differences: Sequence[mapping.Difference]) -> None:
        if not differences:
            return
        head = t.MAPPING_DIFFERS.format(location=self.location)
        told = "\n".join([head, *mapping.told(differences)])
        raise IndexMismatch(told, messages.INDEX_MISMATCH_REMEDY)

    def in_service(self) -> str | None:
        """The name of the index behind the alias."""
        with self._answers():
            try:
                (index,) = self._client.repeatable.indices.get_alias(name=self.alias)
            except NotFoundError:
                return None
        return str(index)

    def create(self, index: str) -> None:
        """Make an empty index, not in service yet, in place of what a killed rebuild left.

        It has no replicas before it comes into service: what fills it is written once.
        """
        with self._answers():
            self._client.repeatable.indices.delete(index=index, ignore_unavailable=True)
            self._client.api.indices.create(
                index=index,
                settings={**self._wanted["settings"], **_NO_REPLICAS},
                mappings=self._wanted["mappings"],
            )

    def discard(self, index: str) -> None:
        """Delete an index that did not come into service, if the server can still be reached."""
        with suppress(ArchiveError), self._answers():
            if self.in_service() != index:  # a request that timed out may have been carried out
                self._client.repeatable.indices.delete(index=index, ignore_unavailable=True)

    def put_in_service(self, new: str) -> None:
        """Give the new index its replicas; then let the alias stand for it alone, in one step."""
        everywhere: Record = {"index": f"{self.alias}-*", "alias": self.alias, "must_exist": False}
        with self._answers():
            self._client.repeatable.indices.put_settings(index=new, settings=self._replicas)
            self._client.repeatable.indices.update_aliases(
                actions=[{"remove": everywhere}, {"add": {"index": new, "alias": self.alias}}]
            )
        self._checked = self._prepared = True

    def retire_others(self, kept: str) -> None:
        """Delete the alias's earlier indices, each when the searches begun on it have ended."""
        name = re.compile(rf"{re.escape(self.alias)}-\d{{6}}")
        with self._answers():
            every = self._client.repeatable.indices.get(index=f"{self.alias}-*", features="aliases")
            for index in every:
                if index != kept and name.fullmatch(index):
                    self._wait_for_searches(index)
                    self._client.repeatable.indices.delete(index=index, ignore_unavailable=True)

    def _wait_for_searches(self, index: str) -> None:
        deadline = time.monotonic() + LONGEST_SCAN
        while time.monotonic() < deadline:
            # The pause is for a search that has read the alias and not yet opened the index.
            time.sleep(SETTLE)
            counts = self._client.repeatable.indices.stats(index=index, metric="search")["_all"][
                "total"
            ]
            running = counts.get("search", {})
            if not any(running.get(count) for count in RUNNING):
                return

    def ask(self, **request: Any) -> Record | None:
        """The answer to a search; None when there is no index yet."""
        if not self.exists():
            return None
        with self._answers():
            answer: Record = self._client.repeatable.search(
                index=self.alias,
                # Rather no answer than one without the hits of a shard that failed.
                allow_partial_search_results=False,
                **request,
            ).body
        return answer

    def documents(self, query: Record, sort: Sequence[Any] = ("_shard_doc",)) -> Iterator[Record]:
        """Every document that a query finds, as the index stands at the first of them.

        That view is lost with the node that holds it; no other has the same, and what was read
        from one would not fit what is read from the next. So that ends it with an error.
        """
        if not self.exists():
            return
        with self._answers():
            view = self._client.repeatable.open_point_in_time(
                index=self.alias, keep_alive=_KEEP_ALIVE
            )["id"]
        try:
            after = None
            while True:
                with self._answers(), self._seen_through(after):
                    answer = self._client.repeatable.search(
                        pit={"id": view, "keep_alive": _KEEP_ALIVE},
                        query=query,
                        size=BATCH,
                        sort=list(sort),
                        search_after=after,
                        track_total_hits=False,
                        allow_partial_search_results=False,
                    )
                found = answer["hits"]["hits"]
                yield from (hit["_source"] for hit in found)
                if len(found) < BATCH:
                    return
                view, after = answer["pit_id"], found[-1]["sort"]
        finally:
            with suppress(ArchiveError), self._answers():
                self._client.repeatable.close_point_in_time(id=view)

    def stored(self, index: str, ids: Sequence[str], field: str) -> dict[str, Record]:
        """The stored documents of these ids, reduced to a field; searches may not see them yet."""
        with self._answers():
            found = self._client.repeatable.mget(
                index=index, ids=list(ids), source_includes=[field]
            )["docs"]
            for document in found:
                if "error" in document:
                    raise self._client.refused(HTTPStatus.INTERNAL_SERVER_ERROR, document)
        return {document["_id"]: document["_source"] for document in found if document["found"]}

    def write(self, index: str, actions: Iterable[Record]) -> dict[str, str]:
        """Carry out bulk actions; searches see it after `refresh`.

        Returns the documents that the server will never take as they are, and why, by their id.
        Any other action that fails ends it.
        """
        refused: dict[str, str] = {}
        with self._answers():
            for done, outcome in helpers.streaming_bulk(
                self._client.repeatable,  # what has an _id is the same when it is written twice
                actions,
                index=index,
                # An index that is gone shall not come back without its mapping.
                require_alias=index == self.alias,
                chunk_size=BATCH,
                max_chunk_bytes=BULK_BYTES,
                max_retries=RETRIES,
                retry_on_status=OVERLOADED,
                raise_on_error=False,
            ):
                ((action, item),) = outcome.items()
                if done or (action == "delete" and item.get("result") == "not_found"):
                    continue
                if item["status"] != HTTPStatus.BAD_REQUEST:
                    raise self._client.refused(item["status"], item)
                refused[item["_id"]] = why(item["status"], item)
        return refused

    def refresh(self, index: str) -> None:
        """Make what was written visible to every search that starts from now on."""
        with self._answers():
            self._client.repeatable.indices.refresh(index=index)

    @contextmanager
    def _answers(self) -> Iterator[None]:
        """The client's answers; after a failure the index may be gone, and is looked at anew."""
        try:
            with self._client.answers():
                yield
        except EngineUnavailable:
            self._checked = self._prepared = False
            raise

    @contextmanager
    def _seen_through(self, after: object) -> Iterator[None]:
        """Explain a scan that cannot go on, though it had begun."""
        try:
            yield
        except ApiError as error:
            if after is None or error.status_code not in _LOST:
                raise
            detail = why(error.status_code, error.body)
            raise EngineUnavailable(
                t.SCAN_LOST.format(url=self._client.shown, detail=detail), t.SCAN_LOST_REMEDY
            ) from error


def _replicas(settings: Record, asked: Settings) -> Record:
    """What sets the replicas of an index in service."""
    if asked.replicas is None:
        return {"auto_expand_replicas": settings["auto_expand_replicas"]}
    return {"auto_expand_replicas": "false", "number_of_replicas": asked.replicas}
