"""What every worker needs, loaded once by the process that they are forked from, and shared.

Importing this module is all there is to it.
"""

from __future__ import annotations

import os

# Before numpy is loaded: a process that others are forked from shall have one thread.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import indexer.reading
import indexer.workers  # noqa: F401  # for what it loads
from archive.text import fold, simplify, words
from indexer.gazetteer import places
from indexer.sketching import permutations

simplify("")
fold("")
words("")
places("")
permutations()
