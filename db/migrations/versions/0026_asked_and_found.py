"""Through whom somebody would like to be confirmed; residents found by name, and helps that wait for staff"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

SAID = sa.text("standing = 'AGREED' AND (helper_said IS NOT NULL OR helped_said IS NOT NULL)")
NAMES = "ix_residents_community_id_display_name"


def upgrade() -> None:
    through = sa.Enum("GRID_WORKER", "BUILDING_HEAD", "DOCUMENT", name="through", native_enum=False, length=20)
    with op.batch_alter_table("household_requests") as batch:
        batch.add_column(sa.Column("through", through, nullable=True))
    by_sign = {"display_name": "varchar_pattern_ops"}
    op.create_index(NAMES, "residents", ["community_id", "display_name"], postgresql_ops=by_sign)
    columns = ["community_id", "proposed_at", "id"]
    op.create_index("ix_helps_said", "helps", columns, sqlite_where=SAID, postgresql_where=SAID)


def downgrade() -> None:
    op.drop_index("ix_helps_said", "helps")
    op.drop_index(NAMES, "residents")
    with op.batch_alter_table("household_requests") as batch:
        batch.drop_column("through")
