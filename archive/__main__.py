"""The archive's commands: search and count."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from archive.commands import run
from archive.engine import MAX_WINDOW, open_engine
from archive.messages import commands as messages
from archive.model import Facets, FacetValue, Hit, Level, Page, Query, Results, SectionKind
from archive.query import parse, parse_words
from archive.records import Record
from archive.settings import from_environment


@click.group(help=messages.GROUP_HELP)
def cli() -> None:
    """The archive's commands."""


def narrowed(command: Callable[..., None]) -> Callable[..., None]:
    """The query and the options that narrow it, the same for every command."""
    for option in (
        click.option("--words", is_flag=True, help=messages.WORDS_HELP),
        click.option(
            "--kind",
            "section_kind",
            multiple=True,
            type=click.Choice([kind.value for kind in SectionKind]),
            help=messages.KIND_HELP,
        ),
        click.option("--unit", multiple=True, help=messages.UNIT_HELP),
        click.option(
            "--level",
            multiple=True,
            type=click.Choice([level.value for level in Level]),
            help=messages.LEVEL_HELP,
        ),
        click.option("--year", multiple=True, type=int, help=messages.YEAR_HELP),
        click.argument("query"),
    ):
        command = option(command)
    return command


@cli.command(help=messages.SEARCH_HELP)
@narrowed
@click.option("--limit", default=10, type=click.IntRange(0, MAX_WINDOW), help=messages.LIMIT_HELP)
@click.option("--json", "as_json", is_flag=True, help=messages.JSON_HELP)
def search(
    query: str, words: bool, limit: int, as_json: bool, **filters: tuple[FacetValue, ...]
) -> None:
    """Search, and print the hits as a table or as JSON."""
    wanted = _query(query, words, filters)
    with open_engine(from_environment()) as engine:
        results = engine.search(wanted, Page(size=limit))
        if as_json:
            record = _results_record(results, engine.facets(wanted))
            click.echo(json.dumps(record, ensure_ascii=False))
        else:
            _print_table(results, words)


@cli.command(help=messages.COUNT_HELP)
@narrowed
def count(query: str, words: bool, **filters: tuple[FacetValue, ...]) -> None:
    """Print how many paragraphs match."""
    with open_engine(from_environment()) as engine:
        click.echo(engine.search(_query(query, words, filters), Page(size=0)).total)


def _query(text: str, words: bool, filters: dict[str, tuple[FacetValue, ...]]) -> Query:
    query = parse_words(text) if words else parse(text)
    return replace(query, filters={field: values for field, values in filters.items() if values})


def _results_record(results: Results, facets: Facets) -> Record:
    return {
        "total": results.total,
        "reports": results.reports,
        "hits": [_hit_record(hit) for hit in results.hits],
        "facets": {
            field: [[count.value, count.count] for count in counts]
            for field, counts in facets.items()
        },
    }


def _hit_record(hit: Hit) -> Record:
    paragraph = hit.paragraph
    return {
        "id": hit.id,
        "doc_id": hit.doc_id,
        "ordinal": paragraph.ordinal,
        "title": hit.title,
        "year": hit.year,
        "level": hit.level,
        "unit": hit.unit,
        "section": list(paragraph.section),
        "section_kind": paragraph.section_kind,
        "text": paragraph.text,
        "spans": [list(span) for span in hit.spans],
    }


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
            Text("\n".join((hit.title, *hit.paragraph.section, hit.id))),
            text,
        )
    Console().print(table)
    click.echo(messages.TOTAL.format(total=results.total, reports=results.reports))
    if len(results.hits) < results.total:
        click.echo(messages.SHOWN.format(shown=len(results.hits)))


if __name__ == "__main__":
    run(cli, "python -m archive")
