"""Whether a sentence stands on its own, and what has to be shown for it to stand.

A sentence hangs when its subject points back ("He", "They", "The secretaries", "Both men"), when it opens with a
connective ("Meanwhile", "But"), or when it is a piece of somebody's speech whose speaker stands elsewhere. What a
reference means is shown in brackets where it is certain; otherwise the sentence hangs, or leans where less depends on it.

Rules decide: those here on the sentence as a whole, those of ``openings`` on its first word, those of ``back_references`` and
``definite_phrases`` on its pronouns and noun phrases. In each table the first rule that says something decides.
"""

from __future__ import annotations

import re
from bisect import bisect_left

from summarizers.coreference import back_references, definite_phrases, openings
from summarizers.coreference.antecedents import LABEL, Antecedents
from summarizers.coreference.definite_phrases import MOST_BRACKETS
from summarizers.coreference.reading import Reading
from summarizers.coreference.rules import HANGS, STANDS, Rule, Verdict, decide
from summarizers.lexicon import person_verbs, word_class
from summarizers.lexicon.words import pattern
from summarizers.text.document import Document
from summarizers.text.noun_chunks import PREPOSITIONS, PRONOUNS
from summarizers.values import value_class

#: Longest sentence that may be shown, in tokens: what is longer is a list or a page without full stops.
LONGEST = 300
#: Sentences of a transcript under this many words are greetings and turns ("Sorry, we are running late").
SHORTEST_SPOKEN = 12
#: What a page says of itself or of its own reporting.
_FURNITURE = pattern("furniture", re.IGNORECASE)
_POINTS_BACK = pattern("points_back", re.IGNORECASE)
_ALSO = pattern("also", re.IGNORECASE)
#: Without one of these words none of a pattern's phrases is there: asked first, as patterns are slow.
_FURNITURE_WORDS = word_class("standing_furniture")
_POINTS_BACK_WORDS = word_class("points_back")
_ALSO_WORDS = word_class("also")
#: Words of a quote that open it pointing back.
_QUOTED_BACK = word_class("quoted_back")
_DEMONSTRATIVES = word_class("demonstrative")
_AUXILIARIES = word_class("auxiliary")
_TIME = word_class("time")
_WORD = re.compile(r"\w+")


@value_class
class Standing:
    """How a sentence stands."""

    #: Whether it cannot be shown: it points back, and what to is not certain.
    hangs: bool
    #: How many lesser back-references it holds ("the deal").
    leans: int = 0
    #: How much else ties it to its neighbours or to somebody speaking: "But", "also", "we".
    mild: int = 0
    #: (offset in the article's text, words shown there in brackets), in text order.
    inserts: tuple[tuple[int, str], ...] = ()
    #: Names of the rules that decided about it or about a word of it, in text order; where it hangs the last one made it.
    rules: tuple[str, ...] = ()
    #: Whether it opens by going on from another sentence ("But the bank …"): such a one never opens a summary.
    continues: bool = False

    @property
    def bracket_words(self) -> int:
        """Words its brackets hold."""
        return sum(len(words.split()) for _, words in self.inserts)

    def shown(self, text: str, start: int) -> str:
        """``text``, which begins at offset ``start`` of the article, with the brackets."""
        for at, words in sorted(self.inserts, reverse=True):
            text = f"{text[: at - start]} [{words}]{text[at - start :]}"
        return text


# -- the sentence as a whole ------------------------------------------------------------------------------------------


def _bare_speech(r: Reading) -> Verdict | None:
    """ "“It will cost us.”": nearly all of it is quoted, with no reporting clause in it."""
    sentence = r.doc.sentences[r.number]
    spans = r.look.spans_in(sentence.start, sentence.end)
    if not spans:
        return None
    outside, position = [], sentence.start
    for span in spans:
        outside.append(r.doc.text[position : max(position, span.start)])
        position = max(position, span.end)
    outside.append(r.doc.text[position : sentence.end])
    return HANGS if len(_WORD.findall(" ".join(outside))) < 2 else None


def _endless(r: Reading) -> Verdict | None:
    """A page without full stops."""
    return HANGS if len(r.doc.sentence_tokens(r.number)) > LONGEST else None


def _furniture(r: Reading) -> Verdict | None:
    """ "Norway did not respond to a request for comment.", "Q: Who pays?" """
    if LABEL.match(r.text) or (not r.here.isdisjoint(_FURNITURE_WORDS) and _FURNITURE.search(r.text)):
        return HANGS
    return None


def _inside_quote(r: Reading) -> Verdict | None:
    """ "We pay for the ships.” Norway …": a quote that began before goes on."""
    return HANGS if r.look.inside_quote(r.doc.sentences[r.number].start) else None


def _no_words(r: Reading) -> Verdict | None:
    """ "* * *" """
    return HANGS if r.first >= r.stop or not r.doc.tokens[r.first][0].isalnum() else None


def _small_talk(r: Reading) -> Verdict | None:
    """ "Sorry, we are running late." in a transcript."""
    if not r.look.transcript:
        return None
    words = sum(r.doc.tokens[k][0].isalnum() for k in r.doc.sentence_tokens(r.number))
    return HANGS if words < SHORTEST_SPOKEN else None


def _opening(r: Reading) -> Verdict | None:
    """Nothing stands before an article's first sentence."""
    return STANDS if r.number == r.look.opening else None


def _announces(r: Reading) -> Verdict | None:
    """ "The Senate resolves to:" """
    return HANGS if r.doc.text[r.doc.sentences[r.number].end - 1] == ":" else None


def _announced(r: Reading) -> Verdict | None:
    """ "Observe a minute of silence." behind "The Senate resolves to:"."""
    doc: Document = r.doc
    if r.number == 0 or doc.text[doc.sentences[r.number - 1].end - 1] != ":":
        return None
    verbs = _AUXILIARIES | person_verbs()
    says_who = doc.tokens[doc.first_token[r.number]][0].isalpha() and not r.here.isdisjoint(verbs)
    return None if says_who else HANGS


def _question(r: Reading) -> Verdict | None:
    """ "Who pays for the ships?" """
    asks = r.text.rstrip("\"”’') ").endswith("?") and not r.quoted[r.first]
    return HANGS if asks else None


def _fragment(r: Reading) -> Verdict | None:
    """ "Rooted in what both sides signed in March.": a participle that describes what stands before, as no comma ends it."""
    word = r.word(r.first)
    opens = word.endswith("ed") and r.word(r.first + 1) in PREPOSITIONS
    return HANGS if opens and "," not in r.here and not r.quoted[r.first] else None


#: On the sentence as a whole; the first rule that says something decides, and where none does the words are read.
RULES: tuple[Rule[Reading], ...] = (
    Rule("bare speech", _bare_speech),
    Rule("endless", _endless),
    Rule("furniture", _furniture),
    Rule("goes on with a quote", _inside_quote),
    Rule("no words", _no_words),
    Rule("small talk", _small_talk),
    Rule("first sentence", _opening),
    Rule("announces what follows", _announces),
    Rule("was announced", _announced),
    Rule("question", _question),
    Rule("fragment", _fragment),
)


def _points_back(r: Reading) -> Verdict | None:
    """ "Norway won the same day." """
    return Verdict(leans=1) if not r.here.isdisjoint(_POINTS_BACK_WORDS) and _POINTS_BACK.search(r.text) else None


def _also(r: Reading) -> Verdict | None:
    """ "Norway also closed its airspace.": in the first half of the sentence."""
    if r.here.isdisjoint(_ALSO_WORDS):
        return None
    return Verdict(mild=1) if _ALSO.search(r.text[: max(60, len(r.text) // 2)]) else None


def _too_many_brackets(r: Reading) -> Verdict | None:
    """A sentence with three brackets is no reading."""
    return HANGS if len(r.inserts) > MOST_BRACKETS else None


#: On the wording of a sentence that was read; each says its own.
WORDINGS: tuple[Rule[Reading], ...] = (
    Rule("points back inside", _points_back),
    Rule("also", _also),
    Rule("too many brackets", _too_many_brackets),
)


def judge(look: Antecedents, number: int) -> Standing:
    """Judge sentence ``number``."""
    doc = look.doc
    tokens = doc.sentence_tokens(number)
    reading = Reading(look, number, next((k for k in tokens if doc.tokens[k][0].isalnum()), tokens.start))
    found = decide(RULES, reading)
    if found is not None:
        rule, verdict = found
        return Standing(verdict.hangs, rules=(rule,))
    if not look.quoted[reading.first]:
        rule_of_opening = openings.judge(reading)
        if rule_of_opening is not None:
            return Standing(True, rules=(*reading.rules, rule_of_opening))
    elif doc.low[reading.first] in _QUOTED_BACK:
        reading.apply("quote points back", Verdict(mild=1))
    _read(reading)
    for wording in WORDINGS:
        verdict_ = wording.judge(reading)
        if verdict_ is HANGS:
            return Standing(True, rules=(*reading.rules, wording.name))
        if verdict_ is not None:
            reading.apply(wording.name, verdict_)
    inserts = () if reading.hangs else tuple(reading.inserts)
    return Standing(reading.hangs, reading.leans, reading.mild, inserts, tuple(reading.rules), reading.continues)


def speech_hangs(look: Antecedents, number: int) -> bool:
    """Whether a sentence of speech needs its neighbours; a speaker's label before it, and "I", say nothing of that."""
    how = judge(look, number)
    return (how.hangs and how.rules[-1] not in _OF_SPEECH) or bool(how.inserts)


#: Rules that hold of sentences in transcripts although those stand alone there.
_OF_SPEECH = frozenset(["furniture", "bare speech", "goes on with a quote"])


def _read(reading: Reading) -> None:
    """Judge the words of a sentence outside quotes one after another, until one makes it hang."""
    telling, k = reading.look.telling, reading.first
    for place in range(bisect_left(telling, reading.first), bisect_left(telling, reading.stop)):
        if reading.hangs:
            break
        if telling[place] >= k and not reading.quoted[telling[place]]:
            k = _judge_word(reading, telling[place])


def _judge_word(reading: Reading, k: int) -> int:
    """Judge what begins at token ``k``, one of :attr:`Antecedents.telling`; the next token to look at."""
    doc, word = reading.doc, reading.doc.low[k]
    named = reading.look.people.at(doc.begins[k])
    if named is not None:
        reading.told.append(named)
    elif word in PRONOUNS:
        back_references.judge(reading, k)
    elif word == "the":
        return definite_phrases.judge(reading, k)
    elif k > reading.first and word in _DEMONSTRATIVES:
        definite_phrases.judge_demonstrative(reading, k)
    elif k > reading.first and reading.in_first_person(k):
        definite_phrases.judge_first_person(reading, k)
    elif word not in _TIME and not word[0].isdigit():
        reference = reading.look.references.title_reference_at(doc.begins[k])
        if reference is not None and reference.start == doc.begins[k]:
            return definite_phrases.judge_title(reading, k, reference)
    return k + 1
