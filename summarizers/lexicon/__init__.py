"""The knowledge files as the rooms need them: one phrase table for tagging, and small questions about words.

Nothing here knows an article; everything is loaded once and cached.
"""

from summarizers.lexicon.names import GivenName, fold, given_name, is_family_first, name_key, name_prefixes, same_given
from summarizers.lexicon.phrases import (
    ARMED,
    PARTY_STATE,
    Entry,
    is_country,
    is_place,
    phrases,
    phrases_by_two,
    sharing_adjective,
    title_abbreviations,
    title_word,
)
from summarizers.lexicon.stem import singular
from summarizers.lexicon.words import (
    Modifier,
    Verb,
    abbreviations,
    is_department,
    is_ordinary,
    is_party,
    modifier,
    never_names,
    organisation_words,
    person_verbs,
    speech_verbs,
    surname_words,
    time_words,
    word_class,
)

__all__ = [
    "ARMED",
    "PARTY_STATE",
    "Entry",
    "GivenName",
    "Modifier",
    "Verb",
    "abbreviations",
    "fold",
    "given_name",
    "is_country",
    "is_department",
    "is_family_first",
    "is_ordinary",
    "is_party",
    "is_place",
    "modifier",
    "name_key",
    "name_prefixes",
    "never_names",
    "organisation_words",
    "person_verbs",
    "phrases",
    "phrases_by_two",
    "same_given",
    "sharing_adjective",
    "singular",
    "speech_verbs",
    "surname_words",
    "time_words",
    "title_abbreviations",
    "title_word",
    "word_class",
]
