"""CPU time of briefs and commands beside their peers, in one run, turn by turn: LexRank and the command of sumy, trafilatura's command."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.data import documents, page

#: Rounds of each command, and of the briefs.
ROUNDS = 3
#: Words of the articles briefed beside LexRank.
WORDS = 900, 1100
#: Sumy's command as it is, but for its tokenizer, whose data a plain install does not bring: a quicker one stands in.
_SUMY = """
import re, sys
from sumy.nlp.tokenizers import Tokenizer
Tokenizer.__init__ = lambda self, language: None
Tokenizer.to_sentences = lambda self, text: tuple(re.findall(r"[^.!?]+[.!?]*", text))
Tokenizer.to_words = lambda self, text: tuple(re.findall(r"[^\\W\\d_]+", text))
sys.argv = ["sumy", "lex-rank", "--length=3", "--file=" + sys.argv[1]]
from sumy.__main__ import main
main()
"""


def main() -> None:
    """Print a row for each pair; says why when there is nothing to measure on."""
    texts, pages = documents("quotes_dev"), documents("pages_dev")
    if not texts or not pages:
        print("commands: skipped, the data is not beside the project")
        return
    print(f"{'CPU, median of ' + str(ROUNDS):44s} {'ours':>9s} {'peer':>9s} {'ratio':>6s}")
    _briefs([row for row in texts if WORDS[0] <= len(row["text"].split()) <= WORDS[1]])
    with tempfile.TemporaryDirectory() as folder:
        text, html = Path(folder, "article.txt"), Path(folder, "page.html")
        text.write_text(next(row["text"] for row in texts if len(row["text"].split()) > WORDS[0] // 2), "utf-8")
        html.write_bytes(page(pages[0]))
        ours = [sys.executable, "-m", "bot.start", "brief"]
        sumy = [sys.executable, "-c", _SUMY]
        trafilatura = [sys.executable, "-m", "trafilatura.cli"]
        _row("attache brief FILE · sumy lex-rank", *_turns(_command([*ours, str(text)]), _command([*sumy, str(text)])))
        _row(
            "attache brief page.html · trafilatura",
            *_turns(_command([*ours, str(html)]), _command(trafilatura, html)),
        )
        help_ = _command([sys.executable, "-m", "bot.start", "--help"])
        print(f"{'attache --help':44s} {1000 * statistics.median(help_() for _ in range(ROUNDS)):6.0f} ms")


def _row(name: str, ours: float, peer: float) -> None:
    print(f"{name:44s} {1000 * ours:6.0f} ms {1000 * peer:6.0f} ms {ours / peer:6.2f}")


def _turns(ours: Callable[[], float], peer: Callable[[], float]) -> tuple[float, float]:
    """Median seconds of both, taken in turn after one round that fills caches."""
    pairs = [(ours(), peer()) for _ in range(ROUNDS + 1)][1:]
    return statistics.median(a for a, _ in pairs), statistics.median(b for _, b in pairs)


def _command(words: Sequence[str], stdin: Path | None = None) -> Callable[[], float]:
    """Runs a command and gives the CPU seconds it took. Raises CalledProcessError where it fails."""

    def run() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        with Path(stdin or os.devnull).open("rb") as given:
            subprocess.run(words, check=True, stdin=given, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    return run


def _briefs(rows: Sequence[dict[str, str]]) -> None:
    """Briefs of articles of some 1,000 words beside LexRank alone on the same sentences."""
    from sumy.nlp.stemmers import Stemmer
    from sumy.parsers.plaintext import PlaintextParser
    from sumy.summarizers.lex_rank import LexRankSummarizer

    from summarizers import brief, read_text
    from summarizers.lexicon.idf import STOP_WORDS
    from summarizers.text.sentences import tokenizer

    def lexrank(text: str) -> None:
        peer = LexRankSummarizer(Stemmer("english"))
        peer.stop_words = STOP_WORDS
        peer(PlaintextParser.from_string(text, tokenizer()).document, 3)

    def timed(call: Callable[[str], object]) -> Callable[[], float]:
        def run() -> float:
            began = time.process_time()
            for row in rows:
                call(row["text"])
            return (time.process_time() - began) / len(rows)

        return run

    _row(
        f"text to brief, {len(rows)} of 1,000 words · LexRank",
        *_turns(timed(lambda t: brief(read_text(t))), timed(lexrank)),
    )


if __name__ == "__main__":
    main()
