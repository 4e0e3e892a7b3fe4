"""Public figures as they are kept, and the acts behind each of them."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Enum, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from db.models.base import Base
from rules.figures import Figure, Period


class FigureCount(Base):
    """How often something happened on a day, or in a month."""

    __tablename__ = "figure_counts"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    period: Mapped[Period] = mapped_column(Enum(Period, native_enum=False, length=10), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    figure: Mapped[Figure] = mapped_column(Enum(Figure, native_enum=False, length=20), primary_key=True)
    n: Mapped[int]


class HandlingTime(Base):
    """How many reports solved on a day, or in a month, took just so many minutes from when they came in."""

    __tablename__ = "handling_times"

    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"), primary_key=True)
    period: Mapped[Period] = mapped_column(Enum(Period, native_enum=False, length=10), primary_key=True)
    since: Mapped[date] = mapped_column(primary_key=True)
    minutes: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int]


class FigureSource(Base):
    """One act that was counted, and the report it was about. `minutes` is set where it says how long a report took."""

    __tablename__ = "figure_sources"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    community_id: Mapped[UUID] = mapped_column(ForeignKey("communities.id"))
    day: Mapped[date]
    figure: Mapped[Figure] = mapped_column(Enum(Figure, native_enum=False, length=20))
    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id"))
    minutes: Mapped[int | None]
    at: Mapped[datetime]

    __table_args__ = (Index(None, "community_id", "figure", "day", "at", "id"), Index(None, "report_id"))
