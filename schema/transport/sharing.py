"""Bringing watchers who ask the same together in one cohort."""

from collections import OrderedDict
from collections.abc import AsyncGenerator, Hashable
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Protocol, cast
from weakref import WeakKeyDictionary

import orjson

from realtime.cohorts import Cohort, Cohorts
from realtime.entries import Entries, Told
from realtime.states import States
from schema.transport.audiences import Audience
from schema.transport.documents import Document
from schema.transport.execution import Execution, Operation
from schema.transport.outlets import Watcher
from schema.transport.sessions import Context
from schema.transport.shareable import CURSOR, Plan

MOST_ASKED = 100  # of one document, which it does not keep alive
LONGEST_ASKED = 200


class Numbered(Protocol):
    """An entry of a log; a draft of one has no number yet."""

    seq: int | None


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, apart from who asks and where they start."""

    operation: Operation
    plan: Plan
    arguments: dict[str, object]

    @property
    def place(self) -> int:
        """The number after which a log starts; refuses what cannot be one."""
        log = self.plan.shared.log
        return 0 if log is None else log.start(self.arguments.get(log.cursor))


class Sharing:
    """Seats watchers in cohorts; `cohorts` are those of this worker."""

    def __init__(self, execution: Execution) -> None:
        self.cohorts = Cohorts()
        self._execution = execution
        self._asked: WeakKeyDictionary[Document, OrderedDict[Hashable, dict[str, object]]] = WeakKeyDictionary()

    async def join(self, operation: Operation, context: Context, watcher: Watcher) -> bool:
        """Seats the watcher; False where this has to be carried out for them alone. Refuses as execution would."""
        plan = self._execution.plan(operation)
        if plan is None:
            return False
        question = Question(operation, plan, self._arguments(operation, context))
        try:
            return await self._seat(question, context, watcher)
        except BaseException:
            watcher.leave()
            raise

    async def _seat(self, question: Question, context: Context, watcher: Watcher) -> bool:
        while True:
            audience = await question.plan.shared.audience(context, question.arguments)
            if audience is None:
                return False
            place = question.place if watcher.place is None else watcher.place
            cohort = await self._cohort(question, context, audience)
            watcher.viewer = context.viewer if audience.moved else None
            watcher.seat = cohort.join(watcher, place)
            still = audience.moved is None or await self._still(question, context, audience)
            if watcher.over or (still and watcher.seat):
                watcher.settled = True
                return True
            watcher.leave()

    async def _still(self, question: Question, context: Context, audience: Audience) -> bool:
        """Whether the audience is still the right one: it may have changed between asking for it and the seat."""
        now = await question.plan.shared.audience(context, question.arguments)
        return now is not None and now.name == audience.name

    def _arguments(self, operation: Operation, context: Context) -> dict[str, object]:
        key = (operation.name, _as_text(operation.variables))
        asked = self._asked.setdefault(operation.source, OrderedDict())
        if (known := asked.get(key)) is not None:
            return known
        arguments = self._execution.arguments(operation, context)
        if len(key[-1]) <= LONGEST_ASKED:
            asked[key] = arguments
            if len(asked) > MOST_ASKED:
                asked.popitem(last=False)
        return arguments

    async def _cohort(self, question: Question, context: Context, audience: Audience) -> Cohort:
        variables = {
            name: value for name, value in question.operation.variables.items() if name != question.plan.cursor
        }
        operation = question.operation
        key = (operation.source, operation.name, _as_text(variables), audience.name, context.language)
        found = self.cohorts.get(key)
        if found is not None:
            return found
        asked = replace(operation, document=question.plan.document, variables=variables)
        return self.cohorts.open(key, await self._new(question, asked, context, audience))

    async def _new(self, question: Question, asked: Operation, context: Context, audience: Audience) -> Cohort:
        shared, execution = question.plan.shared, self._execution
        log, count = shared.log, shared.counted and shared.counted(context, question.arguments)

        async def states() -> AsyncGenerator[bytes, None]:
            async with aclosing(execution.events(asked, context.of_audience(audience))) as events:
                async for _, payload in events:
                    yield payload

        async def entries(after: int) -> AsyncGenerator[Told, None]:
            started = replace(asked, variables={**asked.variables, CURSOR: after})
            async with aclosing(execution.events(started, context.of_audience(audience))) as events:
                async for event, payload in events:
                    compact = bytes(memoryview(payload))  # orjson leaves room behind what it writes, 4 KB at least
                    yield Told(cast("Numbered", event).seq, compact, log is not None and log.takes_away(event))

        if log is None:
            return States(states, audience.moved, count)
        head = await log.head(context.of_audience(audience), question.arguments)
        return Entries(entries, head, audience.moved, count)


def _as_text(variables: dict[str, object]) -> bytes:
    return orjson.dumps(variables, option=orjson.OPT_SORT_KEYS)
