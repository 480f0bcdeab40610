"""The index behind an alias on Elasticsearch: what is asked of it, and whether its mapping fits."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any
from uuid import uuid4

from elasticsearch import ApiError, NotFoundError

from archive import messages
from archive.engines import elastic_mapping as mapping
from archive.engines.elastic_client import ElasticClient, why
from archive.errors import ArchiveError, EngineUnavailable, IndexMismatch
from archive.messages import server as t
from archive.records import Record
from archive.settings import Settings

PAGE = 1_000
"""Documents a page of a scan."""

TRUSTED = 10.0
"""Seconds for which a mapping that fits is taken to fit: another process may put another index in
service, in which a search by the fields of this one would find nothing."""

_KEEP_ALIVE = "2m"  # of a scan between two of its pages
_LOST = (404, 500, 503)  # statuses of a scan whose node is gone, or started anew


class ElasticIndex:
    """The index that the alias `settings.index` stands for, such as reports-000001.

    Every method but `close` may raise `EngineUnavailable`. What a method calls `index` is the
    alias or, for an index that is not in service, its name.
    """

    def __init__(self, settings: Settings) -> None:
        self.alias = settings.index
        self.client = ElasticClient(settings)
        # The copies of a shard are refreshed one after another. Who asks the same ones every time
        # never sees a write go again; each engine draws its own, so that all have their work.
        self._copies = uuid4().hex
        self._checked = self._prepared = False
        self._checked_at = 0.0

    @property
    def location(self) -> str:
        """The address of the alias, without a user's name and password."""
        return f"{self.client.shown}/{self.alias}"

    def close(self) -> None:
        """Let go of the connections."""
        self.client.api.close()

    def exists(self) -> bool:
        """Whether there is an index in service. Raises `IndexMismatch` for another schema's.

        Fields that it lacks or has besides do not hinder a search.
        """
        now = time.monotonic()
        if not self._checked or now - self._checked_at > TRUSTED:
            live = self._differences(self.alias)
            if live is not None:
                self._demand_none([one for one in live if not (one.is_addition or one.is_leftover)])
            self._checked, self._checked_at = live is not None, now
        return self._checked

    def prepare(self) -> bool:
        """Whether there is an index in service, which is then given the fields that it lacks.

        Raises `IndexMismatch` for one that cannot be made as it ought to be.
        """
        if not self._prepared and (live := self._differences(self.alias)) is not None:
            self._demand_none([one for one in live if not one.is_addition])
            if live:
                with self.answers():
                    self.client.repeatable.indices.put_mapping(
                        index=self.alias, properties=mapping.wanted()["mappings"]["properties"]
                    )
            self._prepared = True
        return self._prepared

    def look_anew(self) -> None:
        """Look at the mapping before the next request: another index came into service."""
        self._checked = self._prepared = False

    def misfits(self, index: str) -> list[mapping.Difference]:
        """What keeps an index from coming into service as it is."""
        live = self._differences(index) or []
        return [one for one in live if not (one.is_addition or one.is_leftover)]

    def _differences(self, index: str) -> list[mapping.Difference] | None:
        """Where an index's mapping differs from the one wanted; None without such an index."""
        with self.answers():
            try:
                found = self.client.repeatable.indices.get_mapping(index=index)
            except NotFoundError:
                if index != self.alias or self.is_absent():
                    return None
                return self._differences(index)
        if len(found.body) > 1:
            raise self.no_alias()
        (live,) = found.values()
        return mapping.differences(live["mappings"], mapping.wanted()["mappings"])

    def is_absent(self) -> bool:
        """Whether there is no index in service: as a search is told, not a look at the indices.

        A node that has just started says 404 to such a look until it has got the cluster's state;
        to a search it says that it cannot serve yet.
        """
        with self.answers():
            try:
                self.client.repeatable.search(index=self.alias, size=0, track_total_hits=False)
            except NotFoundError:
                return True
        return False

    def no_alias(self) -> IndexMismatch:
        """What is wrong where the alias is the name of an index, or stands for several."""
        return IndexMismatch(t.NO_ALIAS.format(location=self.location), t.NO_ALIAS_REMEDY)

    def _demand_none(self, differences: Sequence[mapping.Difference]) -> None:
        if not differences:
            return
        head = t.MAPPING_DIFFERS.format(location=self.location)
        told = "\n".join([head, *mapping.told(differences)])
        raise IndexMismatch(told, messages.INDEX_MISMATCH_REMEDY)

    def ask(self, **request: Any) -> Record | None:
        """The answer to a search; None when there is no index yet."""
        if not self.exists():
            return None
        with self.answers():
            answer: Record = self.client.repeatable.search(
                index=self.alias,
                # Rather no answer than one without the hits of a shard that failed.
                allow_partial_search_results=False,
                **{"preference": self._copies, **request},
            ).body
        return answer

    def documents(
        self,
        query: Record,
        sort: Sequence[Any] = ("_shard_doc",),
        of_report: str | None = None,
    ) -> Iterator[Record]:
        """Every document that a query finds, as the index stands at the first of them.

        With `of_report`, a doc_id, only the shard of that report is asked. The view is lost with
        the node that holds it; no other has the same, and what was read from one would not fit
        what is read from the next. So that ends it with an error.
        """
        if not self.exists():
            return
        with self.answers():
            view = self.client.repeatable.open_point_in_time(
                index=self.alias,
                keep_alive=_KEEP_ALIVE,
                routing=of_report,
                preference=self._copies,
            )["id"]
        try:
            after = None
            while True:
                with self.answers(), self._seen_through(after):
                    answer = self.client.repeatable.search(
                        pit={"id": view, "keep_alive": _KEEP_ALIVE},
                        query=query,
                        size=PAGE,
                        sort=list(sort),
                        search_after=after,
                        track_total_hits=False,
                        allow_partial_search_results=False,
                    )
                found = answer["hits"]["hits"]
                yield from (hit["_source"] for hit in found)
                if len(found) < PAGE:
                    return
                view, after = answer["pit_id"], found[-1]["sort"]
        finally:
            with suppress(ArchiveError), self.answers():
                self.client.repeatable.close_point_in_time(id=view)

    @contextmanager
    def answers(self) -> Iterator[None]:
        """The client's answers; after a failure the index may be gone, and is looked at anew."""
        try:
            with self.client.answers():
                yield
        except EngineUnavailable:
            self.look_anew()
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
                t.SCAN_LOST.format(url=self.client.shown, detail=detail), t.SCAN_LOST_REMEDY
            ) from error
