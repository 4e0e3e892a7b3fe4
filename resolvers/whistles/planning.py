"""The joint plan of a whistle: a task and a day for each department, and doing them."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from db.models.whistles import WhistleTask
from db.queries import whistles
from resolvers.actors import Actor
from resolvers.deed import Deed, deed
from resolvers.departments import departments_of
from resolvers.whistles.answering import called
from resolvers.whistles.counting import count
from resolvers.whistles.reading import Whole, the_whole
from resolvers.whistles.streams import by, hold_whistle, note
from resolvers.whistles.telling import tell_departments
from rules import whistles as rules
from rules.agreements import today
from rules.answering import Measure
from rules.ids import Kind, public_id
from rules.refusals import Code, Refusal, refuse
from rules.texts import PROGRESS, accept
from rules.whistles import Answer, Task

UNKNOWN = refuse(Code.NOT_FOUND, "task_unknown", "taskId")


@deed
async def plan(deed: Deed, actor: Actor, whistle_id: UUID, version: int, tasks: Sequence[Task]) -> Whole | Refusal:
    """The whistle with these tasks in place of those that are not done; what is done stays.

    `version` is that of the plan it goes on from, 0 for the first; CONFLICT where somebody else has written one since.
    FORBIDDEN for all but street officers and officers of the departments called.
    """
    whistle = await hold_whistle(deed, actor, whistle_id)
    if isinstance(whistle, Refusal):
        return whistle
    before = await the_whole(deed.session, whistle)
    works_in = await departments_of(deed.session, actor.resident_id)
    if refusal := rules.may_plan(actor.roles, works_in, before.called) or rules.is_open(whistle.closed_at):
        return refusal
    if version != whistle.plan_version:
        return refuse(Code.CONFLICT, "whistle_plan_changed", "version")
    accepted = rules.accept_plan(tasks, before.called, _needed(before), whistle.due_at, deed.now)
    if isinstance(accepted, Refusal):
        return accepted
    whistle.plan_version += 1
    after = await _write(deed, before, accepted)
    await note(deed, whistle, "whistle.planned", {"version": whistle.plan_version, "tasks": _told(after), **by(actor)})
    numbers = Counter(task.department_id for task in accepted)
    await tell_departments(deed, whistle, set(numbers), "whistle.planned", tasks=numbers)
    return await the_whole(deed.session, whistle)


def _needed(whole: Whole) -> set[UUID]:
    """The departments that need a task: all but those that cannot come and those that have done one."""
    able = {call.department_id for call in whole.calls if call.answer is not Answer.CANNOT_COME}
    return able - {task.department_id for task in whole.tasks if task.done_at}


async def _write(deed: Deed, before: Whole, tasks: Sequence[Task]) -> Sequence[WhistleTask]:
    await whistles.drop_open_tasks(deed.session, before.whistle.id)
    start = max((task.number for task in before.tasks if task.done_at), default=0) + 1
    rows = [
        WhistleTask(
            id=deed.new_id(),
            whistle_id=before.whistle.id,
            department_id=task.department_id,
            number=number,
            text=task.text,
            due_on=task.due_on,
        )
        for number, task in enumerate(tasks, start)
    ]
    deed.session.add_all(rows)
    await deed.session.flush()
    return rows


def _told(tasks: Sequence[WhistleTask]) -> list[dict[str, str | int]]:
    return [
        {
            "taskId": public_id(Kind.TASK, task.id),
            "number": task.number,
            "departmentId": public_id(Kind.DEPARTMENT, task.department_id),
            "text": task.text,
            "dueOn": task.due_on.isoformat(),
        }
        for task in tasks
    ]


@deed
async def finish(deed: Deed, actor: Actor, task_id: UUID, words: str) -> Whole | Refusal:
    """The whistle with this task done, as an officer of its department says. CONFLICT for one that is done already."""
    whistle_id = await whistles.of_task(deed.session, task_id)
    whistle = UNKNOWN if whistle_id is None else await hold_whistle(deed, actor, whistle_id)
    if isinstance(whistle, Refusal):
        return UNKNOWN
    task = next((each for each in (await the_whole(deed.session, whistle)).tasks if each.id == task_id), None)
    if task is None:
        return UNKNOWN
    found = await called(deed, actor, whistle.id, task.department_id)
    if isinstance(found, Refusal):
        return found
    if task.done_at is not None:
        return refuse(Code.CONFLICT, "task_done", "taskId")
    said = accept(words, PROGRESS)
    if isinstance(said, Refusal):
        return said
    task.done_at, task.done_by, task.note = deed.now, actor.resident_id, said
    soon = today(deed.now) <= task.due_on
    await count(deed, whistle, [task.department_id], Measure.TASKS_DONE)
    await count(deed, whistle, [task.department_id] if soon else [], Measure.TASKS_DONE_IN_TIME)
    named = {"taskId": public_id(Kind.TASK, task_id), "departmentId": public_id(Kind.DEPARTMENT, task.department_id)}
    await note(deed, whistle, "whistle.task_done", {**named, "note": said, "inTime": soon, **by(actor)})
    return await the_whole(deed.session, whistle)
