"""Sources, tracking plans, collecting rules."""

import sqlalchemy as sa
from alembic import op

from yunying.store.ledger.types import Instant

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _text(name: str, length: int) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=False)


def _long(name: str) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _instant(name: str, *, null: bool = False) -> sa.Column[Instant]:
    return sa.Column(name, Instant(timezone=True), nullable=null)


def _of_project(table: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_project_id")
    return sa.ForeignKeyConstraint(["project_id"], ["projects.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "sources",
        _text("id", 32),
        _text("project_id", 32),
        _text("name", 200),
        _text("kind", 40),
        _text("write_key", 80),
        _flag("debug"),
        _instant("created_at"),
        _instant("archived_at", null=True),
        _of_project("sources"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("write_key", name=op.f("uq_sources_write_key")),
    )
    op.create_index("ix_sources_project_id_name", "sources", ["project_id", "name"], unique=True)
    op.create_table(
        "plan_events",
        _text("project_id", 32),
        _text("name", 255),
        _text("status", 12),
        _text("mode", 8),
        _text("owner", 200),
        _long("description_zh"),
        _long("description_en"),
        _flag("learned"),
        _instant("updated_at"),
        _of_project("plan_events"),
        sa.PrimaryKeyConstraint("project_id", "name", name=op.f("pk_plan_events")),
    )
    op.create_table(
        "plan_properties",
        _text("project_id", 32),
        _text("event", 255),
        _text("name", 255),
        _text("type", 10),
        _flag("required"),
        sa.Column("allowed", sa.JSON(), nullable=True),
        _text("status", 12),
        _long("description_zh"),
        _long("description_en"),
        _flag("learned"),
        _instant("updated_at"),
        _of_project("plan_properties"),
        sa.PrimaryKeyConstraint("project_id", "event", "name", name=op.f("pk_plan_properties")),
    )
    op.create_table(
        "collect_rules",
        _text("project_id", 32),
        sa.Column("rules", sa.JSON(), nullable=False),
        _instant("updated_at"),
        _of_project("collect_rules"),
        sa.PrimaryKeyConstraint("project_id", name=op.f("pk_collect_rules")),
    )


def downgrade() -> None:
    """Take back."""
    for table in ("collect_rules", "plan_properties", "plan_events", "sources"):
        op.drop_table(table)
