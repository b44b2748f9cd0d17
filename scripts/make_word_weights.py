"""Write summarizers/knowledge/en/word_weights.tsv from symspellpy's English frequency list.

    pip download --no-deps symspellpy   # MIT; counts from Google Books Ngrams (CC BY 3.0) filtered by SCOWL
    python -m scripts.make_word_weights frequency_dictionary_en_82_765.txt

The weight of a word is its inverse document frequency in documents of 400 words, estimated from its share p of running
text: idf = -ln(1 - exp(-400 p)). Numbers only; words beyond the first 24,000 share the weight of unseen words.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

WORDS = 24_000
DOCUMENT = 400
OUT = Path(__file__).parent.parent / "summarizers" / "knowledge" / "en" / "word_weights.tsv"

HEADER = """\
# word<TAB>inverse document frequency (natural logarithm, documents of 400 words), most frequent first.
# Made by scripts/make_word_weights.py from the English frequency list of symspellpy 6.10 (MIT; counts from Google Books
# Ngrams, CC BY 3.0, filtered by SCOWL). A word not listed weighs as much as the last one.
"""


def main(source: Path) -> None:
    """Read ``word count`` lines, most frequent first, and write the table."""
    rows = [line.split() for line in source.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    total = sum(int(count) for _, count in rows)
    lines = []
    for word, count in rows[:WORDS]:
        share = int(count) / total
        lines.append(f"{word}\t{-math.log(1 - math.exp(-DOCUMENT * share) + 1e-12):.2f}")
    OUT.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
