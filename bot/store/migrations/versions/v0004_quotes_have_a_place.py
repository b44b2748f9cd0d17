"""Quotes are kept for each brief, with the conversation it stands in; what Slack says of conversations.

A quote of before is shown where its brief stands, and nowhere else until Slack says that everybody may read there.
Where nothing tells where that is, and where the brief was deleted or never arrived, the quote goes.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TRIGGERS = (
    "CREATE TRIGGER quotes_added AFTER INSERT ON quotes BEGIN "
    "INSERT INTO quotes_words (rowid, text) VALUES (new.id, new.text); END",
    "CREATE TRIGGER quotes_removed AFTER DELETE ON quotes BEGIN "
    "INSERT INTO quotes_words (quotes_words, rowid, text) VALUES ('delete', old.id, old.text); END",
)


def upgrade() -> None:
    op.create_table(
        "conversations",
        sa.Column("team", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("person", sa.Text(), nullable=True),
        sa.Column("checked_at", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("team", "channel", name=op.f("pk_conversations")),
    )
    op.add_column("quotes", sa.Column("channel", sa.Text(), nullable=True))
    op.add_column("quotes", sa.Column("person", sa.Text(), nullable=True))
    op.execute(
        "UPDATE quotes SET channel = (SELECT max(d.channel) FROM deliveries d WHERE d.brief_id = quotes.brief_id "
        "AND d.team = quotes.team AND d.kind = 'brief' AND d.state <> 'failed')"
    )
    # On SQLite this row by row leaves the search index by its trigger.
    op.execute("DELETE FROM quotes WHERE channel IS NULL")
    op.drop_index(op.f("ix_quotes_brief_id"), table_name="quotes")
    with op.batch_alter_table("quotes") as quotes:
        quotes.alter_column("channel", existing_type=sa.Text(), nullable=False)
        quotes.drop_constraint(op.f("uq_quotes_team_url_key_position_speaker_key"), type_="unique")
        quotes.create_unique_constraint(
            op.f("uq_quotes_brief_id_position_speaker_key"), ["brief_id", "position", "speaker_key"]
        )
    if op.get_bind().dialect.name == "sqlite":
        # The table was made anew, under the same row ids: the index holds, its triggers went with the old table.
        for trigger in _TRIGGERS:
            op.execute(trigger)


def downgrade() -> None:
    raise NotImplementedError("quotes without their place would be shown to anybody")
