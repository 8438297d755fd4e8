"""Roles of members, who saved a question, sensitive properties."""

import sqlalchemy as sa
from alembic import op

from yunying.store.ledger.types import Instant

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[Instant]:
    return sa.Column(name, Instant(timezone=True), nullable=null)


def upgrade() -> None:
    """Apply."""
    op.add_column("members", sa.Column("role", sa.String(12), nullable=False, server_default="viewer"))
    op.add_column("members", _instant("disabled_at", null=True))
    # Until now every member could do everything.
    op.execute("UPDATE members SET role = 'owner'")
    op.add_column("saved_questions", _text("created_by", 32, null=True))
    op.create_table(
        "sensitive_properties",
        _text("project_id", 32),
        _text("scope", 6),
        sa.Column("name", sa.Text(), nullable=False),
        _text("kind", 12),
        sa.Column("sensitive", sa.Boolean(), nullable=False),
        _text("found", 6, null=True),
        _text("decided_by", 32, null=True),
        _instant("decided_at", null=True),
        _instant("created_at"),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_sensitive_properties_project_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("project_id", "scope", "name", name=op.f("pk_sensitive_properties")),
    )


def downgrade() -> None:
    """Take back."""
    op.drop_table("sensitive_properties")
    op.drop_column("saved_questions", "created_by")
    op.drop_column("members", "disabled_at")
    op.drop_column("members", "role")
