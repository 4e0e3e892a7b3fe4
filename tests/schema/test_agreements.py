"""An agreement as residents meet it: written down, signed by three, and watched until it is done."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from rules.agreements import SIGNING, today
from rules.ids import Kind, public_id
from rules.proceedings import Party
from tests.schema.test_statements import statements
from tests.support.agreement import TEXTS, in_force, noted, signers
from tests.support.house import Hall, done
from tests.support.meeting import under_way
from tests.support.server import Api, serving
from tests.support.tables import contents

SHOWN = """
query($id: ID!) { meeting(id: $id) { mayDraftAgreement agreement {
  id version inForceAt mySignatureWanted mayDraft
  signatories { party signedAt resident { displayName } }
  points { number text responsible dueOn done overdue mayNote noteCount
    progress { number note done at by { id } } latest: progress(last: 1) { note } }
} } }"""
LISTED = """
query($id: ID!) { issue(id: $id) { meetings { mayDraftAgreement agreement {
  signatories { resident { displayName } } points { text mayNote progress { note by { displayName } } }
} } } }"""


def written(hall: Hall, meeting_id: str, **changed: object) -> dict[str, object]:
    """An agreement that could be written down, but for what is changed."""
    due = today(hall.clock.now()) + timedelta(days=7)
    points = [{"text": text, "responsible": "PROPERTY_COMPANY", "dueOn": due.isoformat()} for text in TEXTS]
    named = {party: person.resident_id for party, person in signers(hall).items()}
    signing = {
        "community": named[Party.COMMUNITY],
        "residents": named[Party.RESIDENTS],
        "propertyCompany": named[Party.PROPERTY_COMPANY],
    }
    return {"meetingId": meeting_id, "points": points, "signatories": signing} | changed


async def shown(hall: Hall, api: Api, meeting_id: str, person: Any = None) -> dict[str, Any]:
    """The meeting's agreement as somebody sees it, a guest if nobody is named."""
    return (await api.ask(SHOWN, person and person.token, id=meeting_id))["meeting"]


async def test_the_refusal_names_the_field_of_the_point_that_is_wrong(hall: Hall, api: Api):
    meeting_id = public_id(Kind.MEETING, (await under_way(hall)).id)
    draft = written(hall, meeting_id)
    draft["points"].append({**draft["points"][0], "dueOn": "2020-01-01"})
    refusal = await api.do("draftAgreement", hall.moderator.token, input=draft)
    assert (refusal["code"], refusal["field"]) == ("INVALID", f"points.{len(draft['points']) - 1}.dueOn")


async def test_an_agreement_is_written_signed_by_three_and_followed_to_its_end(hall: Hall, api: Api):
    meeting_id = public_id(Kind.MEETING, (await under_way(hall, (await hall.issue()).id)).id)
    assert await shown(hall, api, meeting_id) == {"mayDraftAgreement": False, "agreement": None}
    assert await shown(hall, api, meeting_id, hall.moderator) == {"mayDraftAgreement": True, "agreement": None}

    draft = await api.done("draftAgreement", hall.moderator.token, input=written(hall, meeting_id))
    assert (draft["version"], draft["inForceAt"], draft["mayDraft"]) == (1, None, True)
    assert [signatory["party"] for signatory in draft["signatories"]] == ["COMMUNITY", "RESIDENTS", "PROPERTY_COMPANY"]
    for party, person in signers(hall).items():
        assert (await shown(hall, api, meeting_id, person))["agreement"]["mySignatureWanted"]
        signed = await api.done("signAgreement", person.token, input={"agreementId": draft["id"], "version": 1})
        assert not signed["mySignatureWanted"]
        assert (signed["inForceAt"] is not None) == (party == SIGNING[-1])

    assert not (await shown(hall, api, meeting_id, hall.moderator))["mayDraftAgreement"]
    company, point = signers(hall)[Party.PROPERTY_COMPANY], draft["points"][0]
    for note, is_done in (("灯买好了。", False), ("修好了。", True)):
        given = {"pointId": point["id"], "note": note, "done": is_done}
        after = await api.done("notePointProgress", company.token, input=given)
    assert (after["id"], after["done"], after["mayNote"], after["noteCount"]) == (point["id"], True, True, 2)

    agreement = (await shown(hall, api, meeting_id))["agreement"]
    assert not agreement["mySignatureWanted"]
    assert all(signatory["signedAt"] and signatory["resident"] for signatory in agreement["signatories"])
    first = agreement["points"][0]
    assert [(each["number"], each["note"], each["done"], each["by"]["id"]) for each in first["progress"]] == [
        (1, "灯买好了。", False, company.resident_id),
        (2, "修好了。", True, company.resident_id),
    ]
    assert (first["done"], first["mayNote"], first["latest"]) == (True, False, [{"note": "修好了。"}])
    node = "query($id: ID!) { node(id: $id) { ... on Agreement { id version meeting { id } } } }"
    found = (await api.ask(node, id=draft["id"]))["node"]
    assert found == {"id": draft["id"], "version": 1, "meeting": {"id": meeting_id}}


async def test_whoever_signs_what_has_been_changed_is_told_to_read_it_first(hall: Hall, api: Api):
    meeting_id = public_id(Kind.MEETING, (await under_way(hall)).id)
    for version in (1, 2):
        draft = await api.done("draftAgreement", hall.moderator.token, input=written(hall, meeting_id))
        assert draft["version"] == version
    old = {"agreementId": draft["id"], "version": 1}
    said = {language: await api.do("signAgreement", hall.staff.token, language, input=old) for language in ("zh", "en")}
    assert {answer["code"] for answer in said.values()} == {"CONFLICT"}
    assert said["zh"]["message"] == "协议改过了，请看过最新的内容再签。"
    assert said["en"]["message"] == "The agreement has been changed; please read the newest version, then sign."


async def test_a_point_is_overdue_once_its_day_is_over_and_no_longer_when_it_is_done(hall: Hall, api: Api):
    meeting = await under_way(hall)
    meeting_id, whole = public_id(Kind.MEETING, meeting.id), await in_force(hall, meeting.id)

    async def overdue() -> list[bool]:
        return [point["overdue"] for point in (await shown(hall, api, meeting_id))["agreement"]["points"]]

    assert await overdue() == [False] * 3
    done(await noted(hall, whole.points[0].id, "修好了。", is_done=True))
    hall.clock.turn(days=8)
    assert await overdue() == [False, True, True]


@pytest.mark.parametrize("day", ["tomorrow", "2026-02-30", "20260501", "2026-05-01T00:00:00Z", "0000-01-01", 7, None])
async def test_a_day_that_is_none_is_refused_before_anything_happens(hall: Hall, api: Api, day: object):
    meeting_id = public_id(Kind.MEETING, (await under_way(hall)).id)
    point = {"text": "好", "responsible": "COMMUNITY", "dueOn": day}
    before = await contents(hall.house)
    document = "mutation($input: DraftAgreementInput!) { draftAgreement(input: $input) { __typename } }"
    given = written(hall, meeting_id, points=[point])
    code, _ = await api.error(document, hall.moderator.token, input=given)
    assert code == "BAD_USER_INPUT"
    assert await contents(hall.house) == before


async def test_what_is_not_there_is_not_found(hall: Hall, api: Api):
    before, lead = await contents(hall.house), hall.moderator.token
    for id_ in ("nonsense", *(public_id(kind, uuid4()) for kind in Kind)):
        for name, field, given in (
            ("draftAgreement", "meetingId", written(hall, id_)),
            ("signAgreement", "agreementId", {"agreementId": id_, "version": 1}),
            ("notePointProgress", "pointId", {"pointId": id_, "note": "好。", "done": True}),
        ):
            answer = await api.do(name, lead, input=given)
            assert (answer.get("code"), answer.get("field")) == ("NOT_FOUND", field), (name, id_)
    assert await contents(hall.house) == before


async def test_what_agreements_cost_the_database_does_not_grow_with_their_number(hall: Hall):
    issue, costs = await hall.issue(), []
    async with serving(hall, workers=1) as api:
        for more in (1, 4):
            for _ in range(more):
                whole = await in_force(hall, (await under_way(hall, issue.id)).id)
                for point in whole.points:
                    done(await noted(hall, point.id, "修好了。"))
            with statements(hall) as heard:
                answer = await api.ask(LISTED, hall.moderator.token, id=public_id(Kind.ISSUE, issue.id))
            costs.append(len(heard))
    assert len(answer["issue"]["meetings"]) == 5
    assert costs[0] == costs[1]
