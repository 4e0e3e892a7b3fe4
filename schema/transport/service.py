"""What every transport needs to serve a client."""

from dataclasses import dataclass

from schema.transport.execution import Execution
from schema.transport.sessions import ContextFor, Guard
from schema.transport.sharing import Sharing


@dataclass(frozen=True, slots=True)
class Service:
    """How operations are carried out, who gets which context, who says when a session is over, and who shares."""

    execution: Execution
    context_for: ContextFor
    sessions: Guard
    sharing: Sharing
