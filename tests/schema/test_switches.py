"""The whole program by its settings: what can be switched off is off."""

import json
from pathlib import Path

import pytest

from main import create_app
from tests.support.backends import Backend
from tests.support.server import serving_program, settings_of

INTROSPECTION = "{ __schema { queryType { name } } }"
BROWSER = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


async def test_the_program_runs_as_it_is_served(backend: Backend):
    async with serving_program(settings_of(backend)) as api:
        assert await api.ask("{ viewer { roles } }") == {"viewer": None}
        assert (await api.http.get("/healthz")).text == "up\n"
        assert (await api.http.get("/readyz")).text == "ready\n"


async def test_the_schema_may_be_asked_for_unless_that_is_switched_off(backend: Backend):
    async with serving_program(settings_of(backend)) as api:
        assert await api.ask(INTROSPECTION) == {"__schema": {"queryType": {"name": "Query"}}}
    async with serving_program(settings_of(backend, introspection=False)) as api:
        for query in (INTROSPECTION, '{ __type(name: "Query") { name } }'):
            problems = (await api.post(query)).json()["errors"]
            assert {problem["extensions"]["code"] for problem in problems} == {"GRAPHQL_VALIDATION_FAILED"}
        _, sentence = await api.error("{ vieewer { roles } }")
        assert "viewer" not in sentence
        assert await api.ask("{ __typename viewer { roles } }") == {"__typename": "Query", "viewer": None}


@pytest.mark.parametrize("introspection", [True, False])
async def test_a_browser_gets_the_playground_unless_that_is_switched_off(
    backend: Backend, web_dist: Path, introspection: bool
):
    async with serving_program(settings_of(backend, introspection=introspection)) as api:
        page = await api.http.get("/graphql", headers=BROWSER)
        assert page.status_code == 200
        assert page.headers["content-type"].startswith("text/html")
        assert page.content == (web_dist / "graphiql.html").read_bytes()
    async with serving_program(settings_of(backend, introspection=introspection, playground=False)) as api:
        page = await api.http.get("/graphql", headers=BROWSER)
        assert page.status_code == 404
        assert page.json()["errors"][0]["message"] == "The playground is switched off."
        assert (await api.http.get("/graphiql.html")).status_code == 404
        assert await api.ask("{ viewer { roles } }") == {"viewer": None}


@pytest.mark.parametrize("only", [True, False])
async def test_the_documents_of_the_page_are_known_and_others_are_taken_unless_that_is_switched_off(
    backend: Backend, web_dist: Path, only: bool
):
    async with serving_program(settings_of(backend, trusted_documents_only=only)) as api:
        served = await api.http.get("/documents.json")
        assert served.headers["content-type"] == "application/json"
        manifest = json.loads((web_dist / "documents.json").read_bytes())
        assert served.json() == manifest
        ids = {id_ for id_, text in manifest.items() if "query Viewer " in text}
        answers = [(await api.http.post("/graphql", json={"documentId": id_})).json() for id_ in ids]
        assert answers == [{"data": {"viewer": None}}]
        answer = (await api.post("{ viewer { roles } }")).json()
        if only:
            assert answer["errors"][0]["extensions"]["code"] == "DOCUMENT_NOT_TRUSTED"
        else:
            assert answer == {"data": {"viewer": None}}


async def test_a_page_of_another_origin_may_call_only_where_it_is_named(backend: Backend):
    asked = {"origin": "https://example.org", "access-control-request-method": "POST"}
    for allowed, status in ([], 400), (["https://example.org"], 200):
        async with serving_program(settings_of(backend, allowed_origins=allowed)) as api:
            assert (await api.http.options("/graphql", headers=asked)).status_code == status


def test_the_application_is_made_without_touching_the_database(tmp_path: Path):
    missing = Backend("sqlite+memory", f"sqlite:///{tmp_path / 'missing.db'}", "memory://")
    assert create_app(settings_of(missing))
    assert not (tmp_path / "missing.db").exists()
