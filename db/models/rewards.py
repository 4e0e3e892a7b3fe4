"""What points can be spent on: the catalogue, the places where it is handed out, and the vouchers."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.rewards import VoucherState


class PickupPlace(Base):
    """Where rewards are handed out."""

    __tablename__ = "pickup_places"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    address: Mapped[str] = mapped_column(String(200))


class HandingOut(Base):
    """Somebody whom staff have named as handing out at a place."""

    __tablename__ = "handing_out"

    place_id: Mapped[UUID] = mapped_column(ForeignKey("pickup_places.id"), primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), primary_key=True, index=True)


class Reward(Base):
    """Something in the catalogue. `stock` is how many are left; `share` and `share_days` come together or not at all.

    One that was withdrawn is kept for its vouchers.
    """

    __tablename__ = "rewards"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    place_id: Mapped[UUID] = mapped_column(ForeignKey("pickup_places.id"))
    name: Mapped[str] = mapped_column(String(80))
    description: Mapped[str] = mapped_column(Text)
    price: Mapped[int]
    share: Mapped[int | None]
    share_days: Mapped[int | None]
    voucher_days: Mapped[int]
    stock: Mapped[int]
    added_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    __table_args__ = (CheckConstraint("stock >= 0", name="stock"), Index(None, "community_id", "added_at", "id"))


class StockChange(Base):
    """How many staff have put into a stock or taken out of it, never changed; a reward begins with the first."""

    __tablename__ = "stock_changes"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    reward_id: Mapped[UUID] = mapped_column(ForeignKey("rewards.id"), index=True)
    amount: Mapped[int]
    by_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    at: Mapped[datetime]


class Voucher(Base):
    """A reward that was redeemed. Its code is drawn from the secret; only a hash of it is kept.

    `household_id` is where its owner lived then.
    """

    __tablename__ = "vouchers"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), index=True)
    reward_id: Mapped[UUID] = mapped_column(ForeignKey("rewards.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"))
    household_id: Mapped[UUID | None] = mapped_column(ForeignKey("households.id"))
    price: Mapped[int]
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(200))
    redeemed_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    handed_out_by: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    handed_out_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]

    __table_args__ = (
        UniqueConstraint("resident_id", "idempotency_key"),
        CheckConstraint("handed_out_at IS NULL OR returned_at IS NULL", name="one_end"),
        Index(None, "reward_id", "household_id", "redeemed_at"),
        Index(None, "reward_id", "resident_id", "redeemed_at"),
        Index(None, "resident_id", "redeemed_at", "id"),
    )

    @property
    def state(self) -> VoucherState:
        """What has become of it."""
        if self.handed_out_at is not None:
            return VoucherState.HANDED_OUT
        return VoucherState.READY if self.returned_at is None else VoucherState.RETURNED
