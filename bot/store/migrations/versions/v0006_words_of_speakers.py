"""The words of speakers' names in a table of their own, so that /quotes need not look through every quote."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

#: Quotes whose words are written at a time.
_BATCH = 2_000


def upgrade() -> None:
    names = op.create_table(
        "quote_names",
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("speaker_key", sa.Text(), nullable=False),
        sa.Column("quote_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["quote_id"], ["quotes.id"], name=op.f("fk_quote_names_quote_id_quotes"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("word", "speaker_key", "quote_id", name=op.f("pk_quote_names")),
    )
    op.create_index(op.f("ix_quote_names_quote_id"), "quote_names", ["quote_id"])
    op.drop_index(op.f("ix_quotes_team_speaker_key_said_on"), table_name="quotes")
    op.create_index(
        "ix_quotes_of", "quotes", ["team", "speaker_key", "channel", "person", "url_key", "position", "said_on"]
    )
    connection = op.get_bind()
    page = sa.text("SELECT id, speaker_key FROM quotes WHERE id > :last ORDER BY id LIMIT :batch")
    last = 0
    while rows := connection.execute(page, {"last": last, "batch": _BATCH}).all():
        last = rows[-1].id
        words = [
            {"word": word, "speaker_key": row.speaker_key, "quote_id": row.id}
            for row in rows
            for word in set(row.speaker_key.split())
        ]
        if words:
            connection.execute(sa.insert(names), words)


def downgrade() -> None:
    op.drop_index("ix_quotes_of", table_name="quotes")
    op.create_index(op.f("ix_quotes_team_speaker_key_said_on"), "quotes", ["team", "speaker_key", "said_on"])
    op.drop_table("quote_names")
