"""One index on an Elasticsearch server, by its alias: requests to it, and how they fail."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError, helpers

from archive import messages
from archive.errors import ArchiveError, EngineUnavailable, IndexMismatch
from archive.records import Record
from archive.settings import Settings

MAPPING = Path(__file__).parents[2] / "mappings" / "paragraphs.json"
"""The settings and fields of the index, used as they stand."""

BATCH = 1_000
"""Documents a bulk request or a page of a scan."""

BULK_BYTES = 8_000_000
"""Bytes of a bulk request at most: servers take 100 MB, proxies before them often 10."""

TIMEOUT = 60.0
"""Seconds that one request may take."""

LONGEST_SCAN = 600.0
"""Seconds after which an index out of service goes, even if a search on it has not ended."""

SETTLE = 0.5
"""Seconds between two looks at whether searches have ended."""

RUNNING = ("open_contexts", "query_current", "fetch_current")
"""The server's counts of searches, scans among them, that are under way."""

_OVERLOADED = (429, 502, 503, 504)  # statuses of a server, or of a proxy before it, that is busy
RETRIES = 5  # of what is put off with these, after 2, 4, 8… seconds
_OVERLOAD = (messages.ENGINE_OVERLOADED, messages.ENGINE_OVERLOADED_REMEDY)
_REFUSAL = (messages.ENGINE_REFUSED, messages.ENGINE_REFUSED_REMEDY)
_LONGEST_REASON = 300  # characters: a reason may bear half of the document
_KEEP_ALIVE = "2m"  # of a scan between two of its pages

# Silences the client's own lines on a server that is down; EngineUnavailable tells a person.
logging.getLogger("elastic_transport").addHandler(logging.NullHandler())


class ElasticIndex:
    """The index that the alias `settings.index` stands for, such as reports-000001.

    Every method but `close` may raise `EngineUnavailable`. What a method calls `index` is the
    alias or, for an index that is not in service yet, its name.
    """

    def __init__(self, settings: Settings) -> None:
        self.alias = settings.index
        self._url = _without_user(settings.elasticsearch_url)
        try:
            self._client = Elasticsearch(
                settings.elasticsearch_url,
                api_key=settings.elasticsearch_api_key,
                request_timeout=TIMEOUT,
            )
        except ValueError as error:  # not an address
            raise self._unreachable(str(error)) from error
        self._mapping: Record = json.loads(MAPPING.read_text(encoding="utf-8"))
        self._checked = False

    @property
    def location(self) -> str:
        """The address of the alias, without a user's name and password."""
        return f"{self._url}/{self.alias}"

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def exists(self) -> bool:
        """Whether there is an index in service. Raises `IndexMismatch` for another schema's."""
        if self._checked:
            return True
        with self._answers():
            try:
                found = self._client.indices.get_mapping(index=self.alias)
            except NotFoundError:
                return False
        if any(_schema(index) != _schema(self._mapping) for index in found.values()):
            raise IndexMismatch(
                messages.INDEX_MISMATCH.format(location=self.location),
                messages.INDEX_MISMATCH_REMEDY,
            )
        self._checked = True
        return True

    def in_service(self) -> str | None:
        """The name of the index behind the alias."""
        with self._answers():
            try:
                (index,) = self._client.indices.get_alias(name=self.alias)
            except NotFoundError:
                return None
        return str(index)

    def create(self, index: str) -> None:
        """Make an empty index, not in service yet, in place of what a killed rebuild left."""
        with self._answers():
            self._client.indices.delete(index=index, ignore_unavailable=True)
            self._client.indices.create(index=index, **self._mapping)

    def discard(self, index: str) -> None:
        """Delete an index that did not come into service, if the server can still be reached."""
        with suppress(ArchiveError), self._answers():
            if self.in_service() != index:  # a request that timed out may have been carried out
                self._client.indices.delete(index=index, ignore_unavailable=True)

    def put_in_service(self, new: str) -> None:
        """Let the alias stand for the new index and for no other, in one step."""
        everywhere: Record = {"index": f"{self.alias}-*", "alias": self.alias, "must_exist": False}
        with self._answers():
            self._client.indices.update_aliases(
                actions=[{"remove": everywhere}, {"add": {"index": new, "alias": self.alias}}]
            )
        self._checked = True

    def retire_others(self, kept: str) -> None:
        """Delete the alias's earlier indices, each when the searches begun on it have ended."""
        name = re.compile(rf"{re.escape(self.alias)}-\d{{6}}")
        with self._answers():
            every = self._client.indices.get(index=f"{self.alias}-*", features="aliases")
            for index in every:
                if index != kept and name.fullmatch(index):
                    self._wait_for_searches(index)
                    self._client.indices.delete(index=index, ignore_unavailable=True)

    def _wait_for_searches(self, index: str) -> None:
        deadline = time.monotonic() + LONGEST_SCAN
        while time.monotonic() < deadline:
            # The pause is for a search that has read the alias and not yet opened the index.
            time.sleep(SETTLE)
            counts = self._client.indices.stats(index=index, metric="search")["_all"]["total"]
            running = counts.get("search", {})
            if not any(running.get(count) for count in RUNNING):
                return

    def ask(self, **request: Any) -> Record | None:
        """The answer to a search; None when there is no index yet."""
        if not self.exists():
            return None
        with self._answers():
            answer: Record = self._client.search(
                index=self.alias,
                # Rather no answer than one without the hits of a shard that failed.
                allow_partial_search_results=False,
                **request,
            ).body
        return answer

    def documents(self, query: Record, sort: Sequence[Any] = ("_shard_doc",)) -> Iterator[Record]:
        """Every document that a query finds, as the index stands at the first of them."""
        if not self.exists():
            return
        with self._answers():
            view = self._client.open_point_in_time(index=self.alias, keep_alive=_KEEP_ALIVE)["id"]
        try:
            after = None
            while True:
                with self._answers():
                    answer = self._client.search(
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
                self._client.close_point_in_time(id=view)

    def stored(self, index: str, ids: Sequence[str], field: str) -> dict[str, Record]:
        """The stored documents of these ids, reduced to a field; searches may not see them yet."""
        with self._answers():
            found = self._client.mget(index=index, ids=list(ids), source_includes=[field])["docs"]
        for document in found:
            if "error" in document:
                raise self._refused(HTTPStatus.INTERNAL_SERVER_ERROR, document)
        return {document["_id"]: document["_source"] for document in found if document["found"]}

    def write(self, index: str, actions: Iterable[Record]) -> dict[str, str]:
        """Carry out bulk actions; searches see it after `refresh`.

        Returns the documents that the server will never take as they are, and why, by their id.
        Any other action that fails ends it.
        """
        refused: dict[str, str] = {}
        with self._answers():
            for done, outcome in helpers.streaming_bulk(
                self._client,
                actions,
                index=index,
                # An index that is gone shall not come back without its mapping.
                require_alias=index == self.alias,
                chunk_size=BATCH,
                max_chunk_bytes=BULK_BYTES,
                max_retries=RETRIES,
                retry_on_status=_OVERLOADED,
                raise_on_error=False,
            ):
                ((action, item),) = outcome.items()
                if done or (action == "delete" and item.get("result") == "not_found"):
                    continue
                if item["status"] != HTTPStatus.BAD_REQUEST:
                    raise self._refused(item["status"], item)
                refused[item["_id"]] = _reason(item["status"], item)
        return refused

    def refresh(self, index: str) -> None:
        """Make what was written visible to every search that starts from now on."""
        with self._answers():
            self._client.indices.refresh(index=index)

    @contextmanager
    def _answers(self) -> Iterator[None]:
        """Turn what the client raises into the archive's errors: the one place that does."""
        try:
            yield
        except ApiError as error:
            raise self._refused(error.status_code, error.body) from error
        except TransportError as error:
            raise self._unreachable(_cause(error)) from error

    def _refused(self, status: int, answer: Any) -> EngineUnavailable:
        self._checked = False  # the index may be gone
        form, remedy = _OVERLOAD if status in _OVERLOADED else _REFUSAL
        detail = _reason(status, answer)
        return EngineUnavailable(form.format(url=self._url, detail=detail), remedy)

    def _unreachable(self, detail: str) -> EngineUnavailable:
        return EngineUnavailable(
            messages.ENGINE_UNREACHABLE.format(url=self._url, detail=detail),
            messages.ENGINE_UNREACHABLE_REMEDY,
        )


def _cause(error: TransportError) -> str:
    """What the system says, from the middle of the messages that the libraries wrap round it."""
    return str(error.message).rpartition(": ")[2].rstrip(")")


def _schema(index: Record) -> object:
    return index["mappings"].get("_meta", {}).get("schema")


def _reason(status: int, answer: Any) -> str:
    """What a refusal says, as far as it is Elasticsearch's own and not a proxy's page."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return str(status)
    cause = error.get("root_cause") or [error]
    return f"{status} {cause[0].get('type')}: {cause[0].get('reason')}"[:_LONGEST_REASON]


def _without_user(url: str) -> str:
    """An address as it may be shown: without a user's name and password."""
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
