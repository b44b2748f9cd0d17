"""How long /quotes takes beside many quotes: ``python -m benchmarks.quote_search [--quotes 100000] [--postgres URL]``.

Made-up quotes of some thousand people, a few of them quoted far more often than the others, in public channels. Asked are
names of one and of two words, surnames several people bear, and names nobody bears; printed are the median, the 95th
percentile and the worst of the whole question (whose channels, which people, their latest quotes), and of the quotes alone.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import sqlalchemy as sa

from benchmarks.data import percentile
from benchmarks.faults import _database
from bot.store import Store, open_store
from bot.store.conversations import Asker
from bot.store.quotes import fold_name
from bot.store.tables import briefs, conversations, quote_names, quotes

#: People quoted, and how many quotes one insert writes.
PEOPLE, BATCH = 5_000, 5_000
TEAM, CHANNELS = "T1", tuple(f"C{n}" for n in range(20))


def main() -> None:
    """Fill a database, ask it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quotes", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--postgres", default="", help="a server to make a database on, in place of an SQLite file")
    options = parser.parse_args()
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url = stack.enter_context(_database(options.postgres)) if options.postgres else None
        store = open_store(home, url)
        stack.callback(store.close)
        names = _fill(store, options.quotes)
        _ask(store, names, options.questions, "PostgreSQL" if url else "SQLite")


def _fill(store: Store, count: int) -> list[str]:
    chance = random.Random(1)

    def word() -> str:
        return "".join(chance.choice("bdfgklmnprstvz") + chance.choice("aeiou") for _ in range(3)).title()

    given, surnames = [word() for _ in range(400)], [word() for _ in range(2_500)]
    names = sorted({f"{chance.choice(given)} {chance.choice(surnames)}" for _ in range(PEOPLE)})
    chance.shuffle(names)
    weights = [1 / (rank + 10) for rank in range(len(names))]
    now = time.time()
    with store.engine.begin() as connection:
        connection.execute(
            sa.insert(conversations),
            [{"team": TEAM, "channel": channel, "kind": "public", "checked_at": now} for channel in CHANNELS],
        )
    for first in range(0, count, BATCH):
        rows = []
        for number, name in enumerate(chance.choices(names, weights, k=min(BATCH, count - first)), first):
            day = f"20{20 + number % 6}-{1 + number % 12:02}-{1 + number % 28:02}"
            rows.append(
                {
                    "team": TEAM, "channel": chance.choice(CHANNELS), "person": None, "url_key": f"{number // 4:064}",
                    "position": number % 4, "brief_id": f"b{number // 4}", "speaker": name,
                    "speaker_key": fold_name(name), "office": "Minister", "country": "Chile", "organisation": None,
                    "text": f"“We will stay at the table {number} days.”", "said_on": day, "created_at": now,
                }
            )  # fmt: skip
        made = {row["brief_id"]: row for row in rows}
        with store.engine.begin() as connection:
            ids = connection.execute(sa.insert(quotes).returning(quotes.c.id, quotes.c.speaker_key), rows).all()
            words = [
                {"word": word, "speaker_key": row.speaker_key, "quote_id": row.id}
                for row in ids
                for word in set(row.speaker_key.split())
            ]
            connection.execute(sa.insert(quote_names), words)
            known = set(connection.execute(sa.select(briefs.c.id).where(briefs.c.id.in_(list(made)))).scalars())
            connection.execute(
                sa.insert(briefs),
                [
                    {
                        "id": id, "team": TEAM, "url": f"https://news.example/{id}", "title": "Talks",
                        "site": "news.example", "document": {}, "created_at": now,
                    }
                    for id in made
                    if id not in known
                ],
            )  # fmt: skip
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return names


def _ask(store: Store, names: list[str], questions: int, database: str) -> None:
    chance = random.Random(2)
    asker = Asker(TEAM, "U1", CHANNELS[0], True)
    whole, alone = [], []
    # On SQLite all work is this process's: its CPU time says more on a busy machine.
    clock = time.perf_counter if database == "PostgreSQL" else time.process_time
    for number in range(questions):
        # Whom many quote is whom many ask for.
        name = names[min(int(chance.expovariate(1 / 150)), len(names) - 1)]
        asked = (name, name.split()[1], name.split()[0], "Nobody Atall")[number % 4]
        began = clock()
        store.quotes.channels(TEAM, asked)
        people = store.quotes.speakers(asker, asked)
        middle = clock()
        if people:
            store.quotes.said(asker, people[0].key)
            alone.append((clock() - middle) * 1000)
        whole.append((clock() - began) * 1000)
    kind = "wall" if clock is time.perf_counter else "CPU"
    for label, values in ((f"/quotes on {database}", whole), ("  the quotes alone", alone)):
        figures = [percentile(values, share) for share in (0.5, 0.95, 1.0)]
        print(f"{label:28s} {kind} median {figures[0]:6.1f} ms, p95 {figures[1]:6.1f} ms, worst {figures[2]:6.1f} ms")


if __name__ == "__main__":
    main()
