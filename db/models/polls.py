"""Polls, their kept tallies, and the votes."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.polls import Ground, TallyVisibility


class Poll(Base):
    """What is put to the vote. Roll and electorate are fixed when it opens; the outcome when it closes.

    `seq` is the newest number of the poll's stream and `changed_at` its time, kept here so that a tally is one read.
    From `ballot_key` come the salts that hide what the ballots chose until the poll has closed.
    """

    __tablename__ = "polls"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    issue_id: Mapped[UUID] = mapped_column(ForeignKey("issues.id"))
    question: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    revisable: Mapped[bool]
    secret: Mapped[bool]
    ballot_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    tally_visibility: Mapped[TallyVisibility] = mapped_column(Enum(TallyVisibility, native_enum=False, length=20))
    seq: Mapped[int]
    changed_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    roll_version: Mapped[int | None]
    electorate: Mapped[int | None]
    electorate_area: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    winner: Mapped[str | None] = mapped_column(String(40))
    ground: Mapped[Ground | None] = mapped_column(Enum(Ground, native_enum=False, length=20))
    closing_reason: Mapped[str | None] = mapped_column(Text)

    __table_args__ = (Index(None, "issue_id", "created_at", "id"),)


class PollChoice(Base):
    """One choice of a poll, with the heads that stand behind it now."""

    __tablename__ = "poll_choices"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    votes: Mapped[int] = mapped_column(default=0)


class Vote(Base):
    """The vote of one person in one poll that counts now. `seq` is its entry in the poll's stream."""

    __tablename__ = "votes"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    choice: Mapped[str] = mapped_column(String(40))
    heads: Mapped[int]
    area: Mapped[int]
    tracker: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    cast_at: Mapped[datetime]

    __table_args__ = (Index(None, "poll_id", "seq"),)


class Ballot(Base):
    """A vote as it was counted, at its place in its group; never changed, unlike the vote. It knows no voter.

    `replaces` is the tracker of the vote of the same person whose place it took.
    """

    __tablename__ = "ballots"

    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    tracker: Mapped[str] = mapped_column(String(40), unique=True)
    choice: Mapped[str] = mapped_column(String(40))
    heads: Mapped[int]
    replaces: Mapped[str | None] = mapped_column(String(40))


class VoteKey(Base):
    """An idempotency key somebody voted under, what it stood for, and the receipt it got."""

    __tablename__ = "vote_keys"

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary(32))
    poll_id: Mapped[UUID] = mapped_column(ForeignKey("polls.id"))
    tracker: Mapped[str] = mapped_column(String(40))
    seq: Mapped[int]
    cast_at: Mapped[datetime]
