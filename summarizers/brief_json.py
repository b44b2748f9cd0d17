"""The brief as JSON: the contract of docs/brief-format.md, both ways."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from typing import Any, cast

from summarizers.model import (
    Article,
    Brief,
    Contradicted,
    Detail,
    DetailRole,
    Gender,
    Kind,
    OfficeSource,
    Official,
    Paragraph,
    ParagraphKind,
    Person,
    Quote,
    QuoteKind,
    Reference,
    ReferenceKind,
    Span,
    Speaker,
    Status,
    SummarySentence,
    Turn,
    TurnRole,
)


def brief_to_dict(brief: Brief, id: str = "") -> dict[str, Any]:
    """The JSON object of one brief; every offset counts code points into its ``text``.

    ``id`` is the caller's name for the document and comes first. The extra fields ``paragraphs``, ``published_at``,
    ``gender`` and ``utterance`` let :func:`brief_from_dict` rebuild the same values.
    """
    article = brief.article
    official_names = {o.name for o in brief.officials}
    return {
        "id": id,
        "url": article.url,
        "site": article.site,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "authors": list(article.authors),
        "language": article.language,
        "words": brief.words,
        "text": article.text,
        "paragraphs": [[p.start, p.end, p.kind, p.body_start] for p in article.paragraphs],
        "summary": [
            {"text": article.text[s.start : s.end], "start": s.start, "end": s.end, "display": s.display}
            for s in brief.summary
        ],
        "quotes": [quote_to_dict(q, article.text) for q in brief.quotes],
        "people": [
            {
                "name": p.name,
                "mentions": [[m.start, m.end] for m in p.mentions],
                "official": p.name in official_names,
                "gender": p.gender,
                "references": [
                    {"start": r.start, "end": r.end, "kind": r.kind, "confidence": round(r.confidence, 4)}
                    for r in p.references
                ],
            }
            for p in brief.people
        ],
        "officials": [
            {
                "name": o.name,
                "office": o.office,
                "country": o.country,
                "organisation": o.organisation,
                "status": o.status,
                "office_source": o.office_source,
                "mentions": o.mentions,
                "spoke": o.spoke,
                "wikidata": o.wikidata,
                "contradicts": asdict(o.contradicts) if o.contradicts is not None else None,
            }
            for o in brief.officials
        ],
        "countries": list(brief.countries),
        "kind": brief.kind,
        "author": _author_to_json(brief.authors),
        "notices": list(brief.notices),
        "turns": [_turn_to_dict(t, article.text) for t in brief.turns],
        "details": [_detail_to_dict(d, article.text) for d in brief.details],
    }


def _author_to_json(authors: tuple[Speaker, ...]) -> dict[str, Any] | list[dict[str, Any]] | None:
    """One author as an object, several as a list, nobody as null."""
    listed = [speaker_to_dict(author) for author in authors]
    return listed[0] if len(listed) == 1 else listed or None


def _turn_to_dict(turn: Turn, text: str) -> dict[str, Any]:
    return {
        "start": turn.start,
        "end": turn.end,
        "role": turn.role,
        "label": text[turn.label.start : turn.label.end] if turn.label else None,
        "label_start": turn.label.start if turn.label else None,
        "label_end": turn.label.end if turn.label else None,
        "speakers": [speaker_to_dict(s) for s in turn.speakers],
        "passages": [{"text": text[p.start : p.end], "start": p.start, "end": p.end} for p in turn.passages],
    }


def _detail_to_dict(detail: Detail, text: str) -> dict[str, Any]:
    label = detail.label
    return {
        "role": detail.role,
        "text": text[detail.start : detail.end],
        "start": detail.start,
        "end": detail.end,
        "label": text[label.start : label.end] if label else None,
        "label_start": label.start if label else None,
        "label_end": label.end if label else None,
        "people": [speaker_to_dict(person) for person in detail.people],
    }


def speaker_to_dict(speaker: Speaker) -> dict[str, Any]:
    """A speaker as the contract writes one: name, office, country, organisation."""
    return {
        "name": speaker.name,
        "office": speaker.office,
        "country": speaker.country,
        "organisation": speaker.organisation,
    }


def quote_to_dict(quote: Quote, text: str) -> dict[str, Any]:
    """The JSON object of one quote or passage of ``text``, as it stands in a brief's."""
    span = quote.speaker_span
    return {
        "text": text[quote.start : quote.end],
        "start": quote.start,
        "end": quote.end,
        "kind": quote.kind,
        "key": quote.key,
        "speakers": [speaker_to_dict(s) for s in quote.speakers],
        "speaker_text": text[span.start : span.end] if span else None,
        "speaker_start": span.start if span else None,
        "speaker_end": span.end if span else None,
        "cue": quote.cue,
        "confidence": round(quote.confidence, 4),
        "utterance": quote.utterance,
        "sentence_start": quote.sentence.start if quote.sentence else None,
        "sentence_end": quote.sentence.end if quote.sentence else None,
    }


def brief_from_dict(data: dict[str, Any]) -> Brief:
    """The brief a stored JSON object describes; titles of people are not part of the contract and come back empty."""
    published = data.get("published")
    published_at = data.get("published_at")
    article = Article(
        text=data["text"],
        paragraphs=tuple(
            Paragraph(start, end, cast(ParagraphKind, kind), body) for start, end, kind, body in data["paragraphs"]
        ),
        url=data.get("url"),
        site=data.get("site"),
        title=data.get("title"),
        authors=tuple(data.get("authors") or ()),
        published=dt.date.fromisoformat(published) if published else None,
        published_at=dt.datetime.fromisoformat(published_at) if published_at else None,
        language=data.get("language"),
        notices=tuple(data.get("notices") or ()),
    )
    return Brief(
        article=article,
        words=data["words"],
        summary=tuple(SummarySentence(s["start"], s["end"], s["display"]) for s in data["summary"]),
        quotes=tuple(_quote_from_dict(q) for q in data["quotes"]),
        people=tuple(
            Person(
                name=p["name"],
                mentions=tuple(Span(*m) for m in p["mentions"]),
                gender=cast("Gender | None", p.get("gender")),
                references=tuple(_reference_from(r) for r in p.get("references") or ()),
            )
            for p in data["people"]
        ),
        officials=tuple(
            Official(
                name=o["name"],
                office=o["office"],
                country=o["country"],
                organisation=o["organisation"],
                status=cast(Status, o["status"]),
                office_source=cast("OfficeSource | None", o["office_source"]),
                mentions=o["mentions"],
                spoke=o["spoke"],
                wikidata=o.get("wikidata"),
                contradicts=Contradicted(**c) if (c := o.get("contradicts")) else None,
            )
            for o in data["officials"]
        ),
        countries=tuple(data["countries"]),
        notices=tuple(data["notices"]),
        kind=cast(Kind, data.get("kind") or "news"),
        authors=_speakers_from_list(_listed(data.get("author"))),
        turns=tuple(_turn_from_dict(t) for t in data.get("turns") or ()),
        details=tuple(_detail_from_dict(d) for d in data.get("details") or ()),
    )


def _reference_from(data: Any) -> Reference:
    """A stored reference; in 0.1 it was a title's [start, end]."""
    if isinstance(data, list):
        return Reference(data[0], data[1], "title", 1.0)
    return Reference(data["start"], data["end"], cast(ReferenceKind, data["kind"]), data["confidence"])


def _turn_from_dict(data: dict[str, Any]) -> Turn:
    return Turn(
        start=data["start"],
        end=data["end"],
        role=cast(TurnRole, data["role"]),
        label=_span_from(data, "label"),
        speakers=_speakers_from_list(data["speakers"]),
        passages=tuple(Span(p["start"], p["end"]) for p in data.get("passages") or ()),
    )


def _detail_from_dict(data: dict[str, Any]) -> Detail:
    role = cast(DetailRole, data["role"])
    return Detail(role, data["start"], data["end"], _span_from(data, "label"), _speakers_from_list(data["people"]))


def _listed(author: Any) -> list[dict[str, Any]]:
    """The authors of a stored brief as a list, whichever form ``author`` has."""
    return author if isinstance(author, list) else [author] if author else []


def _speakers_from_list(data: list[dict[str, Any]]) -> tuple[Speaker, ...]:
    return tuple(Speaker(s["name"], s.get("office"), s.get("country"), s.get("organisation")) for s in data)


def _span_from(data: dict[str, Any], name: str) -> Span | None:
    """The span ``name_start``, ``name_end`` of an object, None where either is missing."""
    start, end = data.get(f"{name}_start"), data.get(f"{name}_end")
    return Span(start, end) if start is not None and end is not None else None


def _quote_from_dict(data: dict[str, Any]) -> Quote:
    return Quote(
        start=data["start"],
        end=data["end"],
        kind=cast(QuoteKind, data["kind"]),
        speakers=_speakers_from_list(data["speakers"]),
        speaker_span=_span_from(data, "speaker"),
        cue=data.get("cue"),
        confidence=data.get("confidence", 0.0),
        key=data["key"],
        utterance=data.get("utterance", -1),
        sentence=_span_from(data, "sentence"),
    )
