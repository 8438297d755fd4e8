"""Segments that are kept fresh, their versions, and segments of uploaded lists."""

import sqlalchemy as sa
from alembic import op

from yunying.store.ledger.types import Instant

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("segments") as segments:
        segments.alter_column("question", existing_type=sa.JSON(), nullable=True)
        segments.add_column(sa.Column("upload", sa.JSON(), nullable=True))
        segments.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
        segments.add_column(sa.Column("refreshed_at", Instant(timezone=True), nullable=True))
        segments.add_column(sa.Column("refreshed_ms", sa.Double(), nullable=True))
        segments.add_column(sa.Column("refreshed_state", sa.String(64), nullable=True))
        segments.add_column(sa.Column("refresh_error", sa.JSON(), nullable=True))
    op.create_table(
        "segment_versions",
        sa.Column("segment_id", sa.String(32), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("question", sa.JSON(), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("at", Instant(timezone=True), nullable=False),
        sa.Column("by", sa.String(32), nullable=True),
        sa.ForeignKeyConstraint(
            ["segment_id"], ["segments.id"], name=op.f("fk_segment_versions_segment_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("segment_id", "version", name=op.f("pk_segment_versions")),
    )
    op.execute(
        "INSERT INTO segment_versions (segment_id, version, name, question, address, at, by) "
        "SELECT id, 1, name, question, address, created_at, created_by FROM segments"
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("segment_versions")
    with op.batch_alter_table("segments") as segments:
        for column in (
            "refresh_error",
            "refreshed_state",
            "refreshed_ms",
            "refreshed_at",
            "version",
            "upload",
        ):
            segments.drop_column(column)
