"""What every transport needs to serve a client."""

from dataclasses import dataclass

from schema.transport.execution import Execution
from schema.transport.sessions import ContextFor, Guard


@dataclass(frozen=True, slots=True)
class Service:
    """How operations are carried out, who gets which context, and who says when a session is over."""

    execution: Execution
    context_for: ContextFor
    sessions: Guard
