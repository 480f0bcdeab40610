"""The settings of the site itself, read from the environment once, when the app is made."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.errors import SettingsError
from archive.messages import access as t
from archive.messages import operation
from archive.secret import secret

RATE_LIMIT = 120
"""Pages a minute for one reader's address, where the keeper sets nothing else."""

SHORTEST_TOKEN = 16
"""Characters: how often a token may be guessed is not limited."""

_FOR_A_HEADER = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Who may read, how often, and what is written down of it.

    Without a `password` everyone may read. `rate_limit` is pages a minute for one address, None
    for any number; `proxies` how many reverse proxies stand before the site. Without a
    `metrics_token` nobody may read the site's figures.
    """

    password: str | None = field(default=None, repr=False)
    rate_limit: int | None = RATE_LIMIT
    proxies: int = 0
    log_queries: bool = False
    metrics_token: str | None = field(default=None, repr=False)


def from_environment(environment: Mapping[str, str] = os.environ) -> SiteSettings:
    """Settings from ARCHIVE_ACCESS, _PASSWORD_FILE, _PASSWORD, _RATE_LIMIT, _PROXIES, _LOG_QUERIES,
    _METRICS_TOKEN_FILE and _METRICS_TOKEN.

    An empty value counts as unset. Raises `SettingsError` for one that cannot be used, and for a
    site that is to have a password and has none.
    """
    guarded = _choice(environment, "ARCHIVE_ACCESS", no=("", "public"), yes="password")
    return SiteSettings(
        password=_password(environment) if guarded else None,
        rate_limit=_number(environment, "ARCHIVE_RATE_LIMIT", RATE_LIMIT) or None,
        proxies=_number(environment, "ARCHIVE_PROXIES", 0),
        log_queries=_choice(environment, "ARCHIVE_LOG_QUERIES", no=("", "0"), yes="1"),
        metrics_token=_token(environment),
    )


def _choice(environment: Mapping[str, str], name: str, *, no: tuple[str, ...], yes: str) -> bool:
    value = environment.get(name, "")
    if value not in (*no, yes):
        raise _unusable(name, value)
    return value == yes


def _number(environment: Mapping[str, str], name: str, default: int) -> int:
    value = environment.get(name) or str(default)
    # As many digits as any sensible number has: Python itself refuses some 4,300.
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise _unusable(name, value)
    return int(value)


def _unusable(name: str, value: str) -> SettingsError:
    return SettingsError(t.BAD_SETTING.format(name=name, value=value), t.SETTING_FORMS[name])


def _password(environment: Mapping[str, str]) -> str:
    """The password, itself or in a file."""
    password = secret(environment, "ARCHIVE_PASSWORD")
    if not password:
        raise SettingsError(t.NO_PASSWORD, t.NO_PASSWORD_REMEDY)
    return password


def _token(environment: Mapping[str, str]) -> str | None:
    """The token that the figures are given for, itself or in a file; None where none is set."""
    token = secret(environment, "ARCHIVE_METRICS_TOKEN")
    if token is None:
        return None
    if len(token) < SHORTEST_TOKEN:
        raise SettingsError(
            operation.TOKEN_SHORT.format(count=len(token)),
            operation.TOKEN_SHORT_REMEDY.format(least=SHORTEST_TOKEN),
        )
    if not _FOR_A_HEADER.fullmatch(token):
        raise SettingsError(operation.TOKEN_NOT_ASCII, operation.TOKEN_REMEDY)
    return token
