"""What becomes of a whistle by itself: departments that did not answer in time, and one that is not closed in time."""

from uuid import UUID

from resolvers.deed import Deed
from resolvers.whistles.reading import the_whole
from resolvers.whistles.streams import held, note
from resolvers.whistles.telling import names_of, tell_departments, tell_upwards
from rules import whistles as rules
from rules.ids import Kind, public_id

MINUTES = int(rules.ANSWER_WITHIN.total_seconds()) // 60


async def late_when_due(deed: Deed, whistle_id: UUID) -> None:
    """Records each department that has not answered in time as late, and takes it up.

    Whoever answered after the 30 minutes is late too, however long after them somebody came to look.
    """
    whistle = await held(deed, whistle_id)
    if whistle is None or whistle.closed_at is not None:
        return
    calls = (await the_whole(deed.session, whistle)).calls
    late_calls = [call for call in calls if rules.is_late(whistle.blown_at, call.answered_at)]
    names = await names_of(deed.session, [call.department_id for call in late_calls])
    for call in late_calls:
        call.late_at = deed.now
        late = {"departmentId": public_id(Kind.DEPARTMENT, call.department_id)}
        await note(
            deed, whistle, "whistle.answer_late", {**late, "goesUpTo": [role.value for role in rules.GOES_UP_TO]}
        )
        department = names[call.department_id]
        await tell_departments(deed, whistle, [call.department_id], "whistle.late", minutes=MINUTES)
        await tell_upwards(deed, whistle, "whistle.late", department=department, minutes=MINUTES)


async def overdue_when_due(deed: Deed, whistle_id: UUID) -> None:
    """Records that a whistle is not closed by its deadline, and takes it up. A closed one stays as it is."""
    whistle = await held(deed, whistle_id)
    if whistle is None or whistle.closed_at is not None:
        return
    whistle.overdue_at = deed.now
    whole = await the_whole(deed.session, whistle)
    undone = {task.department_id for task in whole.tasks if task.done_at is None}
    behind = undone if whole.tasks else set(whole.called)
    told = [public_id(Kind.DEPARTMENT, key) for key in sorted(behind)]
    payload = {"departmentIds": told, "goesUpTo": [role.value for role in rules.GOES_UP_TO]}
    await note(deed, whistle, "whistle.overdue", payload)
    await tell_departments(deed, whistle, behind, "whistle.behind")
    await tell_upwards(deed, whistle, "whistle.overdue")
