"""The API: the archive for programs, described by OpenAPI."""
