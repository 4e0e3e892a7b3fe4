"""The operations of one socket: those carried out for it alone, and its seats in cohorts."""

import asyncio
from contextlib import aclosing, suppress

from graphql import OperationType
from starlette.websockets import WebSocketDisconnect

from schema.transport.caller import Caller
from schema.transport.errors import error, explained
from schema.transport.line import Line
from schema.transport.messages import NEXT_END, Close, complete_of, error_of, next_of, next_start
from schema.transport.outlets import Watcher
from schema.transport.requests import GraphQLRequest
from schema.transport.service import Service
from schema.transport.tasks import stopped

MAX_OPERATIONS = 100


class Operations:
    """Operations by their ids. `session_ended` is set where one finds that the caller's token is no good any more."""

    def __init__(self, service: Service, line: Line, caller: Caller) -> None:
        self.session_ended = asyncio.Event()
        self._service = service
        self._line = line
        self._caller = caller
        self._tasks: set[asyncio.Task[None]] = set()
        self._running: dict[str, asyncio.Task[None]] = {}
        self._watchers: dict[str, Watcher] = {}

    async def subscribe(self, id_: str, request: GraphQLRequest) -> None:
        """Begins an operation; refuses one too many. Raises Close where the id is taken."""
        if id_ in self._running or id_ in self._watchers:
            raise Close(4409, f"Subscriber for {id_} already exists")
        if len(self._tasks) + len(self._watchers) >= MAX_OPERATIONS:
            sentence = f"This connection already runs {MAX_OPERATIONS} operations; complete one first."
            await self._line.send(error_of(id_, [error("TOO_MANY_OPERATIONS", sentence)]))
            return
        self._start(id_, request)

    def complete(self, id_: str) -> None:
        """Ends an operation, which sends nothing more."""
        if task := self._running.pop(id_, None):
            task.cancel()
        if watcher := self._watchers.pop(id_, None):
            watcher.leave()

    def stop(self) -> None:
        """Ends every operation."""
        for task in self._tasks:
            task.cancel()
        self._running.clear()
        for watcher in self._watchers.values():
            watcher.leave()
        self._watchers.clear()

    async def end(self) -> None:
        """Ends every operation, and returns when nothing of them is left."""
        self.stop()
        await stopped(self._tasks)

    def _start(self, id_: str, request: GraphQLRequest) -> None:
        task = asyncio.create_task(self._run(id_, request))
        self._running[id_] = task
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, id_: str, request: GraphQLRequest) -> None:
        try:
            last = await self._results(id_, request)
        except WebSocketDisconnect:
            return
        except Exception as problem:
            last = error_of(id_, explained(problem))
        if self._running.get(id_) is asyncio.current_task():
            del self._running[id_]  # before the client hears of the end: it may use the id again at once
            if last is not None:
                self._watchers.pop(id_, None)
                await self._tell(last)

    async def _results(self, id_: str, request: GraphQLRequest) -> str | None:
        """The message that ends the operation; None where it goes on in a cohort."""
        operation = self._service.execution.prepare(request)
        context = await self._service.context_for(self._caller)
        if context.token_refused:
            self.session_ended.set()
            return complete_of(id_)
        if operation.kind is OperationType.SUBSCRIPTION:
            watcher = self._watchers.get(id_) or self._watcher(id_, request)
            if await self._service.sharing.join(operation, context, watcher):
                if not watcher.over:
                    self._watchers[id_] = watcher
                return None
        async with aclosing(self._service.execution.answers(operation, context)) as payloads:
            async for payload in payloads:
                await self._line.send(next_of(id_, payload))
        return complete_of(id_)

    def _watcher(self, id_: str, request: GraphQLRequest) -> Watcher:
        def end(problem: Exception | None) -> None:
            self._watchers.pop(id_, None)
            self._running.pop(id_, None)
            last = complete_of(id_) if problem is None else error_of(id_, explained(problem))
            task = asyncio.create_task(self._tell(last))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

        return Watcher(self._line.outlet, next_start(id_), NEXT_END, end=end, move=lambda: self._start(id_, request))

    async def _tell(self, last: str) -> None:
        with suppress(WebSocketDisconnect):
            await self._line.send(last)
