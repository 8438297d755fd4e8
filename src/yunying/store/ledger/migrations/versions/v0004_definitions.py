"""Definitions of what is computed of people, and their versions."""

import sqlalchemy as sa
from alembic import op

from yunying.store.ledger.types import Instant

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[Instant]:
    return sa.Column(name, Instant(timezone=True), nullable=null)


def _owned(table: str, column: str, by: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [by], name=name, ondelete="CASCADE")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "definitions",
        _text("id", 32),
        _text("project_id", 32),
        _text("kind", 12),
        _text("key", 200),
        _text("name", 200),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("created_by", 32, null=True),
        _instant("created_at"),
        _instant("updated_at"),
        _instant("deleted_at", null=True),
        _owned("definitions", "project_id", "projects.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definitions")),
    )
    op.create_index("ix_definitions_project_id_kind", "definitions", ["project_id", "kind"])
    op.create_table(
        "definition_versions",
        _text("definition_id", 32),
        sa.Column("version", sa.Integer(), nullable=False),
        _text("name", 200),
        sa.Column("body", sa.JSON(), nullable=False),
        _instant("at"),
        _text("by", 32, null=True),
        _owned("definition_versions", "definition_id", "definitions.id"),
        sa.PrimaryKeyConstraint("definition_id", "version", name=op.f("pk_definition_versions")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("definition_versions")
    op.drop_table("definitions")
