"""Looking for signs that deeds are made up, in the transaction in which they are to earn something."""

from collections.abc import Collection, Mapping
from uuid import UUID

from db.queries import guards
from resolvers.deed import Deed
from rules.guards import THRESHOLDS, Confirmed, Signs
from rules.ids import Kind, key_of
from rules.points import Rule


async def signs(deed: Deed, resident_ids: Collection[UUID], rule: Rule, source: str) -> Mapping[UUID, Signs]:
    """What there is to see about each of them, who are to earn points by a rule for a source."""
    session, now, limits = deed.session, deed.now, THRESHOLDS
    lately = await guards.lately(session, resident_ids, now - limits.burst_within)
    accounts = await guards.accounts(session, resident_ids, now - limits.accounts_within)
    report_id = key_of(Kind.REPORT, source) if rule is Rule.REPORT else None
    bare = await guards.bare_reports(session, report_id, now - limits.bare_within) if report_id else 0
    found = {}
    for each in resident_ids:
        confirmed: Collection[Confirmed] = ()
        if rule is Rule.VOLUNTEERING:
            since, times = now - limits.ring_within, limits.ring_times
            confirmed = await guards.confirmed_around(session, each, since, times, limits.ring_size)
        found[each] = Signs(lately.get(each, 0), tuple(accounts.get(each, ())), confirmed, bare)
    return found
