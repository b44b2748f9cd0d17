"""Digests keep why their stories stand where they do; of a told story it is known whether it was told in full or announced."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("digests", sa.Column("reasons", sa.Text(), nullable=True))
    # What was told before counts as told in full, and as news. The defaults stay: a replica of the release before writes neither.
    op.add_column("told_stories", sa.Column("in_full", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("told_stories", sa.Column("announced", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    raise NotImplementedError("what was told would be told again")
