"""What Slack names (ids, ts, trigger ids) fits whatever its length, and so do keys made of it.

SQLite knows no widths: there is nothing to change.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_SLACK_IDS = {
    "requests": ("team", "channel"),
    "shared_links": ("team", "channel", "ts"),
    "deliveries": ("key", "team", "channel", "thread_ts", "asked_by", "slack_ts"),
    "briefs": ("team",),
    "channels": ("team", "channel", "changed_by"),
    "quotes": ("team",),
    "feedback": ("team", "author"),
    "digest_schedules": ("team", "channel", "changed_by"),
    "digests": ("team", "channel"),
    "told_stories": ("team", "channel"),
    "subscriptions": ("team", "channel", "added_by"),
}


def upgrade() -> None:
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in _SLACK_IDS.items():
        for column in columns:
            # From VARCHAR to TEXT nothing is rewritten, rows nor indexes.
            op.alter_column(table, column, type_=sa.Text())


def downgrade() -> None:
    raise NotImplementedError("ids that are longer than the columns were would be lost")
