"""Digests: schedules, digests that fell due, stories told; feeds, who follows them, what they listed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "digest_schedules",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("time", sa.String(length=5), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("weekdays", sa.String(length=7), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("paused_until", sa.String(length=10), nullable=True),
        sa.Column("since", sa.Double(), nullable=False),
        sa.Column("stories", sa.Integer(), nullable=False),
        sa.Column("interests", sa.Text(), nullable=False),
        sa.Column("skip_quiet", sa.Boolean(), nullable=False),
        sa.Column("changed_by", sa.String(length=32), nullable=True),
        sa.Column("changed_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team", "channel", name=op.f("pk_digest_schedules")),
    )
    op.create_table(
        "digests",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("local_date", sa.String(length=10), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("until", sa.Double(), nullable=False),
        sa.Column("extras", sa.Text(), nullable=True),
        sa.Column("created_at", sa.Double(), nullable=False),
        sa.Column("settled_at", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("team", "channel", "name", name=op.f("pk_digests")),
    )
    op.create_index(op.f("ix_digests_state_created_at"), "digests", ["state", "created_at"], unique=False)
    op.create_table(
        "told_stories",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("local_date", sa.String(length=10), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("centroid", sa.Text(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("spoke", sa.Text(), nullable=False),
        sa.Column("told_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team", "channel", "name", "position", name=op.f("pk_told_stories")),
    )
    op.create_index(op.f("ix_told_stories_told_at"), "told_stories", ["told_at"], unique=False)
    op.create_table(
        "feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("url_key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("site_url", sa.Text(), nullable=True),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("pause", sa.Double(), nullable=False),
        sa.Column("next_check", sa.Double(), nullable=False),
        sa.Column("checked_at", sa.Double(), nullable=True),
        sa.Column("fails", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.Double(), nullable=True),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.Column("dead_at", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feeds")),
        sa.UniqueConstraint("url_key", name=op.f("uq_feeds_url_key")),
    )
    op.create_index(op.f("ix_feeds_next_check"), "feeds", ["next_check"], unique=False)
    op.create_table(
        "subscriptions",
        sa.Column("team", sa.String(length=32), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.String(length=32), nullable=True),
        sa.Column("added_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team", "channel", "feed_id", name=op.f("pk_subscriptions")),
    )
    op.create_index(op.f("ix_subscriptions_feed_id"), "subscriptions", ["feed_id"], unique=False)
    op.create_table(
        "feed_items",
        sa.Column("feed_id", sa.Integer(), nullable=False),
        sa.Column("guid_key", sa.String(length=64), nullable=False),
        sa.Column("url_key", sa.String(length=64), nullable=False),
        sa.Column("listed_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("feed_id", "guid_key", name=op.f("pk_feed_items")),
    )
    op.create_index(op.f("ix_feed_items_url_key"), "feed_items", ["url_key"], unique=False)
    op.create_index(op.f("ix_feed_items_listed_at"), "feed_items", ["listed_at"], unique=False)
    op.create_table(
        "feed_articles",
        sa.Column("url_key", sa.String(length=64), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("published_at", sa.Double(), nullable=True),
        sa.Column("seen_at", sa.Double(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.Double(), nullable=False),
        sa.Column("ready_at", sa.Double(), nullable=True),
        sa.Column("error", sa.String(length=40), nullable=True),
        sa.Column("document", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("url_key", name=op.f("pk_feed_articles")),
    )
    op.create_index(op.f("ix_feed_articles_state_next_try"), "feed_articles", ["state", "next_try"], unique=False)
    op.create_index(op.f("ix_feed_articles_ready_at"), "feed_articles", ["ready_at"], unique=False)
    op.create_index(op.f("ix_feed_articles_seen_at"), "feed_articles", ["seen_at"], unique=False)


def downgrade() -> None:
    raise NotImplementedError("digests are not taken back: their record keeps them from being posted twice")
