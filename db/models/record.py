"""The append-only streams that everything watched is read from."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base


class Stream(Base):
    """How far a stream has come and when, and the digest the next entry is chained to.

    `unsigned` where it is to have a checkpoint and has moved since its last.
    """

    __tablename__ = "streams"

    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    head: Mapped[int]
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    changed_at: Mapped[datetime]
    unsigned: Mapped[bool]

    __table_args__ = (
        Index("ix_streams_unsigned", "name", sqlite_where=text("unsigned = 1"), postgresql_where=text("unsigned")),
    )


class Entry(Base):
    """One entry of a stream. A redacted one has lost payload and salt and still verifies by `payload_digest`."""

    __tablename__ = "entries"

    stream: Mapped[str] = mapped_column(String(80), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    at: Mapped[datetime]
    payload: Mapped[str | None] = mapped_column(Text)
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    payload_digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    previous: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))


class SigningKey(Base):
    """A key that checkpoints are signed with, and since when. Each further one is signed by the one before.

    `sealed` is the private half, which only the secret opens.
    """

    __tablename__ = "signing_keys"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key_id: Mapped[str] = mapped_column(String(16), unique=True)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(32))
    sealed: Mapped[bytes] = mapped_column(LargeBinary(60))
    since: Mapped[datetime]
    previous: Mapped[str | None] = mapped_column(String(16))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))


class Checkpoint(Base):
    """The signed word that a stream had this digest at this number."""

    __tablename__ = "checkpoints"

    stream: Mapped[str] = mapped_column(String(80), primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))
    at: Mapped[datetime]
    key_id: Mapped[str] = mapped_column(ForeignKey("signing_keys.key_id"))
    signature: Mapped[bytes] = mapped_column(LargeBinary(64))

    __table_args__ = (Index(None, "at"),)
