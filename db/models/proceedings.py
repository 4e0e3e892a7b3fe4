"""How a meeting goes: its agenda, the house rules, who is there, who has the floor, and who broke a rule."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.proceedings import BreachAnswer, Ending, Party


class HouseRules(Base):
    """A version of a community's house rules. A text is never changed; a new version takes its place."""

    __tablename__ = "house_rules"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    adopted_at: Mapped[datetime]


class AgendaItem(Base):
    """One item of a meeting's agenda, perhaps tied to a poll."""

    __tablename__ = "agenda_items"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    poll_id: Mapped[UUID | None] = mapped_column(ForeignKey("polls.id"))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    __table_args__ = (UniqueConstraint("meeting_id", "position"),)


class Participant(Base):
    """Somebody at a meeting, on line or on the spot. One without an account is known by name only.

    `signed_in_by` is whoever of the staff signed them in; None for those who came by themselves.
    """

    __tablename__ = "participants"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    name: Mapped[str] = mapped_column(String(80))
    party: Mapped[Party] = mapped_column(Enum(Party, native_enum=False, length=20))
    on_spot: Mapped[bool]
    rules_version: Mapped[int]
    entered_at: Mapped[datetime]
    signed_in_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))

    __table_args__ = (UniqueConstraint("meeting_id", "resident_id"),)


class Turn(Base):
    """A wish for the floor, and what became of it: given until a time, and ended by whom or what."""

    __tablename__ = "turns"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"))
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    asked_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ending: Mapped[Ending | None] = mapped_column(Enum(Ending, native_enum=False, length=20))

    __table_args__ = (Index(None, "meeting_id", "asked_at", "id"),)


class Breach(Base):
    """A house rule that somebody broke, and what the moderator did about it."""

    __tablename__ = "breaches"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meetings.id"), index=True)
    participant_id: Mapped[UUID] = mapped_column(ForeignKey("participants.id"))
    note: Mapped[str] = mapped_column(Text)
    answer: Mapped[BreachAnswer] = mapped_column(Enum(BreachAnswer, native_enum=False, length=20))
    noted_at: Mapped[datetime]
