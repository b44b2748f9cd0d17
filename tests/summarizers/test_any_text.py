"""Whatever the text, a brief comes out whole: valid offsets, nothing crossing, every shown word verbatim."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from summarizers.brief_json import brief_from_dict, brief_to_dict
from summarizers.errors import NoArticle
from summarizers.pipeline import brief
from summarizers.text.cleaning import read_text

PIECES = st.sampled_from(
    [
        "“", "”", '"', "‘", "’", "'", "«", "»", "''", "…", " . . . ", ". ", ", ", ": ", "? ", "\n\n", "\n", " - ", "—", "(", ")", "[", "]",
        "Foreign Minister Ingrid Solheim", "Solheim", "said", "he", "She", "they", "the ministers", "according to", "Kim Jong Ho",
        "\n\nMR PRICE: ", "\n\nQUESTION: ", "\n\nQ: ", "\n\nA: ", "\n\nIngrid Solheim: ", "issued the following statement:", "Open quote", "Close quote", "former", "then-", "-elect", "Sen.", "U.S.", "Mr.", "al-", "von der", "MORE", "the", "a", "of", "No. 10",
        "we will go on", "peace", "Norway", "Paris", "\u00a0", "\u202e", "😀", "É", "ß", "1,000", "https://example.org/x.y",
    ]
)  # fmt: skip
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=6)), max_size=60).map(" ".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.one_of(st.none(), st.text(max_size=40)))
def test_any_text_gives_a_whole_brief(raw: str, title: str | None) -> None:
    """Never an exception but NoArticle; spans inside the text, quotes in order and apart."""
    try:
        article = read_text(raw, title=title)
    except NoArticle:
        return
    made = brief(article)
    text = article.text
    last = 0
    for quote in made.quotes:
        assert last <= quote.start < quote.end <= len(text)
        assert 0.0 <= quote.confidence <= 1.0
        last = quote.end
    last = 0
    for turn in made.turns:
        assert last <= turn.start <= turn.end <= len(text)
        assert all(turn.start <= p.start < p.end <= turn.end for p in turn.passages)
        last = turn.end
    for quote in (*made.shown(), *made.spoken()):
        assert 0 <= quote.start < quote.end <= len(text)
    for person in made.people:
        assert person.name.strip()
        assert all(0 <= m.start < m.end <= len(text) for m in person.mentions)
    for sentence in made.summary:
        shown = text[sentence.start : sentence.end]
        assert shown.strip()
        assert sentence.display == shown or ("[" in sentence.display and len(sentence.display) > len(shown))
    again = brief_from_dict(brief_to_dict(made, "x"))
    assert brief_to_dict(again, "x") == brief_to_dict(made, "x")
