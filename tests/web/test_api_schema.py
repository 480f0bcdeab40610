"""The API held against its own description by Schemathesis: every operation, made-up requests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from archive.settings import Settings
from tests.web.conftest import doc_id
from web import create_app
from web.opening import EXTENSION
from web.settings import SiteSettings

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

PATHS = {
    *("/api/v1/search", "/api/v1/facets", "/api/v1/count", "/api/v1/reports", "/api/v1/export"),
    *("/api/v1/reports/{doc_id}", "/api/v1/paragraphs/{id}"),
}


@pytest.fixture(scope="module")
def schema(settings: Settings) -> Iterator[BaseSchema]:
    app = create_app(settings, SiteSettings(rate_limit=None))
    yield schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    app.extensions[EXTENSION].close()


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize("path", sorted(PATHS))
def test_made_up_requests_are_answered_as_described(
    schema: BaseSchema, path: str, mode: GenerationMode
) -> None:
    statuses: set[int] = set()

    @given(case=schema[path]["GET"].as_strategy(generation_mode=mode))
    @settings_of_a_run
    def check(case: schemathesis.Case) -> None:
        statuses.add(case.call_and_validate(checks=CHECKS).status_code)

    check()
    # Not everything was refused of what the description allows, nor accepted of what it does not.
    assert statuses & ({200, 404} if mode is GenerationMode.POSITIVE else {400, 404})


settings_of_a_run = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
    database=None,
)


@pytest.mark.parametrize(
    ("path", "parameters"),
    [
        ("/api/v1/reports/{doc_id}", {"doc_id": doc_id(900)}),
        ("/api/v1/paragraphs/{id}", {"id": f"{doc_id(900)}-2"}),
    ],
)
def test_what_is_there_is_answered_as_described(
    schema: BaseSchema, path: str, parameters: dict[str, str]
) -> None:
    case = schema[path]["GET"].Case(path_parameters=parameters)
    assert case.call_and_validate(checks=CHECKS).status_code == 200


def test_every_operation_is_among_those_tried(schema: BaseSchema) -> None:
    assert {operation.ok().path for operation in schema.get_all_operations()} == PATHS
