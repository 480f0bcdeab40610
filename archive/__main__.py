"""The archive's commands: search, count and export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive import export as exports
from archive.asked import Asked
from archive.commands import run
from archive.engine import open_engine
from archive.errors import ArchiveError
from archive.export import Format
from archive.messages import commands as messages
from archive.messages import export as export_messages
from archive.messages import help as language_help
from archive.model import Facets, Hit, Page, Query, Results, Sort
from archive.narrowing import Narrowing, narrowed
from archive.query import parse, parse_words
from archive.records import Record
from archive.settings import from_environment


class ExportError(ArchiveError):
    """An export cannot be written where it should be."""


@click.group(help=messages.GROUP_HELP)
def cli() -> None:
    """The archive's commands."""


@cli.command(help=messages.SEARCH_HELP)
@narrowed
@click.option("--limit", default=10, type=click.IntRange(min=0), help=messages.LIMIT_HELP)
@click.option(
    "--sort",
    type=click.Choice([sort.value for sort in Sort]),
    default=Sort.RELEVANCE.value,
    help=messages.SORT_HELP,
)
@click.option("--json", "as_json", is_flag=True, help=messages.JSON_HELP)
def search(query: str, narrowing: Narrowing, limit: int, sort: str, as_json: bool) -> None:
    """Search, and print the hits as a table or as JSON."""
    wanted = _query(query, narrowing)
    with open_engine(from_environment()) as engine:
        results = engine.search(wanted, Page(size=limit, sort=Sort(sort)))
        if as_json:
            record = _results_record(results, engine.facets(wanted))
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            _print_table(results, narrowing.words)


@cli.command(help=messages.COUNT_HELP)
@narrowed
def count(query: str, narrowing: Narrowing) -> None:
    """Print how many paragraphs match."""
    with open_engine(from_environment()) as engine:
        click.echo(engine.hits(_query(query, narrowing), Page(size=0)).total)


@cli.command(help=messages.EXPORT_HELP)
@narrowed
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.CSV.value,
    help=messages.FORMAT_HELP,
)
@click.option(
    "--output",
    "file",
    type=click.Path(path_type=Path),
    required=True,
    metavar="FILE",
    help=messages.OUTPUT_HELP,
)
@click.option("--site", default="", metavar="URL", help=messages.SITE_HELP)
def export(query: str, narrowing: Narrowing, form: str, file: Path, site: str) -> None:
    """Write every matching paragraph to a new file."""
    asked = Asked(query, _query(query, narrowing))
    with open_engine(from_environment()) as engine:
        head = exports.head(engine, asked)
        pieces = exports.pieces(head, engine.scan(asked.query), Format(form), site)
        try:
            _write(file, pieces)
        except FileExistsError as error:
            raise ExportError(
                export_messages.FILE_EXISTS.format(path=file), export_messages.FILE_EXISTS_REMEDY
            ) from error
        except OSError as error:
            raise ExportError(
                export_messages.CANNOT_WRITE.format(path=file, detail=error.strerror or error),
                export_messages.CANNOT_WRITE_REMEDY,
            ) from error
    click.echo(
        export_messages.WRITTEN.format(total=head.total, reports=head.reports, path=file),
    )


@cli.command("help", help=messages.LANGUAGE_HELP)
def language() -> None:
    """Print how a query is written."""
    click.echo(language_help.plain_text().rstrip())


def _write(file: Path, pieces: Iterable[bytes]) -> None:
    """Write a new file; what cannot be written to its end does not stay."""
    with file.open("xb") as output:
        try:
            output.writelines(pieces)
        except BaseException:
            file.unlink()
            raise


def _query(text: str, narrowing: Narrowing) -> Query:
    query = parse_words(text) if narrowing.words else parse(text)
    return replace(
        query,
        across=narrowing.across,
        fold_near=narrowing.fold_near,
        filters=narrowing.filters,
    )


def _results_record(results: Results, facets: Facets) -> Record:
    return {
        "total": results.total,
        "reports": results.reports,
        "left_out": len(results.left_out),
        "hits": [exports.from_hit(hit) for hit in results.hits],
        "facets": {
            field: [[count.value, count.count] for count in counts]
            for field, counts in facets.items()
        },
    }


def _header(hit: Hit) -> Iterator[str]:
    """The names of the columns, where the paragraph is a row of a table that names them."""
    if hit.paragraph.columns:
        yield messages.TABLE_HEADER.format(columns=" | ".join(hit.paragraph.columns))


def _print_table(results: Results, words: bool) -> None:
    if not results.total:
        click.echo(messages.NOTHING_BY_WORDS if words else messages.NOTHING)
        return
    table = Table(show_lines=True)
    for column in messages.COLUMNS:
        # Chinese has no blanks to wrap at: fold at the edge, and cut nothing off.
        table.add_column(column, overflow="fold")
    for hit in results.hits:
        text = Text(hit.paragraph.text)
        for start, end in hit.spans:
            text.stylize("bold reverse", start, end)
        table.add_row(
            str(hit.year or messages.UNKNOWN),
            hit.level or messages.UNKNOWN,
            hit.unit or messages.UNKNOWN,
            Text("\n".join((hit.title, *hit.paragraph.section, *_header(hit), hit.id))),
            text,
        )
    Console().print(table)
    click.echo(messages.TOTAL.format(total=results.total, reports=results.reports))
    if results.left_out:
        click.echo(messages.LEFT_OUT.format(count=len(results.left_out)))
    if len(results.hits) < results.total:
        click.echo(messages.SHOWN.format(shown=len(results.hits)))


if __name__ == "__main__":
    run(cli, "python -m archive")
