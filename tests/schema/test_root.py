"""Anything by its id, and nothing by any other."""

from datetime import timedelta
from uuid import uuid4

from db.streams import moment
from rules.ids import Kind, public_id
from tests.support.house import Hall
from tests.support.server import Api
from tests.support.tables import contents

NODE = """
query($id: ID!) { node(id: $id) {
  __typename id
  ... on Community { name } ... on Resident { displayName } ... on Issue { title } ... on Comment { body }
  ... on Poll { question }
} }"""
TYPES = {kind: kind.value.capitalize() for kind in Kind}
NONSENSE = ("", " ", "nonsense", "issue_", "issue_0", "issue_" + "G" * 32, "poll_" + "0" * 33, "字" * 50, "\0", "1")


async def one_of_each(hall: Hall, api: Api) -> dict[Kind, str]:
    """The id of a thing of each kind."""
    standing = await hall.poll()
    issue_id = public_id(Kind.ISSUE, standing.poll.issue_id)
    comment = await api.done("comment", hall.neighbours[0].token, input={"issueId": issue_id, "body": "好。"})
    return {
        Kind.COMMUNITY: public_id(Kind.COMMUNITY, hall.community_id),
        Kind.RESIDENT: hall.neighbours[0].resident_id,
        Kind.ISSUE: issue_id,
        Kind.COMMENT: comment["id"],
        Kind.POLL: public_id(Kind.POLL, standing.poll.id),
    }


async def test_everything_with_an_id_is_fetched_by_it(hall: Hall, api: Api):
    for kind, id_ in (await one_of_each(hall, api)).items():
        node = (await api.ask(NODE, id=id_))["node"]
        assert (node["__typename"], node["id"]) == (TYPES[kind], id_)
        assert len(node) == 3


async def test_an_unknown_or_foreign_id_is_null(hall: Hall, api: Api):
    ids = await one_of_each(hall, api)
    unknown = [public_id(kind, uuid4()) for kind in Kind]
    swapped = [f"{kind}_{id_.partition('_')[2]}" for kind in Kind for known, id_ in ids.items() if kind != known]
    for id_ in (*unknown, *swapped, *NONSENSE):
        assert await api.ask(NODE, id=id_) == {"node": None}, id_
    both = "query($id: ID!) { issue(id: $id) { id } poll(id: $id) { id } }"
    for id_ in (*unknown, *NONSENSE, ids[Kind.COMMENT], ids[Kind.RESIDENT]):
        assert await api.ask(both, id=id_) == {"issue": None, "poll": None}, id_
    assert await api.ask(both, id=ids[Kind.ISSUE]) == {"issue": {"id": ids[Kind.ISSUE]}, "poll": None}
    assert await api.ask(both, id=ids[Kind.POLL]) == {"issue": None, "poll": {"id": ids[Kind.POLL]}}


def deeds(hall: Hall, id_: str) -> list[tuple[str, str, str, dict[str, object]]]:
    """Every mutation that names something, about this id: name, token, the field of the id, arguments."""
    resident, lead, staff, admin = hall.neighbours[0].token, hall.moderator.token, hall.staff.token, hall.admin.token
    choices = [{"key": "yes", "label": "同意"}, {"key": "no", "label": "不同意"}]
    poll = {"question": "修不修?", "choices": choices, "closesAt": moment(hall.clock.now() + timedelta(hours=1))}
    step = {"to": "SCREENED", "reason": "一起商量。"}
    return [
        ("comment", resident, "issueId", {"input": {"issueId": id_, "body": "好。"}}),
        ("advanceIssue", lead, "issueId", {"input": {"issueId": id_, **step}}),
        ("markIssueImportant", lead, "issueId", {"input": {"issueId": id_, "important": True, "reason": "要紧。"}}),
        ("openPoll", lead, "issueId", {"input": {"issueId": id_, **poll}}),
        ("castVote", resident, "pollId", {"input": {"pollId": id_, "choice": "yes"}}),
        ("closePoll", lead, "pollId", {"input": {"pollId": id_, "reason": "好了。"}}),
        ("verifyResident", staff, "residentId", {"residentId": id_}),
        ("grantRole", admin, "residentId", {"residentId": id_, "role": "MODERATOR"}),
        ("withdrawRole", admin, "residentId", {"residentId": id_, "role": "MODERATOR"}),
    ]


async def test_a_mutation_about_something_unknown_is_not_found_and_changes_nothing(hall: Hall, api: Api):
    known = await one_of_each(hall, api)
    before = await contents(hall.house)
    foreign = {"issueId": known[Kind.POLL], "pollId": known[Kind.ISSUE], "residentId": known[Kind.COMMUNITY]}
    for id_ in (*NONSENSE, *(public_id(kind, uuid4()) for kind in Kind), None):
        for deed in range(len(deeds(hall, ""))):
            field = deeds(hall, "")[deed][2]
            name, token, _, arguments = deeds(hall, foreign[field] if id_ is None else id_)[deed]
            refused = await api.do(name, token, **arguments)
            assert (refused.get("code"), refused.get("field")) == ("NOT_FOUND", field), (name, id_)
            assert refused["message"].endswith(".")
    assert await contents(hall.house) == before
