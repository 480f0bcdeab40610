"""Reports written to an index on Elasticsearch, each of them whole."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import TypeVar

from elasticsearch import ApiError, helpers

from archive import messages
from archive.engines import elastic_documents as documents
from archive.engines.elastic_client import OVERLOADED, why
from archive.engines.elastic_index import ElasticIndex
from archive.model import Report, paragraph_id
from archive.records import Record

Answer = TypeVar("Answer")

PARAGRAPHS, CHARACTERS = 1_000, 500_000
"""What the reports of one request have at most, but for a single report that has more."""

BULK_BYTES = 8_000_000
"""Bytes of a request at most: servers take 100 MB, proxies before them often 10."""

RETRIES = 5
"""How often what a busy server put off is sent again, after 2, 4, 8… seconds."""

_TITLE = 40  # characters of the title of a report that was refused


class Writing:
    """Writes to `index`, an alias or a name. Every method may raise `EngineUnavailable`.

    A report goes to one shard, and in one request: a shard carries out a request before it hands
    over to another node, so no reader there sees half of one. Of reports beyond `BULK_BYTES` that
    is not so. Searches see nothing of it before `refresh`.
    """

    def __init__(self, asked: ElasticIndex, index: str) -> None:
        self._asked = asked
        self._client = asked.client
        self._index = index

    def put(self, reports: Iterable[Report]) -> dict[str, str]:
        """Put reports in, and why the server refused any; such a one is taken out whole."""
        every: dict[str, str] = {}
        for batch in documents.batches(reports, PARAGRAPHS, CHARACTERS):
            lengths = self._lengths(list(batch))
            refused = self.carry_out(
                action
                for doc_id, report in batch.items()
                for action in documents.replacement(report, lengths.get(doc_id, 0))
            )
            reasons = {
                doc_id: messages.REFUSED.format(
                    title=batch[doc_id].metadata.title[:_TITLE], reason=reason
                )
                for doc_id, reason in documents.by_report(refused).items()
            }
            self._delete(
                {one: max(lengths.get(one, 0), len(batch[one].paragraphs)) for one in reasons}
            )
            every |= reasons
        return every

    def remove(self, doc_ids: Sequence[str]) -> None:
        """Take reports out; one that is not there is passed over."""
        for start in range(0, len(doc_ids), PARAGRAPHS):
            self._delete(self._lengths(doc_ids[start : start + PARAGRAPHS]))

    def refresh(self) -> None:
        """Make what was written visible to every search that starts from now on."""
        with self._asked.answers():
            _patiently(lambda: self._client.repeatable.indices.refresh(index=self._index))

    def carry_out(self, actions: Iterable[Record]) -> dict[str, str]:
        """Carry out actions of `documents`, in one request unless they are too large for one.

        Returns the documents that the server will never take as they are, and why, by their id.
        Any other action that fails ends it.
        """
        refused: dict[str, str] = {}
        with self._asked.answers():
            for done, outcome in helpers.streaming_bulk(
                self._client.repeatable,  # what has an _id is the same when it is written twice
                actions,
                index=self._index,
                # An index that is gone shall not come back without its mapping.
                require_alias=self._index == self._asked.alias,
                chunk_size=sys.maxsize,
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

    def _delete(self, lengths: Mapping[str, int]) -> None:
        """Take reports out, each of as many paragraphs as the index may hold."""
        self.carry_out(
            action
            for doc_id, length in lengths.items()
            for action in documents.deletion(doc_id, range(length))
        )

    def _lengths(self, doc_ids: Sequence[str]) -> dict[str, int]:
        """How many paragraphs of each report the index may hold, those not yet seen included."""
        asked = [{"_id": paragraph_id(doc_id, 0), "routing": doc_id} for doc_id in doc_ids]
        with self._asked.answers():
            found = _patiently(
                lambda: self._client.repeatable.mget(
                    index=self._index, docs=asked, source_includes=[documents.LENGTH]
                )
            )["docs"]
            for document in found:
                if "error" in document:
                    raise self._client.refused(HTTPStatus.INTERNAL_SERVER_ERROR, document)
        return {
            doc_id: document["_source"]["report"]["length"]
            for doc_id, document in zip(doc_ids, found, strict=True)
            if document["found"]
        }


def _patiently(ask: Callable[[], Answer]) -> Answer:
    """The answer to what a busy server may put off, as it may actions: asked again as these are."""
    for attempt in range(1, RETRIES + 1):
        try:
            return ask()
        except ApiError as error:
            if error.status_code not in OVERLOADED:
                raise
        time.sleep(2**attempt)
    return ask()
