"""Check-ins of goals."""

import sqlalchemy as sa
from alembic import op

from yunying.store.ledger.types import Instant

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "goal_check_ins",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("project_id", sa.String(32), nullable=False),
        sa.Column("goal_id", sa.String(32), nullable=False),
        sa.Column("key_result", sa.String(60), nullable=True),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(6), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_goal_check_ins_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal_check_ins")),
    )
    op.create_index("ix_goal_check_ins_project_id_goal_id", "goal_check_ins", ["project_id", "goal_id"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("goal_check_ins")
