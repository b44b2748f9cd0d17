"""Texts no article is like: one thing repeated until a careless algorithm takes time by the square of the length."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count

from summarizers import stories
from summarizers.brief_json import brief_from_dict, brief_to_dict
from summarizers.errors import NoArticle
from summarizers.pipeline import BriefOptions, brief
from summarizers.text.cleaning import read_text
from tests.summarizers.helpers import DAY

Shape = Callable[[int], str]

#: A plain opening, behind which what follows has people, a country and a quote to refer to.
OPENING = (
    "Foreign Minister Ingrid Solheim of Norway met Defence Minister Per Holm in Oslo on Monday. "
    "“We will go on with the talks,” she said. The two ministers agreed a plan for the port.\n\n"
)

#: Every mark a text may repeat.
MARKS = {
    "dots": ".", "commas": ",", "semicolons": ";", "colons": ":", "exclamations": "!", "questions": "?", "ellipses": "…",
    "straight quotes": '"', "opening quotes": "“", "closing quotes": "”", "low quotes": "„", "guillemets open": "«", "guillemets shut": "»",
    "single open": "‘", "single shut": "’", "apostrophes": "'", "backticks": "`", "round open": "(", "round shut": ")", "square open": "[",
    "square shut": "]", "curly open": "{", "curly shut": "}", "angle open": "<", "hyphens": "-", "en dashes": "–", "em dashes": "—",
    "bars": "―", "underscores": "_", "slashes": "/", "backslashes": "\\", "pipes": "|", "stars": "*", "hashes": "#", "at signs": "@",
    "ampersands": "&", "per cent": "%", "dollars": "$", "equals": "=", "tildes": "~", "bullets": "•", "spaces": " ", "no-break spaces": "\u00a0",
    "thin spaces": "\u2009", "tabs": "\t", "newlines": "\n", "carriage returns": "\r", "zero-width spaces": "\u200b", "joiners": "\u200d",
    "byte order marks": "\ufeff", "bidi overrides": "\u202e", "combining accents": "\u0301", "line separators": "\u2028", "controls": "\x01",
    "emoji": "😀", "family emoji": "👨‍👩‍👧‍👦", "digits": "1", "superscripts": "²", "small letters": "a", "capitals": "A", "titlecase digraphs": "ǅ",
    "hebrew": "א", "arabic": "ع", "chinese": "中", "hangul": "김",
}  # fmt: skip

#: What words may repeat; "{}" is another name each time.
UNITS = {
    "spaced dots": ". ", "dots and brackets": ".) ", "stops and quotes": '." ', "stops before marks": ". “", "double apostrophes": "’’ ",
    "wire quotes": "``word'' ", "straight pairs": '"word" ', "curly pairs": "“word” ", "single pairs": "‘word’ ", "open quote and word": "“word ",
    "open single and word": "‘word ", "closing and word": "word” ", "apostrophe words": "'word ", "mixed openings": "“‘", "mixed closings": "’”",
    "opening low high": "„word“ ", "nested quotes": "“a ‘b “c” d’ e” ", "open bracket words": "(word ", "bracketed words": "(word) ",
    "capital words": "WORD ", "title words": "Word ", "small words": "word ", "initials": "A. B. C. ", "glued initials": "A.B.C.", "glued stops": "word.Word ",
    "single capitals": "A ", "stopped words": "word. ", "stopped capitals": "Word. ", "questions asked": "Why? ", "word-hyphen chain": "word-", "Word-hyphen chain": "Word-",
    "apostrophe chain": "word’", "possessive chain": "Word’s ", "possessive small": "word's ", "ministers": "the minister ", "titles": "Foreign Minister ",
    "titles and": "Foreign Minister and ", "titles comma": "Minister, ", "Mr.": "Mr. ", "Sen.": "Sen. ", "honorifics": "Mr. President ", "former": "former ",
    "then-": "then-", "-elect": "President-elect ", "vice": "vice ", "deputy": "deputy ", "deputies of": "deputy minister of ", "names": "Ingrid Solheim ",
    "names and": "Ingrid Solheim and ", "names comma": "Ingrid Solheim, ", "two names": "Ingrid Solheim and Per Holm ", "surname": "Solheim ", "surname said": "Solheim said. ",
    "titled names": "Foreign Minister Ingrid Solheim ", "titled names and": "Foreign Minister Ingrid Solheim and ", "plural titles": "Senators Ana Reyes and Per Holm ",
    "particles": "von der ", "Particles": "Ana de la ", "bin": "Mohammed bin ", "al-": "al-", "al-names": "al-Abadi ", "nicknames": "William “Bill” ", "given": "Ana ",
    "said": "said ", "he said": "he said ", "he said stops": "He said. ", "she said comma": "she said, ", "said name": "said Solheim ", "said quotes": "“We go on,” he said. ",
    "said quotes name": "“We go on,” Solheim said. ", "saying": "saying ", "and said": "and said ", "adding": ", adding ", "according": "according to ", "told": "told the ",
    "who": "who ", "which": ", which ", "of the": "of the ", "the of": "the of a ", "the": "the ", "and": "and ", "comma and": ", and ", "to": "to ", "a": "a ", "that": "that ",
    "he": "he ", "He stops": "He. ", "they": "they ", "They said": "They said. ", "their": "their ", "it": "it ", "It was": "It was. ", "it is": "it is ", "I": "I ", "we": "we ",
    "this": "this ", "This stops": "This. ", "both": "Both men. ", "ministers stops": "The ministers agreed. ", "the minister stops": "The minister agreed. ",
    "the talks": "The talks. ", "the talks running": "the talks ", "year-old": "the 56-year-old ", "dates": "March 14, 2021 ", "iso dates": "2021-03-14 ", "numbers": "1,000 ",
    "decimals": "1.", "numbers dotted": "1.1.1.", "ordinals": "No. 10 ", "addresses": "https://example.org/a.b ", "address chain": "a.b/", "mail": "a@b.c ", "abbreviations": "U.S. ",
    "abbreviations running": "U.S.", "etc": "etc. ", "countries": "France ", "countries and": "France and ", "country stops": "France. ", "demonyms": "French ", "bodies": "United Nations ",
    "of countries": "of France ", "months": "March ", "departments": "foreign affairs ", "party": "(R-Texas) ", "party comma": ", R-Texas, ", "apposition": ", the minister, ",
    "appositions": "Solheim, the minister, ", "who is": "Solheim, who is ", "age": "Solheim, 56, ", "MORE": "MORE ", "names MORE": "Solheim Ingrid SolheimTalks go on MORE ",
    "advertisement": "ADVERTISEMENT ", "ADVERTISEMENT glued": "ADVERTISEMENT", "mos": "{mosads}", "click": "Click to Tweet ", "open quote spelt": "Open quote word Close quote ",
    "open quote only": "Open quote ", "read more": "Read more: ", "newsletter": "sign up for our newsletter ", "cookies": "we use cookies ", "follow": "follow us on Twitter ",
    "issued": "issued the following statement: ", "label": "MR PRICE: ", "Q": "Q: ", "dateline": "OSLO, Norway (AP) — ", "dateline chain": "OSLO, ", "dateline caps": "OSLO ",
    "agency": "(Reuters) - ", "colon words": "word: ", "dash words": "word — ", "hyphen spaced": " - ", "accents": "e\u0301", "mixed": "“He’s (the) A. — 1,000; ", "currency": "$1 ",
    "bullet inline": "• word ", "numbered inline": "1. word ", "doubled": "the strike airstrike ", "motion": "a motion for the session ", "also": "also, however, ", "so-called": "so-called “word” ",
    "ed": "worked ", "ing": "working ", "ly": "badly ", "was born": "Solheim was born ", "aide": "the vice president’s aide ", "aide to": "an aide to Vice President ", "death": "the death of Solheim ",
    "call it": "Solheim called it “word” ", "dash sign": "“We go on” — Solheim ",
}  # fmt: skip


def _repeated(unit: str, before: str = "", after: str = "") -> Shape:
    return lambda n: before + unit * max(1, n // len(unit)) + after


def _word(number: int) -> str:
    letters = ""
    while True:
        number, rest = divmod(number, 17)
        letters += "bdfgklmnoprstuvaz"[rest] + "aeiou"[rest % 5]
        if not number:
            return letters


def _numbered(template: str, before: str = "") -> Shape:
    """A template whose "{w}" and "{W}" are another word, small or with a capital, each time."""

    def made(n: int) -> str:
        pieces, size = [before], 0
        for k in count():
            if size >= n:
                return "".join(pieces)
            piece = template.format(w=_word(k + 40), W=_word(k + 40).capitalize(), U=_word(k + 40).upper(), k=k)
            pieces.append(piece)
            size += len(piece)
        raise AssertionError

    return made


def _nested(opening: str, closing: str, word: str = "") -> Shape:
    return lambda n: (opening + word) * (n // 2 // len(opening + word)) + closing * (n // 2 // len(opening + word))


#: Shapes with something new at every step, or with two halves.
SPECIAL: dict[str, Shape] = {
    "nested curly": _nested("“", "”"),
    "nested curly words": _nested("“word ", "”"),
    "nested guillemets": _nested("«word ", "»"),
    "nested low": _nested("„word ", "”"),
    "nested singles": _nested("‘word ", "’"),
    "nested round": _nested("(word ", ")"),
    "words then closings": _nested("word ", "”"),
    "one unclosed quote": _repeated("word ", "“"),
    "one unclosed straight quote": _repeated("word. ", 'He said: "'),
    "one unclosed single quote": _repeated("word. ", "He said: ‘"),
    "singles before a far quote": _repeated("‘word ", "", "“word”"),
    "dots behind words": _repeated(".", "He said so"),
    "dots then a word": _repeated(".", "", " Word"),
    "stop and spaces": _repeated(" ", "Word.", "“"),
    "stop and dashes": _repeated("—", "Word. ", "“"),
    "capitals then a colon": _repeated("A", "", ": word"),
    "different words": _numbered("{w} "),
    "different capitalised words": _numbered("{W} "),
    "different sentences": _numbered("{W} met {w}. "),
    "different names": _numbered("Ana {W} "),
    "different names and": _numbered("Ana {W} and "),
    "different names comma": _numbered("Ana {W}, "),
    "different names said": _numbered("Ana {W} said so. "),
    "one given name, names said": _numbered("Ana {W} said so. {W} left. "),
    "one surname": _numbered("{W} Solheim said so. "),
    "one surname and bare": _numbered("{W} Solheim met Solheim. "),
    "different titled names": _numbered("Foreign Minister Ana {W} said so. "),
    "different ministers": _numbered("Minister Ana {W} met the minister. "),
    "ministers of countries": _numbered("Foreign Minister Ana {W} of France met the foreign minister. "),
    "different quotes": _numbered("“We {w} and go on with it,” Ana {W} said. "),
    "different long quotes": _numbered(
        "“We {w} and go on with it all,” said Minister Ana {W}. The minister added: “{W} is not {w}.” "
    ),
    "different paragraphs": _numbered("Ana {W} said she would {w} it.\n\n"),
    "different quoted paragraphs": _numbered(
        "“We {w} and go on with it all,” Ana {W} said.\n\nShe said: “{W} it is.”\n\n"
    ),
    "one-word paragraphs": _numbered("{w}\n\n"),
    "One-word paragraphs": _numbered("{W}\n"),
    "headings": _numbered("The {W} Of The {W}\n\n"),
    "items": _numbered("• {w} it\n"),
    "numbered items": _numbered("{k}. {w} it\n"),
    "labels": _numbered("MR {U}: We {w} it and go on.\n\n"),
    "interview labels": _numbered("Ana {W}: We {w} it and go on.\n\n"),
    "two labels": _numbered("MR PRICE: We {w} it and go on with all that we have.\n\nQUESTION: Why?\n\n"),
    "aides of names": _numbered("Ana {W}’s aide Per {W} said. "),
    "aides": _numbered("Per {W}, an aide to President Ana {W}, said. "),
    "former ministers": _numbered("former Foreign Minister Ana {W}, "),
    "pairs": _numbered("Ana {W} and Per {W} said they would {w}. They said it. "),
    "pronoun paragraphs": _numbered("Ana {W} {w} it. She said he would. They did. It was.\n\n"),
    "things": _numbered("A {w} plan fell. The {w} plan stood. "),
    "widgets": _numbered("Ana {W}Ana Marie {W}{W} goes on with the talks MORE said. "),
    "bylines": _numbered("By Ana {W}\n\nOSLO (AP) — {W} met {w}.\n\n"),
    "hard-wrapped": _numbered("word {w} and {w} so that the line is full\n"),
    "addresses each": _numbered("https://{w}.org/{w} "),
    "signed block quotes": _numbered("“We {w} and go on.”\n\n- Ana {W}\n\n"),
    "single in double": _numbered("“We ‘{w}’ it,” Ana {W} said. "),
    "bodies say": _numbered("The {W} Ministry said the {w} was there. "),
    "titles alone": _numbered("The president of {W} met the minister of {W}. "),
    "repeated sentence": _repeated("The minister said that the talks in Oslo would go on for a week. "),
    "repeated paragraph": _repeated("The minister said that the talks in Oslo would go on.\n\n"),
    "endless sentence": _repeated("the minister said that the talks in Oslo would go on and "),
}


def _shapes() -> dict[str, Shape]:
    found: dict[str, Shape] = {name: _repeated(mark) for name, mark in MARKS.items()}
    found |= {name: _repeated(unit) for name, unit in UNITS.items()}
    return found | SPECIAL


#: Every shape by name: given a number of code points, a text of about that length.
SHAPES = _shapes()

#: Where a shape's pieces may stand: what is put before it, and what follows each piece.
SETTINGS: dict[str, Callable[[Shape, int], str]] = {
    "alone": lambda shape, n: shape(n),
    "behind an opening": lambda shape, n: OPENING + shape(n),
    "in a quote": lambda shape, n: OPENING + "“" + shape(n) + "” Solheim said.",
    "as paragraphs": lambda shape, n: OPENING + "\n\n".join([shape(40).strip() or "."] * (n // 40)),
    "as sentences": lambda shape, n: OPENING + " He said so. ".join([shape(20).strip() or "."] * (n // 33)),
}


def work(raw: str, title: str | None = None) -> None:
    """Everything the product does with a pasted text: read, brief, write out, read back, group."""
    try:
        article = read_text(raw, title=title, date=DAY)
    except NoArticle:
        return
    made = brief(article, BriefOptions(interests=("Norway",)))
    brief_from_dict(brief_to_dict(made, "x"))
    made.shown()
    made.spoken()
    stories.group([stories.story_input(article)])
