"""The archive: model, query language, library of originals and two search engines."""
