"""Whatever order our own words come in, a brief comes out: no exception, no hang, no index beyond its window."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings

from summarizers.model import Article, Sentence
from summarizers.people import titles
from summarizers.people.titles import ParsedTitle
from summarizers.pipeline import BriefOptions
from summarizers.text.document import Document, Tag
from tests.summarizers.word_soup import SOUPS, Soup, guard, taste


@contextmanager
def guarded_documents() -> Iterator[None]:
    """Within it, reading before a document's first token is a fault, and so is a title that leaves its window."""
    plain, parse = Document.__init__, titles.parse

    def made(self: Document, article: Article, sentences: tuple[Sentence, ...]) -> None:
        plain(self, article, sentences)
        guard(self)

    def parsed(doc: Document, tag: Tag, low: int, high: int, *, stop_at_names: bool = True) -> ParsedTitle:
        title = parse(doc, tag, low, high, stop_at_names=stop_at_names)
        assert low <= title.first <= title.last < high <= len(doc.tokens), (low, title.first, title.last, high)
        return title

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Document, "__init__", made)
        patch.setattr(titles, "parse", parsed)
        yield


@pytest.mark.timeout(600)  # says only "hung"
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example])
@given(SOUPS)
def test_any_soup_of_our_words_gives_a_brief(soup: Soup) -> None:
    """Soups of titles, names, bodies, marks and small words raise nothing, and never read outside the document."""
    with guarded_documents():
        taste(soup)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("He will continue to advocate for the For the People Act, which he signed on Monday.", None),
        (
            "The official said the trip would go on.\n\nHe spoke on Monday in Oslo.",
            "On-the-Record Call by Kim Arden, Deputy Assistant to the President and Coordinator for the Indo-Pacific",
        ),
        ("Per Holm is the minister and the manager for the.", "Per Holm is the minister and the manager for the"),
        ("Ana Reyes, ², said so.", None),
        ("’ chief judge Ana Reyes.", None),
        ("Per Holm " + "(R-Texas) " * 2000 + "said so.", None),
        ("Per Holm" + ", D-Calif." * 2000 + ", said so.", None),
        ("United States leaked to " * 1000 + "United States said that he left.", None),
        ("The man " + "on Monday, " * 2000 + "said that he left.", None),
        ("Ana Reyes left.\n\n" + "\n\n".join(f"He went on {n}." for n in range(2000)) + "\n\n“Go on,” he said.", None),
        (
            "The rebels left.\n\n"
            + "\n\n".join(f"They {n}" for n in range(3000))
            + "\n\nThey left the town for good on Monday.",
            None,
        ),
    ],
    ids=lambda value: None if value is None else value[:40],
)
@pytest.mark.timeout(120)  # says only "hung"
def test_what_stalled_or_ran_out_of_its_window_once_gives_a_brief(text: str, title: str | None) -> None:
    """One of each kind: a tail of small words alone, a window's end, another document's places, a deep recursion."""
    with guarded_documents():
        taste(Soup(text, (), title, None, BriefOptions()))
