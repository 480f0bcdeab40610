"""Readers: one module a format, each with one function that turns bytes into blocks.

Which one reads a file is told by `indexer.formats`, the one table of what the archive knows.
"""
