"""Members and sessions, projects, saved questions, uploads, jobs, audit."""

import sqlalchemy as sa
from alembic import op

from yunying.store.ledger.types import Instant

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def _text(name: str, length: int, *, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=null)


def _instant(name: str, *, null: bool = False) -> sa.Column[Instant]:
    return sa.Column(name, Instant(timezone=True), nullable=null)


def _belongs(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}")
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=name, ondelete="CASCADE")


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "members",
        _text("id", 32),
        _text("name", 200),
        _text("password_hash", 200),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        _instant("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_members")),
        sa.UniqueConstraint("name", name=op.f("uq_members_name")),
    )
    op.create_table(
        "sessions",
        _text("token_hash", 64),
        _text("member_id", 32),
        _instant("created_at"),
        _instant("seen_at"),
        _instant("expires_at"),
        _belongs("sessions", "member_id", "members"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_member_id"), "sessions", ["member_id"])
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _text("name", 200),
        _text("address", 100),
        _instant("at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
    )
    op.create_index("ix_sign_in_attempts_name_at", "sign_in_attempts", ["name", "at"])
    op.create_index("ix_sign_in_attempts_address_at", "sign_in_attempts", ["address", "at"])
    op.create_table(
        "projects",
        _text("id", 32),
        _text("name", 200),
        _text("timezone", 100),
        _text("week_start", 9),
        _text("currency", 3),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        _instant("simulated_at", null=True),
        _instant("created_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_projects")),
        sa.UniqueConstraint("name", name=op.f("uq_projects_name")),
    )
    op.create_table(
        "saved_questions",
        _text("id", 32),
        _text("project_id", 32),
        _text("name", 200),
        sa.Column("question", sa.JSON(), nullable=False),
        _instant("created_at"),
        _instant("updated_at"),
        _belongs("saved_questions", "project_id", "projects"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_questions")),
    )
    op.create_index(op.f("ix_saved_questions_project_id"), "saved_questions", ["project_id"])
    op.create_table(
        "uploads",
        _text("id", 32),
        _text("project_id", 32),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        _instant("created_at"),
        _belongs("uploads", "project_id", "projects"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_uploads")),
    )
    op.create_index(op.f("ix_uploads_project_id"), "uploads", ["project_id"])
    op.create_table(
        "jobs",
        _text("id", 32),
        _text("kind", 20),
        _text("project_id", 32),
        sa.Column("name", sa.Text(), nullable=False),
        _text("status", 20),
        _text("stage", 20, null=True),
        sa.Column("progress", sa.Double(), nullable=True),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("result", sa.JSON(), nullable=True),
        sa.Column("error", sa.JSON(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        _instant("created_at"),
        _instant("started_at", null=True),
        _instant("ended_at", null=True),
        _belongs("jobs", "project_id", "projects"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index("ix_jobs_status_id", "jobs", ["status", "id"])
    op.create_index("ix_jobs_project_id_id", "jobs", ["project_id", "id"])
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        _instant("at"),
        _text("member_id", 32, null=True),
        _text("project_id", 32, null=True),
        _text("action", 60),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"])


def downgrade() -> None:
    """Take back."""
    for table in (
        "audit_entries",
        "jobs",
        "uploads",
        "saved_questions",
        "projects",
        "sign_in_attempts",
        "sessions",
        "members",
    ):
        op.drop_table(table)
