"""The versions of an index on Elasticsearch: which is in service, and how the next comes in.

An alias such as reports stands for one of reports-000001, reports-000002…; reports-former for the
one that was in service before, which is kept whole.
"""

from __future__ import annotations

import re
import time
from contextlib import suppress

from elasticsearch import NotFoundError

from archive import messages
from archive.engines import elastic_mapping as mapping
from archive.engines.elastic_index import ElasticIndex
from archive.errors import ArchiveError, IndexMismatch, NoFormerIndex
from archive.records import Record
from archive.settings import Settings

LONGEST_SCAN = 600.0
"""Seconds after which an index out of service goes, even if a search on it has not ended."""

SETTLE = 0.5
"""Seconds between two looks at whether searches have ended."""

LOOKS = 5
"""How often an alias is looked for that a search finds to be there."""

RUNNING = ("open_contexts", "query_current", "fetch_current")
"""The server's counts of searches, scans among them, that are under way."""

_NO_REPLICAS: Record = {"auto_expand_replicas": "false", "number_of_replicas": 0}


class Versions:
    """The versions of `index`. Every method may raise `EngineUnavailable`."""

    def __init__(self, index: ElasticIndex, settings: Settings) -> None:
        self._index = index
        self._client = index.client
        self._alias = index.alias
        self._former = f"{index.alias}-former"
        self._name = re.compile(rf"{re.escape(index.alias)}-(\d{{6}})")
        self._wanted = mapping.wanted()
        self._wanted["settings"]["number_of_shards"] = settings.shards
        self._replicas = _replicas(self._wanted["settings"], settings)

    def in_service(self) -> str | None:
        """The name of the index behind the alias. Raises `IndexMismatch` where it is no such."""
        for _ in range(LOOKS):
            name = self._behind(self._alias)
            if name or self._index.is_absent():
                return name
            time.sleep(SETTLE)  # a node that has just started does not know the alias at once
        raise self._index.no_alias()

    def kept(self) -> str | None:
        """The name of the former index, fitting or not."""
        return self._behind(self._former)

    def first(self) -> None:
        """Put an empty index in service."""
        new = self.next()
        self.create(new)
        self.put_in_service(new)

    def next(self) -> str:
        """The name of an index that none was in service under yet."""
        known = (self.in_service(), self.kept())
        numbers = [int(name.rpartition("-")[2]) for name in known if name]
        return f"{self._alias}-{max(numbers, default=0) + 1:06}"

    def create(self, index: str) -> None:
        """Make an empty index, not in service yet, in place of what a killed rebuild left.

        It has no replicas before it comes into service: what fills it is written once.
        """
        with self._index.answers():
            self._client.repeatable.indices.delete(index=index, ignore_unavailable=True)
            self._client.api.indices.create(
                index=index,
                settings={**self._wanted["settings"], **_NO_REPLICAS},
                mappings=self._wanted["mappings"],
            )

    def discard(self, index: str) -> None:
        """Delete an index that did not come into service, if the server can still be reached."""
        with suppress(ArchiveError), self._index.answers():
            if self.in_service() != index:  # a request that timed out may have been carried out
                self._client.repeatable.indices.delete(index=index, ignore_unavailable=True)

    def put_in_service(self, new: str) -> None:
        """Give an index its replicas; then let the alias stand for it alone, in one step.

        The one that it stood for until then is the former one from now on.
        """
        old = self.in_service()
        actions = [*self._nothing_called(self._former), *self._nothing_called(self._alias)]
        actions.append({"add": {"index": new, "alias": self._alias}})
        if old and old != new:
            actions.append({"add": {"index": old, "alias": self._former}})
        with self._index.answers():
            self._client.repeatable.indices.put_settings(index=new, settings=self._replicas)
            self._client.repeatable.indices.update_aliases(actions=actions)
        self._index.look_anew()

    def former(self) -> str:
        """The name of the former index. Raises `NoFormerIndex`; `IndexMismatch` if it misfits."""
        former = self.kept()
        where = f"{self._client.shown}/{former or self._former}"
        if former is None:
            raise NoFormerIndex(
                messages.NO_FORMER_INDEX.format(location=where), messages.NO_FORMER_INDEX_REMEDY
            )
        if differences := self._index.misfits(former):
            told = [messages.INDEX_MISMATCH.format(location=where), *mapping.told(differences)]
            raise IndexMismatch("\n".join(told), messages.FORMER_INDEX_MISMATCH_REMEDY)
        return former

    def drop_others(self, *kept: str | None) -> None:
        """Delete all but those kept, each when the searches begun on it have ended."""
        with self._index.answers():
            every = self._client.repeatable.indices.get(
                index=f"{self._alias}-*", features="aliases"
            )
            for index in every:
                if index not in kept and self._name.fullmatch(index):
                    self._wait_for_searches(index)
                    self._client.repeatable.indices.delete(index=index, ignore_unavailable=True)

    def _behind(self, alias: str) -> str | None:
        with self._index.answers():
            try:
                found = self._client.repeatable.indices.get_alias(name=alias)
            except NotFoundError:
                return None
        if len(found.body) > 1:
            raise self._index.no_alias()
        return next(iter(found.body), None)

    def _nothing_called(self, alias: str) -> list[Record]:
        """The action that takes an alias from whatever index has it."""
        return [{"remove": {"index": f"{self._alias}-*", "alias": alias, "must_exist": False}}]

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


def _replicas(settings: Record, asked: Settings) -> Record:
    """What sets the replicas of an index in service."""
    if asked.replicas is None:
        return {"auto_expand_replicas": settings["auto_expand_replicas"]}
    return {"auto_expand_replicas": "false", "number_of_replicas": asked.replicas}
