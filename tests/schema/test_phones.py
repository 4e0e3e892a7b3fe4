"""Telephone numbers: for their owners and for staff, and in no log."""

import logging
import re

import pytest

from resolvers.residents.sender import ConsoleSender
from rules.ids import Kind, public_id
from tests.support.backends import Backend
from tests.support.house import Hall, open_hall
from tests.support.server import Api, serving

PHONELESS = "query($yes: Boolean) { residents(phoneless: $yes) { edges { node { displayName phone } } } }"
PERSON = "id displayName verified phone"
EVERYWHERE = f"""
query($resident: ID!, $issue: ID!, $comment: ID!, $poll: ID!) {{
  viewer {{ resident {{ {PERSON} }} }}
  resident: node(id: $resident) {{ ... on Resident {{ {PERSON} }} }}
  comment: node(id: $comment) {{ ... on Comment {{ body author {{ {PERSON} }} }} }}
  issues {{ edges {{ node {{
    raisedBy {{ {PERSON} }}
    comments {{ edges {{ node {{ author {{ {PERSON} }} }} }} }}
  }} }} }}
  issue(id: $issue) {{
    raisedBy {{ {PERSON} }}
    comments {{ edges {{ node {{ author {{ {PERSON} }} }} }} }}
    record {{ seq kind payload }}
    polls {{ question choices {{ key label }} issue {{ raisedBy {{ {PERSON} }} }} outcome {{ reason }} }}
  }}
  poll(id: $poll) {{ issue {{ raisedBy {{ {PERSON} }} }} tally {{ votes }} myVote {{ tracker }} }}
}}"""
RESIDENTS = f"{{ residents {{ edges {{ node {{ {PERSON} }} }} }} }}"


async def lived_in(hall: Hall, api: Api) -> dict[str, str]:
    """An issue with a comment and a poll, all of the first neighbour; gives their ids."""
    standing = await hall.poll()
    issue_id = public_id(Kind.ISSUE, standing.poll.issue_id)
    owner = hall.neighbours[0]
    comment = await api.done("comment", owner.token, input={"issueId": issue_id, "body": "我来说一句。"})
    poll_id = public_id(Kind.POLL, standing.poll.id)
    await api.done("castVote", owner.token, input={"pollId": poll_id, "choice": "yes"})
    return {"resident": owner.resident_id, "issue": issue_id, "comment": comment["id"], "poll": poll_id}


class Unreachable:
    """A gateway that quotes everything it was given when it fails."""

    async def send(self, phone: str, code: str) -> None:
        raise RuntimeError(f"no way to bring {code} to {phone}")


def numbers(text: str) -> set[str]:
    """The telephone numbers of the hall that a text gives away, however they are written."""
    return set(re.findall(r"199\d{8}", text))


async def test_a_number_is_told_to_its_owner_and_to_staff_only(hall: Hall, api: Api):
    ids = await lived_in(hall, api)
    everyone = {person.phone[3:] for person in (*hall.neighbours, hall.moderator, hall.staff, hall.admin)}
    owner = hall.neighbours[0]
    seen = {}
    for who, person in {
        "guest": None,
        "neighbour": hall.neighbours[1],
        "moderator": hall.moderator,
        "owner": owner,
        "staff": hall.staff,
        "admin": hall.admin,
    }.items():
        token = person and person.token
        told = (await api.post(EVERYWHERE, token, **ids)).text + (await api.post(RESIDENTS, token)).text
        assert '"issue":{' in told
        seen[who] = numbers(told)
    assert seen["guest"] == set()
    assert seen["neighbour"] == {hall.neighbours[1].phone[3:]}
    assert seen["moderator"] == {hall.moderator.phone[3:]}
    assert seen["owner"] == {owner.phone[3:]}
    assert seen["staff"] == seen["admin"] == everyone


async def test_a_record_that_is_watched_names_no_number(hall: Hall, api: Api):
    ids = await lived_in(hall, api)
    async with api.socket(hall.neighbours[1].token) as socket:
        await socket.subscribe("subscription($id: ID!) { decision(issueId: $id) { seq payload } }", id=ids["issue"])
        entries = [await socket.next() for _ in range(8)]
    assert entries[-1]["seq"] == 8
    assert numbers(str(entries)) == set()


async def test_no_log_has_a_number_or_a_code(backend: Backend, caplog: pytest.LogCaptureFixture):
    async with open_hall(backend) as hall, serving(hall, workers=1) as api:
        phone = hall.neighbours[0].phone
        with caplog.at_level(logging.DEBUG):
            await api.done("requestSignInCode", phone=phone)
            code = hall.sent.codes[phone]
            wrong = f"{(int(code) + 1) % 1_000_000:06}"
            assert (await api.do("signIn", phone=phone, code=wrong))["code"] == "INVALID"
            assert (await api.do("signIn", phone=phone, code="no code"))["code"] == "INVALID"
            assert (await api.do("requestSignInCode", phone=phone + "0000000000"))["code"] == "INVALID"
            await api.done("signIn", phone=phone, code=code)
            hall.house.sender = Unreachable()
            answer = await api.post("mutation($p: String!) { requestSignInCode(phone: $p) { __typename } }", p=phone)
        problem = answer.json()["errors"][0]
        assert problem["extensions"]["code"] == "INTERNAL"
        assert numbers(answer.text) == set()
    logged = caplog.text + str([record.args for record in caplog.records])
    assert problem["extensions"]["errorId"] in logged
    assert numbers(logged) == set()
    assert code not in logged


async def test_the_console_shows_the_code_and_hides_the_middle_of_the_number(capsys: pytest.CaptureFixture[str]):
    await ConsoleSender().send("+8619900000012", "246810")
    printed = capsys.readouterr().out
    assert "246810" in printed
    assert "+86199****0012" in printed
    assert numbers(printed) == set()


async def test_staff_find_those_without_a_phone(hall: Hall, api: Api):
    await api.done("registerResident", hall.staff.token, name="张桂芳")
    found = {}
    for yes in (True, False):
        edges = (await api.ask(PHONELESS, hall.staff.token, yes=yes))["residents"]["edges"]
        found[yes] = [edge["node"]["phone"] is None for edge in edges]
    assert found[True] == [True]
    assert not any(found[False])
    assert (await api.error(PHONELESS, hall.neighbours[0].token, yes=True))[0] == "FORBIDDEN"
