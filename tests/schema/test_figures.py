"""Public figures, and what is behind each of them."""

from datetime import date

import pytest

from resolvers import figures as kept
from resolvers.deed import perform
from rules.figures import Figure
from rules.ids import Kind, public_id
from tests.support.deeds import foreigner
from tests.support.house import Hall
from tests.support.resolutions import report
from tests.support.server import Api

ASKED = """
query($since: Date!, $until: Date!, $by: FigurePeriod! = DAY, $figure: Figure! = TIMED) {
  figures(since: $since, until: $until, by: $by) {
    since until received answeredInTime answeredLate solved rated medianMinutes ninetyMinutes
    behind(figure: $figure) { edges { node { reportId minutes at report { id } } } }
  }
}"""
DAY = date(2026, 5, 1)


async def counted(hall: Hall, *minutes: int) -> list[str]:
    """Reports that took so many minutes, by public id in order."""
    ids = []
    for each in minutes:
        row = await report(hall)
        hall.clock.turn(seconds=1)
        for figure in (Figure.RECEIVED, Figure.ANSWERED_IN_TIME, Figure.SOLVED):
            await perform(hall.house, lambda deed, f=figure, r=row: kept.count(deed, hall.community_id, DAY, f, r.id))
        await perform(hall.house, lambda deed, m=each, r=row: kept.time(deed, hall.community_id, DAY, m, r.id))
        ids.append(public_id(Kind.REPORT, row.id))
    return ids


@pytest.mark.parametrize("by", ["DAY", "MONTH"])
async def test_a_guest_opens_a_figure_down_to_the_reports_behind_it(hall: Hall, api: Api, by: str):
    ids = await counted(hall, 30, 10, 500)
    (row,) = (await api.ask(ASKED, since="2026-05-01", until="2026-05-01", by=by))["figures"]
    last = "2026-05-01" if by == "DAY" else "2026-05-31"
    assert (row["since"], row["until"]) == ("2026-05-01", last)
    numbers = ("received", "answeredInTime", "answeredLate", "solved", "rated", "medianMinutes", "ninetyMinutes")
    assert [row[name] for name in numbers] == [3, 3, 0, 3, 0, 30, 500]
    behind = [edge["node"] for edge in row["behind"]["edges"]]
    assert [(each["reportId"], each["minutes"], each["report"]) for each in behind] == [
        (ids[2], 500, None),
        (ids[1], 10, None),
        (ids[0], 30, None),
    ]


async def test_those_of_the_community_open_the_reports_themselves_and_strangers_do_not(hall: Hall, api: Api):
    (id_,) = await counted(hall, 5)
    asked = {"since": "2026-05-01", "until": "2026-05-01", "figure": "SOLVED"}
    (row,) = (await api.ask(ASKED, hall.neighbours[3].token, **asked))["figures"]
    assert [edge["node"]["report"] for edge in row["behind"]["edges"]] == [{"id": id_}]
    await foreigner(hall)
    (guest,) = (await api.ask(ASKED, **asked))["figures"]
    assert [edge["node"]["report"] for edge in guest["behind"]["edges"]] == [None]


async def test_days_on_which_nothing_happened_are_shown_with_nothing(api: Api):
    rows = (await api.ask(ASKED, since="2026-02-27", until="2026-03-01"))["figures"]
    assert [row["since"] for row in rows] == ["2026-02-27", "2026-02-28", "2026-03-01"]
    assert all((row["solved"], row["medianMinutes"], row["behind"]["edges"]) == (0, None, []) for row in rows)


@pytest.mark.parametrize(
    ("since", "until", "sentence"),
    [
        ("2026-05-02", "2026-05-01", "The last day has to come after the first; please change it."),
        ("2020-01-01", "2026-05-01", "At most 366 days or months at a time; please choose fewer."),
    ],
)
async def test_a_range_that_is_none_is_a_clear_error(api: Api, since: str, until: str, sentence: str):
    assert await api.error(ASKED, since=since, until=until) == ("BAD_USER_INPUT", sentence)
