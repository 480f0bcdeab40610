"""Readers: one module a family of formats, each turning bytes into blocks."""
