"""What is right about residents: telephone numbers, sign-in codes, and who may look after whom."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from rules.refusals import Code, Refusal, refuse
from rules.roles import GRANTABLE, STAFF, Role

CODE_DIGITS = 6
CODE_LASTS = timedelta(minutes=5)
CODE_TRIES = 5
SESSION_LASTS = timedelta(days=30)
SHORTEST_DEVICE, LONGEST_DEVICE = 16, 200
"""Signs of what a program calls the device it runs on. Any other name is none."""

MAINLAND_MOBILE = re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})")
INTERNATIONAL = re.compile(r"\+[1-9]\d{7,14}")
SEPARATORS = re.compile(r"[\s\-().\u00a0]")


def normal_phone(text: str) -> str | Refusal:
    """The number as E.164 (`+8613800000001`), or INVALID. A number without a country is a mainland mobile."""
    digits = SEPARATORS.sub("", text) if len(text) <= 40 else ""
    if not digits.isascii():
        return refuse(Code.INVALID, "phone_invalid", "phone")
    if mainland := MAINLAND_MOBILE.fullmatch(digits):
        return f"+86{mainland[1]}"
    if INTERNATIONAL.fullmatch(digits) and not digits.startswith("+86"):
        return digits
    return refuse(Code.INVALID, "phone_invalid", "phone")


def masked_phone(phone: str) -> str:
    """The number with its middle hidden, fit for a screen others may see: `+86138****0001`."""
    return f"{phone[:-8]}****{phone[-4:]}"


@dataclass(frozen=True, slots=True)
class SentCode:
    """A sign-in code that waits to be typed in."""

    expires_at: datetime
    tries: int


def may_try_code(sent: SentCode, typed: str, now: datetime) -> Refusal | None:
    """None when the typed code may be compared with the one sent."""
    if not (typed.isascii() and typed.isdigit() and len(typed) == CODE_DIGITS):
        return refuse(Code.INVALID, "code_malformed", "code", digits=CODE_DIGITS)
    if now >= sent.expires_at:
        return refuse(Code.INVALID, "code_expired", "code")
    if sent.tries >= CODE_TRIES:
        return refuse(Code.RATE_LIMITED, "code_tries_used", "code")
    return None


def may_verify(roles: frozenset[Role]) -> Refusal | None:
    """Community staff confirm who lives here."""
    return None if roles & STAFF else refuse(Code.FORBIDDEN, "staff_only")


def may_change_roles(roles: frozenset[Role], role: Role) -> Refusal | None:
    """An administrator gives and takes roles; being a resident comes from being verified, not from a grant."""
    if Role.ADMIN not in roles:
        return refuse(Code.FORBIDDEN, "admin_only")
    if role not in GRANTABLE:
        return refuse(Code.INVALID, "role_not_grantable", "role")
    return None
