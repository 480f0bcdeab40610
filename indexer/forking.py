"""The process that workers are forked from."""

from __future__ import annotations

import multiprocessing
import os
import signal
from multiprocessing import forkserver, resource_tracker

from archive.interruption import SIGNALS

CONTEXT = multiprocessing.get_context("forkserver")
"""A fresh process to fork from: a fork of the caller would copy the locks of tantivy's threads."""


def prepare() -> None:
    """Begin to load what every worker needs, in that process, while the caller goes on.

    It is born with the signals blocked that stop a load, and its workers inherit this: a terminal
    or `timeout` sends them to every process of the group, while what workers read is finished.
    """
    CONTEXT.set_forkserver_preload(["indexer.preloaded"])
    resource_tracker.ensure_running()  # by itself, for it unblocks these signals
    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        forkserver.ensure_running()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, blocked)


def let_end() -> None:
    """Let this worker be ended by its pool, which sends it SIGTERM, but not with its group."""
    os.setpgrp()
    signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGTERM])
