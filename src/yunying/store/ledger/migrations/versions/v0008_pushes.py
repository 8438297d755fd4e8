"""Targets outside, and the segments that are pushed to them."""

import sqlalchemy as sa
from alembic import op

from yunying.store.ledger.types import Instant

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[Instant]:
    return sa.Column(name, Instant(timezone=True), nullable=null)


def _whole(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=False)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "targets",
        _text("id", 32),
        _text("project_id", 32),
        _text("name", 200),
        _text("kind", 12),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        _text("created_by", 32, null=True),
        _instant("created_at"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_targets_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_targets")),
    )
    op.create_index("ix_targets_project_id_name", "targets", ["project_id", "name"], unique=True)
    op.create_table(
        "pushes",
        _text("id", 32),
        _text("project_id", 32),
        _text("segment_id", 32),
        _text("target_id", 32),
        _text("mode", 8),
        sa.Column("properties", sa.JSON(), nullable=False),
        sa.Column("unmasked", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("requested", sa.Boolean(), nullable=False),
        _text("reached", 64, null=True),
        _whole("position"),
        _whole("sequence"),
        _text("pending", 64, null=True),
        _whole("delivered"),
        _whole("waiting"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _instant("next_at", null=True),
        _instant("last_success_at", null=True),
        sa.Column("last_error", sa.JSON(), nullable=True),
        _text("set_by", 32, null=True),
        _instant("created_at"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_pushes_project_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segments.id"], name=op.f("fk_pushes_segment_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["targets.id"], name=op.f("fk_pushes_target_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pushes")),
    )
    op.create_index("ix_pushes_project_id", "pushes", ["project_id"])
    op.create_index("ix_pushes_segment_id_target_id", "pushes", ["segment_id", "target_id"], unique=True)


def downgrade() -> None:
    """Take back."""
    op.drop_table("pushes")
    op.drop_table("targets")
