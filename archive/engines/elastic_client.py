"""The client of an Elasticsearch cluster: its nodes, its time limits, and how requests fail."""

from __future__ import annotations

import logging
import ssl
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import urllib3
from elastic_transport import NodeConfig, TlsError, Urllib3HttpNode
from elastic_transport.client_utils import DEFAULT
from elasticsearch import ApiError, ConnectionTimeout, Elasticsearch, TransportError
from urllib3.util.ssl_match_hostname import CertificateError

from archive import messages
from archive.errors import EngineUnavailable
from archive.messages import server as t
from archive.server import without_user
from archive.settings import Settings

TIMEOUT = 60.0
"""Seconds that one request may take."""

CONNECT = 3.0
"""Seconds until a node that does not take the connection is left for another."""

LONGEST_REST = 30.0
"""Seconds after which a node that was left out is tried again at the latest."""

REPEATS = 3
"""How often a request is repeated, on another node where there is one."""

OVERLOADED = (429, 502, 503, 504)
"""Statuses of a server, or of a proxy before it, that is busy."""

_OVERLOAD = (messages.ENGINE_OVERLOADED, messages.ENGINE_OVERLOADED_REMEDY)
_REFUSAL = (messages.ENGINE_REFUSED, messages.ENGINE_REFUSED_REMEDY)
_OTHER_NAME = 62  # X509_V_ERR_HOSTNAME_MISMATCH
_LONGEST_REASON = 300  # characters: a reason may bear half of the document

# Silences the client's own lines on a server that is down; EngineUnavailable tells a person.
logging.getLogger("elastic_transport").addHandler(logging.NullHandler())


class Node(Urllib3HttpNode):
    """A node with a time limit of its own for connecting: a machine that is off answers nothing."""

    def __init__(self, config: NodeConfig) -> None:
        super().__init__(config)
        self.pool.timeout = urllib3.Timeout(connect=CONNECT, read=TIMEOUT)


class ElasticClient:
    """The cluster at `settings.elasticsearch_url`, as the one whom the settings name.

    Requests go to its nodes in turn. One that fails is left out, for a second and at most for
    `LONGEST_REST`, and the request goes to the next. Raises `EngineUnavailable`.
    """

    def __init__(self, settings: Settings) -> None:
        nodes = [node.strip() for node in settings.elasticsearch_url.split(",")]
        self.shown = ",".join(map(without_user, nodes))
        try:
            self.api = Elasticsearch(
                nodes,
                ca_certs=str(settings.elasticsearch_ca) if settings.elasticsearch_ca else DEFAULT,
                api_key=settings.elasticsearch_api_key,
                basic_auth=_basic(settings),
                node_class=Node,
                max_retries=REPEATS,
                retry_on_status=OVERLOADED,
                max_dead_node_backoff=LONGEST_REST,
            )
        except (ValueError, OSError):  # no address, or a certificate; it may tell a password
            raise self.unreachable(t.NO_ADDRESS) from None
        self.repeatable = self.api.options(retry_on_timeout=len(nodes) > 1)
        """For what may be carried out twice: another node is asked when one takes too long."""

    @contextmanager
    def answers(self) -> Iterator[None]:
        """Turn what the client raises into the archive's errors: the one place that does."""
        try:
            yield
        except ApiError as error:
            raise self.refused(error.status_code, error.body) from error
        except TlsError as error:
            raise self._insecure(error) from error
        except TransportError as error:
            raise self.unreachable(_cause(error)) from error

    def refused(self, status: int, answer: Any) -> EngineUnavailable:
        """What to tell of a request, or of an item of one, that a server answered so."""
        form, remedy = _OVERLOAD if status in OVERLOADED else _REFUSAL
        return EngineUnavailable(form.format(url=self.shown, detail=why(status, answer)), remedy)

    def unreachable(self, detail: str) -> EngineUnavailable:
        """What to tell when no node answers."""
        return EngineUnavailable(
            messages.ENGINE_UNREACHABLE.format(url=self.shown, detail=detail),
            messages.ENGINE_UNREACHABLE_REMEDY,
        )

    def _insecure(self, error: TlsError) -> EngineUnavailable:
        code = _verification(error)
        detail = t.CERTIFICATES.get(code, "") or _cause(error)
        if "WRONG_VERSION_NUMBER" in str(error):
            detail = t.NOT_TLS
        remedy = t.CERTIFICATE_REMEDIES.get(code, t.TLS_REMEDY)
        return EngineUnavailable(t.TLS.format(url=self.shown, detail=detail), remedy)


def why(status: int, answer: Any) -> str:
    """What a refusal says, as far as it is Elasticsearch's own and not a proxy's page."""
    error = answer.get("error") if isinstance(answer, dict) else None
    if not isinstance(error, dict):
        return str(status)
    cause = error.get("root_cause") or [error]
    return f"{status} {cause[0].get('type')}: {cause[0].get('reason')}"[:_LONGEST_REASON]


def _basic(settings: Settings) -> str | None:
    """User and password as they stand in a header, which the client makes of ASCII only."""
    if settings.elasticsearch_user is None:
        return None
    pair = f"{settings.elasticsearch_user}:{settings.elasticsearch_password or ''}"
    return b64encode(pair.encode()).decode()


def _cause(error: TransportError) -> str:
    """What the system says, from the middle of the messages that the libraries wrap round it."""
    if isinstance(error, ConnectionTimeout):
        return t.TIMED_OUT
    return str(error.message).rpartition(": ")[2].rstrip(")")


def _verification(error: BaseException | None) -> int:
    """OpenSSL's code of what is wrong with a certificate, 0 where it is something else."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return error.verify_code
        if isinstance(error, CertificateError):  # urllib3's own, for an address
            return _OTHER_NAME
        error = error.__cause__ or error.__context__
    return 0
