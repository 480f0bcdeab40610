"""What the environment says of Elasticsearch: its nodes, who asks, whom to trust.

Nothing secret stands in what is raised here, nor in the errors that it comes from.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from archive.errors import SettingsError
from archive.messages import server as t
from archive.messages.secret import FILE_UNREADABLE
from archive.secret import secret, unreadable

_INDEX = re.compile(r"[^-_+.\\/*?\"<>|\s,#:][^\\/*?\"<>|\s,#:]{0,199}")
_KEY = re.compile(r"[!-~]+")  # anything else cannot stand in a header


class Identity(NamedTuple):
    """Who asks: the holder of an API key, or a user with a password; with neither, anyone."""

    api_key: str | None = None
    user: str | None = None
    password: str | None = None


class Nodes(NamedTuple):
    """The addresses of a cluster's nodes, without user, and the user that stood in them."""

    addresses: tuple[str, ...]
    user: Identity


def nodes(environment: Mapping[str, str], default: str) -> Nodes:
    """The nodes in ELASTICSEARCH_URL, several parted by commas. Raises `SettingsError`."""
    parts = (environment.get("ELASTICSEARCH_URL") or default).split(",")
    named = [part.strip() for part in parts if part.strip()]
    found = [_node(number, address) for number, address in enumerate(named, 1)]
    if not found:
        raise _unusable(1, "")
    addresses = tuple(dict.fromkeys(address for address, _ in found))
    if len({urlsplit(address).scheme for address in addresses}) > 1:
        raise SettingsError(t.MIXED_SCHEMES, t.MIXED_SCHEMES_REMEDY)
    users = {user for _, user in found if user.user is not None}
    if len(users) > 1:
        raise SettingsError(t.TWO_USERS.format(other=t.OTHER_ADDRESS), t.TWO_USERS_REMEDY)
    return Nodes(addresses, *(users or {Identity()}))


def identity(environment: Mapping[str, str], in_address: Identity) -> Identity:
    """Who asks, from ELASTICSEARCH_API_KEY, _USER and _PASSWORD, key and password or their _FILE.

    Raises `SettingsError` for what contradicts itself, is half given, or cannot be read.
    """
    key = secret(environment, "ELASTICSEARCH_API_KEY")
    password = secret(environment, "ELASTICSEARCH_PASSWORD")
    user = environment.get("ELASTICSEARCH_USER") or None
    if in_address.user is not None and (user or password):
        raise SettingsError(t.TWO_USERS.format(other=t.OTHER_USER), t.TWO_USERS_REMEDY)
    if key and (user or password or in_address.user is not None):
        where = "ELASTICSEARCH_USER" if in_address.user is None else "ELASTICSEARCH_URL"
        raise SettingsError(
            t.TWO_IDENTITIES.format(
                key=_given_as(environment, "ELASTICSEARCH_API_KEY"), user=where
            ),
            t.TWO_IDENTITIES_REMEDY,
        )
    if key:
        if not _KEY.fullmatch(key):
            name = _given_as(environment, "ELASTICSEARCH_API_KEY")
            raise SettingsError(t.BAD_KEY.format(name=name), t.BAD_KEY_REMEDY)
        return Identity(api_key=key)
    if user and not password:
        raise SettingsError(t.NO_PASSWORD, t.NO_PASSWORD_REMEDY)
    if password and not user:
        raise SettingsError(t.NO_USER, t.NO_USER_REMEDY)
    if user and ":" in user:
        raise SettingsError(t.BAD_USER, t.BAD_USER_REMEDY)
    return Identity(user=user, password=password) if user else in_address


def ca_file(environment: Mapping[str, str], addresses: tuple[str, ...]) -> Path | None:
    """The certificates to trust, in ELASTICSEARCH_CA_FILE; None for the public ones.

    Raises `SettingsError` for a file without any, and for addresses where none is looked at.
    """
    name = environment.get("ELASTICSEARCH_CA_FILE")
    if not name:
        return None
    if not addresses[0].startswith("https:"):
        raise SettingsError(t.CA_WITHOUT_TLS, t.CA_WITHOUT_TLS_REMEDY)
    detail = ""
    try:
        ssl.create_default_context(cafile=name)
    except ssl.SSLError:
        detail = t.NOT_PEM
    except OSError as error:
        detail = unreadable(error)
    if detail:
        message = FILE_UNREADABLE.format(name="ELASTICSEARCH_CA_FILE", path=name, detail=detail)
        raise SettingsError(message, t.CA_REMEDY)
    return Path(name)


def index(environment: Mapping[str, str], default: str) -> str:
    """The alias in ELASTICSEARCH_INDEX. Raises `SettingsError` for what no index may be called."""
    name = environment.get("ELASTICSEARCH_INDEX") or default
    if not _INDEX.fullmatch(name) or name != name.lower():
        raise SettingsError(t.BAD_INDEX.format(value=name), t.BAD_INDEX_REMEDY)
    return name


def whole_number(environment: Mapping[str, str], name: str, limits: tuple[int, int]) -> int | None:
    """A number of a variable, within its limits; None where it is not set."""
    value = environment.get(name)
    if not value:
        return None
    least, most = limits
    if not (
        value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most
    ):
        raise SettingsError(
            t.BAD_NUMBER.format(name=name, value=value),
            t.BAD_NUMBER_REMEDY.format(least=least, most=most),
        )
    return int(value)


def without_user(address: str) -> str:
    """An address as it may be shown, also one that is none: without a user's name and password."""
    before, _, rest = address.rpartition("@")
    scheme, parted, _ = before.partition("://")
    return f"{scheme}{parted}{rest}" if parted else rest


def _node(number: int, address: str) -> tuple[str, Identity]:
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 0)
    except ValueError:  # which may name what stands where a password was meant
        port = 0
    if not port or parts.scheme not in ("http", "https") or not parts.hostname:
        raise _unusable(number, address)
    if "@" not in parts.netloc:
        return address.rstrip("/"), Identity()
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    return bare.rstrip("/"), Identity(user=user, password=password)


def _unusable(number: int, address: str) -> SettingsError:
    """For an address that is none; it is shown only where no password can stand in it."""
    plain = address and not re.search(r"@|://[^/]*:(?!\d*/?$)", address)
    shown = t.ADDRESS_SHOWN.format(address=address) if plain else ""
    return SettingsError(t.ADDRESS.format(number=number, shown=shown), t.ADDRESS_REMEDY)


def _given_as(environment: Mapping[str, str], name: str) -> str:
    return name if environment.get(name) else f"{name}_FILE"
