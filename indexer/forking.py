"""The process that workers are forked from."""

from __future__ import annotations

import multiprocessing
from multiprocessing import forkserver

CONTEXT = multiprocessing.get_context("forkserver")
"""A fresh process to fork from: a fork of the caller would copy the locks of tantivy's threads."""


def prepare() -> None:
    """Begin to load what every worker needs, in that process, while the caller goes on."""
    CONTEXT.set_forkserver_preload(["indexer.preloaded"])
    forkserver.ensure_running()
