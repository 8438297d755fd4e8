"""Channels that notices go to, and the notices themselves."""

import sqlalchemy as sa
from alembic import op

from yunying.store.ledger.types import Instant

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[Instant]:
    return sa.Column(name, Instant(timezone=True), nullable=null)


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "channels",
        _text("id", 32),
        _text("project_id", 32),
        _text("name", 200),
        _text("kind", 12),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("paused", sa.Boolean(), nullable=False),
        _text("outcome", 12, null=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        _instant("failing_since", null=True),
        sa.Column("last_error", sa.JSON(), nullable=True),
        _instant("last_delivered_at", null=True),
        _text("created_by", 32, null=True),
        _instant("created_at"),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_channels_project_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channels")),
    )
    op.create_index("ix_channels_project_id_name", "channels", ["project_id", "name"], unique=True)
    op.create_table(
        "messages",
        _text("id", 32),
        _text("channel_id", 32),
        _text("key", 200),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("image", sa.LargeBinary(), nullable=True),
        _text("state", 8),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _instant("next_at", null=True),
        sa.Column("last_error", sa.JSON(), nullable=True),
        _text("created_by", 32, null=True),
        _instant("created_at"),
        _instant("queued_at"),
        _instant("sent_at", null=True),
        sa.ForeignKeyConstraint(
            ["channel_id"], ["channels.id"], name=op.f("fk_messages_channel_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
    )
    op.create_index("ix_messages_channel_id_key", "messages", ["channel_id", "key"], unique=True)
    op.create_index("ix_messages_state", "messages", ["state", "next_at"])


def downgrade() -> None:
    """Take back."""
    op.drop_table("messages")
    op.drop_table("channels")
