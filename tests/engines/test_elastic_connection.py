"""The way to Elasticsearch, before a real server: TLS, who asks, dead nodes, lost scans."""

from __future__ import annotations

import socket
import traceback
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import sleep
from uuid import uuid4

import pytest
from cryptography import x509
from elasticsearch import Elasticsearch

from archive.engines import elastic_client
from archive.engines.elastic import ElasticEngine
from archive.errors import EngineUnavailable
from archive.messages import server as t
from archive.model import Page, Query
from archive.query import parse
from archive.settings import Settings
from tests.engines.contract import FOUR, expected, report, texts
from tests.engines.elastic import URL, server_or_skip
from tests.engines.secured import Authority, GuardedProxy, TlsProxy, address, authority, running
from tests.indexer.proxies import Proxy

SECRET = "bXktc2VjcmV0LWtleQ=="
HERE = address("127.0.0.1")


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    """Settings with an alias of the test's own, behind which the four reports stand."""
    made = Settings(tmp_path, "elasticsearch", URL, index=f"test-{uuid4().hex}")
    with server_or_skip() as client:
        with ElasticEngine(made) as engine:
            engine.replace(FOUR)
        yield made
        for index in client.indices.get(index=f"{made.index}-*"):
            client.indices.delete(index=index)


def found(settings: Settings) -> int:
    with ElasticEngine(settings) as engine:
        return engine.search(parse("出庭应诉"), Page()).total


def failure(settings: Settings) -> EngineUnavailable:
    with pytest.raises(EngineUnavailable) as raised:
        found(settings)
    assert SECRET not in "".join(traceback.format_exception(raised.value))
    return raised.value


# TLS


@pytest.fixture
def trusted(tmp_path: Path) -> Authority:
    return authority(tmp_path / "trusted")


def over_tls(settings: Settings, url: str, ca: Path | None) -> Settings:
    return replace(
        settings, elasticsearch_url=url, elasticsearch_ca=ca, elasticsearch_api_key=SECRET
    )


def test_a_server_whose_certificate_the_ca_signed_is_searched(
    settings: Settings, trusted: Authority
) -> None:
    with running(TlsProxy(URL, trusted.certificate(HERE))) as url:
        assert found(over_tls(settings, url, trusted.ca)) == 3


@pytest.mark.parametrize(
    ("name", "days", "code"),
    [
        (HERE, (-2, -1), 10),
        (HERE, (1, 2), 9),
        (address("192.0.2.1"), (-1, 1), 64),
        (x509.DNSName("search.example"), (-1, 1), 64),
    ],
    ids=["expired", "not yet valid", "another address", "a name"],
)
def test_what_is_wrong_with_a_certificate_is_told_with_its_remedy(
    settings: Settings,
    trusted: Authority,
    name: x509.GeneralName,
    days: tuple[int, int],
    code: int,
) -> None:
    with running(TlsProxy(URL, trusted.certificate(name, days))) as url:
        error = failure(over_tls(settings, url, trusted.ca))
        assert error.message == t.TLS.format(url=url, detail=t.CERTIFICATES[code])
    assert error.remedy == t.CERTIFICATE_REMEDIES[code]


def test_a_certificate_for_another_host_name_is_told(
    settings: Settings, trusted: Authority
) -> None:
    certificate = trusted.certificate(x509.DNSName("search.example"))
    with running(TlsProxy(URL, certificate)) as url:
        named = url.replace("127.0.0.1", "localhost")
        error = failure(over_tls(settings, named, trusted.ca))
        assert error.message == t.TLS.format(url=named, detail=t.CERTIFICATES[62])
    assert error.remedy == t.NAME_REMEDY


@pytest.mark.parametrize("other", [True, False], ids=["another CA", "no CA"])
def test_a_server_of_a_ca_that_is_not_trusted_is_not_spoken_to(
    settings: Settings, trusted: Authority, tmp_path: Path, other: bool
) -> None:
    ca = authority(tmp_path / "other").ca if other else None
    with running(TlsProxy(URL, trusted.certificate(HERE))) as url:
        error = failure(over_tls(settings, url, ca))
        assert error.message == t.TLS.format(url=url, detail=t.UNTRUSTED)
    assert error.remedy == t.TRUST_REMEDY


def test_a_server_that_does_not_speak_tls_is_told(settings: Settings, trusted: Authority) -> None:
    with running(Proxy(URL, [])) as url:
        secured = url.replace("http:", "https:")
        error = failure(over_tls(settings, secured, trusted.ca))
        assert error.message == t.TLS.format(url=secured, detail=t.NOT_TLS)


# Who asks


@pytest.mark.parametrize(
    ("authorization", "asking"),
    [
        (f"ApiKey {SECRET}", {"elasticsearch_api_key": SECRET}),
        (
            f"Basic {b64encode('读者:密码:1'.encode()).decode()}",
            {"elasticsearch_user": "读者", "elasticsearch_password": "密码:1"},
        ),
    ],
    ids=["an API key", "a user with a password"],
)
def test_who_asks_is_shown_to_the_server(
    settings: Settings, authorization: str, asking: dict[str, str]
) -> None:
    with running(GuardedProxy(URL, authorization)) as url:
        there = replace(settings, elasticsearch_url=url)
        assert found(replace(there, **asking)) == 3
        assert failure(there).message == f"Elasticsearch（{url}）拒绝了请求：401。"


def test_a_wrong_key_is_refused_without_showing_it(settings: Settings) -> None:
    with running(GuardedProxy(URL, "ApiKey another")) as url:
        there = replace(settings, elasticsearch_url=url, elasticsearch_api_key=SECRET)
        assert failure(there).message == f"Elasticsearch（{url}）拒绝了请求：401。"


def test_a_password_in_an_address_that_is_none_is_in_no_traceback(settings: Settings) -> None:
    with pytest.raises(EngineUnavailable) as raised:
        found(replace(settings, elasticsearch_url=f"http://elastic:{SECRET}@[::1"))
    assert "http://[::1" in raised.value.message
    assert SECRET not in "".join(traceback.format_exception(raised.value))


# Nodes


@pytest.fixture
def silent() -> Iterator[str]:
    """The address of a node that takes connections and never answers."""
    with closing(socket.create_server(("127.0.0.1", 0), backlog=50)) as listening:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"


def test_with_one_of_two_nodes_dead_searches_and_loads_go_on(settings: Settings) -> None:
    both = replace(settings, elasticsearch_url=f"http://127.0.0.1:1,{URL}")
    five = (*FOUR, report("e", "出庭应诉。"))
    with ElasticEngine(both) as engine:
        counts = [engine.search(parse("出庭应诉"), Page()).total for _ in range(4)]
        engine.replace(five[4:])
        engine.rebuild(five)
        engine.remove(["e" * 16])
        assert counts == [3] * 4
        assert texts(engine.scan(Query())) == expected(FOUR, "")
        assert engine.status().location == f"http://127.0.0.1:1,{URL}/{settings.index}"


def test_with_one_of_two_nodes_silent_searches_and_loads_go_on(
    settings: Settings, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_client, "TIMEOUT", 3.0)  # the other one may be busy for a second
    both = replace(settings, elasticsearch_url=f"{silent},{URL}")
    with ElasticEngine(both) as engine:
        counts = [engine.search(parse("出庭应诉"), Page()).total for _ in range(4)]
        engine.replace([report("e", "出庭应诉。")])
        assert [*counts, engine.search(parse("出庭应诉"), Page()).total] == [3, 3, 3, 3, 4]


def test_a_server_that_never_answers_is_waited_for_no_longer_than_the_limit(
    settings: Settings, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_client, "TIMEOUT", 0.5)
    error = failure(replace(settings, elasticsearch_url=silent))
    assert error.message == f"连不上 Elasticsearch（{silent}）：{t.TIMED_OUT}。"


class Leaving(Proxy):
    """A node that can be away, and counts what it was asked."""

    is_away = False
    asked = 0

    def status(self, path: str) -> int | None:
        self.asked += 1
        return 0 if self.is_away else None


def test_a_node_that_is_away_is_left_out_and_asked_again_when_it_is_back(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_client, "LONGEST_REST", rest := 2.0)
    node = Leaving(URL, [])
    with (
        running(node) as url,
        ElasticEngine(replace(settings, elasticsearch_url=f"{url},{URL}")) as engine,
    ):
        engine.status()  # also asks for the mapping
        asked, counts = [], []
        for away, pause in ((False, 0.0), (True, 0.0), (False, rest)):
            sleep(pause)
            node.is_away, node.asked = away, 0
            counts += [engine.search(parse("出庭应诉"), Page()).total for _ in range(6)]
            asked.append(node.asked)
    assert counts == [3] * 18
    # It is left out for a second: where five searches take longer, it is asked once more.
    assert asked in ([3, 1, 3], [3, 2, 3])


def test_a_scan_whose_view_is_lost_says_that_what_was_read_is_not_whole(
    settings: Settings,
) -> None:
    long = report("a", *["出庭应诉。"] * 1_500)
    with ElasticEngine(settings) as engine, Elasticsearch(URL) as client:
        engine.replace([long])
        scan = engine.scan(parse("出庭应诉"))
        next(scan)
        # What a node takes with it when it dies goes with the index, too.
        client.indices.delete(index=f"{settings.index}-000001")
        with pytest.raises(EngineUnavailable, match="丢掉了这次读取的视图") as lost:
            list(scan)
    assert lost.value.remedy == t.SCAN_LOST_REMEDY
