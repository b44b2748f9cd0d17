"""Workspaces that left are written down; pasted texts and answer addresses of settled requests are blanked."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "departures",
        sa.Column("team_key", sa.String(length=64), nullable=False),
        sa.Column("team", sa.Text(), nullable=True),
        sa.Column("left_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team_key", name=op.f("pk_departures")),
    )
    connection = op.get_bind()
    answered = sa.text(
        "SELECT r.key, r.document, d.kind FROM requests r JOIN deliveries d ON d.key = 'brief:' || r.key "
        "WHERE r.settled_at IS NOT NULL AND d.state IN ('sent', 'failed')"
    )
    for row in connection.execute(answered).all():
        document = json.loads(row.document)
        document |= {"text": None, "response_url": None, "url": document["url"] if row.kind == "failure" else None}
        connection.execute(
            sa.text("UPDATE requests SET document = :document WHERE key = :key"),
            {"document": json.dumps(document, separators=(",", ":")), "key": row.key},
        )
    op.execute("UPDATE deliveries SET payload = '{}' WHERE state = 'failed'")


def downgrade() -> None:
    raise NotImplementedError("what was blanked cannot come back")
