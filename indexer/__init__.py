"""The indexer: turns files into reports and loads them into the archive."""
