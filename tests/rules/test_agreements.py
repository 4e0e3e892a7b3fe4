from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.agreements import (
    INPUTS,
    SIGNING,
    Candidate,
    Point,
    Standing,
    accept_points,
    accept_signatories,
    day_began,
    drafted,
    is_overdue,
    is_wanted,
    may_draft,
    may_note,
    sign,
    today,
)
from rules.meetings import Phase
from rules.proceedings import Party
from rules.refusals import Code, Refusal
from rules.roles import Role

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
TODAY = date(2026, 5, 1)
PEOPLE = [UUID(int=number) for number in range(1, 6)]
NAMED = dict(zip(SIGNING, PEOPLE, strict=False))
NEIGHBOUR, MODERATOR, STAFF, SUPERVISOR = (
    frozenset({Role.RESIDENT, role}) for role in (Role.RESIDENT, Role.MODERATOR, Role.COMMUNITY_STAFF, Role.SUPERVISOR)
)
IN_FORCE = Standing(1, NAMED, frozenset(SIGNING))
TRIOS = st.permutations(PEOPLE).map(lambda people: dict(zip(SIGNING, people, strict=False)))
STEPS = st.lists(TRIOS | st.tuples(st.sampled_from(PEOPLE), st.integers(0, 4)), max_size=40)


def code(result):
    return result.code if isinstance(result, Refusal) else None


def points(text="修路灯", responsible=Party.COMMUNITY, due_on=TODAY, number=1):
    return accept_points([Point(text, responsible, due_on)] * number, NOON)


def named(**changed):
    people = {party: Candidate(NAMED[party], verified=True, staff=party == Party.COMMUNITY) for party in SIGNING}
    return accept_signatories(people | {Party[party]: person for party, person in changed.items()})


@given(STEPS)
def test_it_is_in_force_once_three_have_signed_the_newest_version_and_stays_so(steps):
    standing = drafted(None, NAMED)
    signed: set[UUID] = set()
    for step in steps:
        before = standing
        if isinstance(step, dict):
            if may_draft(Phase.LIVE, MODERATOR, standing) is None:
                standing, signed = drafted(standing, step), set()
                assert standing.version == before.version + 1
        else:
            result = sign(standing, *step, STAFF)
            if not isinstance(result, Refusal):
                standing = result
                signed.add(step[0])
                assert step[1] == standing.version
        assert standing.in_force == (signed == set(standing.signatories.values()))
        assert not before.in_force or standing == before


def test_a_moderator_drafts_from_the_start_of_the_meeting_until_it_is_in_force():
    assert [code(may_draft(phase, MODERATOR, None)) for phase in Phase] == [Code.WRONG_STAGE, None, None]
    assert may_draft(Phase.ENDED, MODERATOR, Standing(3, NAMED, frozenset(SIGNING[:2]))) is None
    assert code(may_draft(Phase.ENDED, MODERATOR, IN_FORCE)) == Code.CONFLICT
    for phase in Phase:
        assert {code(may_draft(phase, roles, IN_FORCE)) for roles in (NEIGHBOUR, STAFF)} == {Code.FORBIDDEN}


def test_an_agreement_has_one_to_thirty_points():
    assert [code(points(number=number)) for number in (0, 1, 30, 31)] == [Code.INVALID, None, None, Code.INVALID]


def test_a_point_is_cleaned_and_says_something_in_five_hundred_characters():
    (point,) = points(text="  修路灯\u0000 ")
    assert point.text == "修路灯"
    assert [code(points(text=text)) for text in ("字" * 500, "字" * 501, " ", "\u200b")] == [None, *[Code.INVALID] * 3]


def test_one_of_the_three_that_sign_is_responsible():
    found = {party: code(points(responsible=party)) for party in Party}
    assert found == {**dict.fromkeys(SIGNING), Party.GUESTS: Code.INVALID}


def test_a_point_is_due_today_at_the_earliest_and_within_three_years():
    days = [-1, 0, 1_096, 1_097]
    found = [code(points(due_on=TODAY + timedelta(days=ahead))) for ahead in days]
    assert found == [Code.INVALID, None, None, Code.INVALID]


def test_the_refusal_names_the_first_point_that_is_wrong():
    refusal = accept_points([Point("好", Party.COMMUNITY, TODAY), Point(" ", Party.GUESTS, date.min)], NOON)
    assert isinstance(refusal, Refusal)
    assert (refusal.reason, refusal.field, dict(refusal.values)["number"]) == ("point_text", "points.1.text", 2)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": " "}, "text"),
        ({"responsible": Party.GUESTS}, "responsible"),
        ({"due_on": TODAY - timedelta(days=1)}, "dueOn"),
        ({"due_on": TODAY + timedelta(days=2_000)}, "dueOn"),
    ],
)
def test_the_refusal_names_the_field_that_is_wrong(wrong, field):
    refusal = points(**wrong)
    assert isinstance(refusal, Refusal)
    assert refusal.field == f"points.0.{field}"


def test_a_day_is_the_day_in_china():
    assert today(datetime(2026, 5, 1, 15, 59, tzinfo=UTC)) == date(2026, 5, 1)
    assert today(datetime(2026, 5, 1, 16, 0, tzinfo=UTC)) == date(2026, 5, 2)
    assert not is_overdue(TODAY, datetime(2026, 5, 1, 15, 59, tzinfo=UTC), done=False)
    assert is_overdue(TODAY, datetime(2026, 5, 1, 16, 0, tzinfo=UTC), done=False)
    assert not is_overdue(TODAY, datetime(2026, 6, 1, tzinfo=UTC), done=True)


def test_three_verified_people_sign_and_the_communitys_is_of_its_staff():
    assert named() == NAMED


@pytest.mark.parametrize("party", SIGNING)
def test_who_cannot_sign_is_refused_under_the_input_they_were_named_in(party):
    stranger, guest = None, Candidate(PEOPLE[4], verified=False, staff=True)
    for person, expected in ((stranger, Code.NOT_FOUND), (guest, Code.INVALID)):
        refusal = named(**{party.name: person})
        assert (refusal.code, refusal.field) == (expected, INPUTS[party])


def test_nobody_signs_for_two_and_nobody_but_staff_for_the_community():
    twice = Candidate(NAMED[Party.COMMUNITY], verified=True, staff=True)
    neighbour = Candidate(PEOPLE[4], verified=True, staff=False)
    assert named(RESIDENTS=twice).reason == named(PROPERTY_COMPANY=twice).reason == "signatories_alike"
    assert named(COMMUNITY=neighbour).reason == "signatory_not_staff"


def test_only_those_named_sign_and_only_what_is_newest():
    standing = Standing(2, NAMED)
    assert code(sign(standing, PEOPLE[4], 2, STAFF)) == Code.FORBIDDEN
    assert [code(sign(standing, PEOPLE[0], version, STAFF)) for version in (0, 1, 2, 3)] == [
        Code.CONFLICT,
        Code.CONFLICT,
        None,
        Code.CONFLICT,
    ]


def test_whoever_is_no_longer_of_the_staff_cannot_sign_for_the_community():
    standing = Standing(1, NAMED)
    assert code(sign(standing, NAMED[Party.COMMUNITY], 1, NEIGHBOUR)) == Code.FORBIDDEN
    assert code(sign(standing, NAMED[Party.RESIDENTS], 1, NEIGHBOUR)) is None


@given(st.sets(st.sampled_from(SIGNING)), st.sampled_from(PEOPLE), st.sampled_from([NEIGHBOUR, STAFF]))
def test_a_signature_is_wanted_exactly_where_it_would_change_something(signed, person, roles):
    standing = Standing(1, NAMED, frozenset(signed))
    after = sign(standing, person, 1, roles)
    assert is_wanted(standing, person, roles) == (isinstance(after, Standing) and len(after.signed) > len(signed))


def test_those_who_supervise_and_whoever_signed_for_it_say_how_a_point_goes():
    for roles in (MODERATOR, STAFF, SUPERVISOR):
        assert may_note(IN_FORCE, Party.RESIDENTS, PEOPLE[4], roles) is None
    for party in SIGNING:
        found = [code(may_note(IN_FORCE, party, NAMED[other], NEIGHBOUR)) for other in SIGNING]
        assert found == [None if other == party else Code.FORBIDDEN for other in SIGNING]
    assert code(may_note(IN_FORCE, Party.RESIDENTS, None, frozenset())) == Code.FORBIDDEN


def test_nothing_is_noted_before_it_is_in_force():
    standing = Standing(1, NAMED, frozenset(SIGNING[:2]))
    assert code(may_note(standing, Party.RESIDENTS, PEOPLE[4], MODERATOR)) == Code.WRONG_STAGE
    assert code(may_note(standing, Party.RESIDENTS, PEOPLE[4], NEIGHBOUR)) == Code.FORBIDDEN


@pytest.mark.parametrize("at", [datetime(2026, 5, 1, 16, tzinfo=UTC), datetime(2026, 5, 2, 15, 59, 59, tzinfo=UTC)])
def test_every_moment_of_a_day_in_china_has_the_same_beginning(at):
    assert day_began(at) == datetime(2026, 5, 1, 16, tzinfo=UTC)
