"""Segments, annotations, recent questions."""

import sqlalchemy as sa
from alembic import op

from yunying.store.ledger.types import Instant

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=null)


def _long(name: str, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[Instant]:
    return sa.Column(name, Instant(timezone=True), nullable=null)


def _owned(table: str, column: str, by: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [by], name=name, ondelete="CASCADE")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "segments",
        _text("id", 32),
        _text("project_id", 32),
        _text("name", 200),
        _long("description"),
        _text("kind", 12),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        _long("address", null=True),
        sa.Column("data_version", sa.BigInteger(), nullable=False),
        _text("created_by", 32, null=True),
        _instant("created_at"),
        _instant("deleted_at", null=True),
        _owned("segments", "project_id", "projects.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_segments")),
    )
    op.create_index("ix_segments_project_id_id", "segments", ["project_id", "id"])
    op.create_table(
        "annotations",
        _text("id", 32),
        _text("project_id", 32),
        sa.Column("day", sa.Date(), nullable=True),
        _instant("at", null=True),
        _long("text"),
        _text("kind", 12),
        _text("created_by", 32, null=True),
        _instant("created_at"),
        _instant("updated_at"),
        _owned("annotations", "project_id", "projects.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotations")),
    )
    op.create_index("ix_annotations_project_id_id", "annotations", ["project_id", "id"])
    op.create_table(
        "recent_questions",
        _text("project_id", 32),
        _text("member_id", 32),
        _text("digest", 64),
        sa.Column("question", sa.JSON(), nullable=False),
        _instant("asked_at"),
        _owned("recent_questions", "project_id", "projects.id"),
        _owned("recent_questions", "member_id", "members.id"),
        sa.PrimaryKeyConstraint("project_id", "member_id", "digest", name=op.f("pk_recent_questions")),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("recent_questions", "annotations", "segments"):
        op.drop_table(table)
