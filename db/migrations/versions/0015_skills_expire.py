"""Each training has an id, and whoever has it is told before it expires"""

from datetime import UTC, datetime, time, timedelta, timezone
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from db.models.base import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

SKILLS = sa.table(
    "skills",
    sa.column("id", sa.Uuid()),
    sa.column("resident_id", sa.Uuid()),
    sa.column("trade", sa.String()),
    sa.column("expires_on", sa.Date()),
)
DEADLINES = sa.table(
    "deadlines",
    sa.column("kind", sa.String()),
    sa.column("subject_id", sa.Uuid()),
    sa.column("due_at", UtcDateTime(timezone=True)),
)


def upgrade() -> None:
    with op.batch_alter_table("skills") as batch:
        batch.add_column(sa.Column("id", sa.Uuid(), nullable=True))
    rows = list(op.get_bind().execute(sa.select(SKILLS)))
    for row in rows:
        key = uuid4()
        this = SKILLS.c.resident_id == row.resident_id, SKILLS.c.trade == row.trade
        op.execute(sa.update(SKILLS).where(*this).values(id=key))
        if row.expires_on is not None and row.expires_on.year > 2000:
            morning = datetime.combine(row.expires_on - timedelta(days=30), time(9), timezone(timedelta(hours=8)))
            due = {"kind": "SKILL_EXPIRES", "subject_id": key, "due_at": morning.astimezone(UTC)}
            op.execute(sa.insert(DEADLINES).values(**due))
    with op.batch_alter_table("skills") as batch:
        batch.alter_column("id", existing_type=sa.Uuid(), nullable=False)
        batch.create_unique_constraint("uq_skills_id", ["id"])


def downgrade() -> None:
    op.execute(sa.delete(DEADLINES).where(DEADLINES.c.kind == "SKILL_EXPIRES"))
    with op.batch_alter_table("skills") as batch:
        batch.drop_constraint("uq_skills_id", type_="unique")
        batch.drop_column("id")
