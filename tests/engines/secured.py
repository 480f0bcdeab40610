"""Before a real Elasticsearch: TLS with certificates made here, and a guard at the door."""

from __future__ import annotations

import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.indexer.proxies import Proxy, _Handler


class TlsProxy(Proxy):
    """A proxy that speaks TLS with a certificate of an `Authority`."""

    def __init__(self, url: str, certificate: Path) -> None:
        super().__init__(url, [])
        self.RequestHandlerClass = _Porter
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        self.socket = context.wrap_socket(
            self.socket, server_side=True, do_handshake_on_connect=False
        )

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.server_port}"


class GuardedProxy(Proxy):
    """A proxy that lets in only who shows the `authorization` header expected."""

    def __init__(self, url: str, authorization: str) -> None:
        super().__init__(url, [])
        self.authorization = authorization
        self.RequestHandlerClass = _Guard


class _Porter(_Handler):
    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        # What opens this door is not known to the server behind it, which may have a lock, too.
        del self.headers["Authorization"]
        return True


class _Guard(_Handler):
    server: GuardedProxy

    def parse_request(self) -> bool:
        if not super().parse_request():
            return False
        if self.headers.get("Authorization") == self.server.authorization:
            del self.headers["Authorization"]
            return True
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self._answer(401, [("X-Elastic-Product", "Elasticsearch")], b"")
        self.wfile.flush()
        return False


@contextmanager
def running(server: Proxy) -> Iterator[str]:
    """The address of a server while it runs."""
    with server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server.url
        finally:
            server.shutdown()
            thread.join()


@dataclass(frozen=True)
class Authority:
    """A CA of a test's own; its certificate is the file `ca`."""

    folder: Path
    name: x509.Name
    key: ec.EllipticCurvePrivateKey

    @property
    def ca(self) -> Path:
        return self.folder / "ca.pem"

    def certificate(self, names: x509.GeneralName, days: tuple[int, int] = (-1, 1)) -> Path:
        """A server's certificate with its key, for a name, valid from one day to the other."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = _name("a server")
        made = _builder(subject, self.name, key, days).add_extension(
            x509.SubjectAlternativeName([names]), critical=False
        )
        path = self.folder / "server.pem"
        path.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            + made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
        )
        return path


def authority(folder: Path) -> Authority:
    """A new CA with its files in a folder."""
    folder.mkdir()
    name, key = _name(f"CA in {folder.name}"), ec.generate_private_key(ec.SECP256R1())
    constraints = x509.BasicConstraints(ca=True, path_length=None)
    made = _builder(name, name, key, (-2, 2)).add_extension(constraints, critical=True)
    (folder / "ca.pem").write_bytes(
        made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    )
    return Authority(folder, name, key)


def address(ip: str) -> x509.IPAddress:
    """An IP address as it stands in a certificate."""
    return x509.IPAddress(ipaddress.ip_address(ip))


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, days: tuple[int, int]
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days[0]))
        .not_valid_after(now + timedelta(days[1]))
    )
