"""The catalogue of attribution traps: look-alike texts of ours, each with what must and what must not happen."""

from __future__ import annotations

import pytest

from tests.summarizers.helpers import brief_of, mention, quote_with, speakers

JOINT = """Foreign Minister Ingrid Solheim and Defence Minister Erik Lunde called the northern pact a “shield for small states” in an article on Sunday.

“Our neighbours are what our officers call ‘the first line,’” Solheim and Lunde wrote. “We can do far more with them than we could without them.”

“No coast in the north is guarded by one country alone,” they continued. “It would be a grave mistake to forget that.”

“As President Carlsen has said, we will talk first, because talking is the cheapest way to stay safe,” the ministers wrote.

“At the same time, we will keep our ships at sea,” they added."""


def test_trap_1_joint_speakers_are_both_named() -> None:
    """Two people who write together both speak, also behind “they” and “the ministers”."""
    made = brief_of(JOINT)
    pair = ["Ingrid Solheim", "Erik Lunde"]
    for words in ("Our neighbours", "We can do far more", "No coast", "grave mistake", "talk first", "ships at sea"):
        assert pair == speakers(made, words), words


def test_trap_1_one_writer_stays_one() -> None:
    """Somebody merely met is no co-speaker."""
    made = brief_of(
        "Foreign Minister Ingrid Solheim met Defence Minister Erik Lunde on Monday. “We need more ships in the north this year,” Solheim said."
    )
    assert speakers(made, "more ships") == ["Ingrid Solheim"]


def test_trap_1_senators_who_put_out_a_letter() -> None:
    """“They” goes back to two legislators named in a list."""
    made = brief_of(
        "Senators Ana Reyes and Pia Holm oppose the quota. They put out an open note on Tuesday.\n\n"
        "“That quota was written for other times and other fleets,” they wrote."
    )
    assert speakers(made, "That quota") == ["Ana Reyes", "Pia Holm"]


def test_trap_2_widget_text_is_never_a_speaker() -> None:
    """“MORE” of a glued widget is nobody."""
    made = brief_of(
        "Defense Secretary Nora Quist Nora QuistLawmakers press for answers on harbor fees New rules take hold for coastal ferries MORE "
        "called the agreement “a fair opening for everyone involved” on Monday."
    )
    assert "MORE" not in made.article.text
    assert speakers(made, "a fair opening") == ["Nora Quist"]


def test_trap_3_terms_have_no_speaker() -> None:
    """A slogan in marks is no speech."""
    made = brief_of(
        "President Mario Vella wants a “coast first” agenda. The plan was sent to parliament on Friday, officials said."
    )
    quote = quote_with(made, "coast first")
    assert quote.kind in {"scare", "title"}
    assert quote.speakers == ()


def test_trap_3_partial_speech_has_one() -> None:
    """Reported words with a cue are partial speech."""
    made = brief_of(
        "Foreign Minister Ingrid Solheim said the pact brings “security and steady trade for the whole region.”"
    )
    assert speakers(made, "security and steady trade") == ["Ingrid Solheim"]
    assert quote_with(made, "security and steady trade").kind == "partial"


def test_trap_4_a_person_inside_the_quote_does_not_speak() -> None:
    """A name inside the marks never becomes the speaker."""
    made = brief_of(JOINT)
    assert "Carlsen" not in " ".join(speakers(made, "talk first"))


def test_trap_5_nested_marks_are_one_quote() -> None:
    """Single marks inside double ones do not cut the quote."""
    made = brief_of(JOINT)
    quote = quote_with(made, "Our neighbours")
    assert made.article.text[quote.start : quote.end].endswith("‘the first line,’”")


def test_trap_5_an_inner_mark_left_open_does_no_harm() -> None:
    """An unclosed inner mark stays inside."""
    made = brief_of(
        "“The other side keeps telling us, ‘Sure, next year, but nothing happens at all,” Premier Lena Ostrow said. She left at noon."
    )
    assert speakers(made, "The other side") == ["Lena Ostrow"]


def test_trap_6_reopened_paragraphs_keep_the_unnamed_speaker() -> None:
    """Speech that goes on over paragraphs keeps its speaker, even an unnamed one."""
    made = brief_of(
        "Foreign Minister Mika Lien is abroad this week.\n\n"
        "A Norwegian foreign ministry spokesman said: “On Monday we informed the consulate of our decision.\n\n"
        "“The closing of our consulate is a step that we regret and that we did not seek.”"
    )
    for words in ("On Monday we informed", "The closing of our consulate"):
        assert speakers(made, words) == []
    assert "spokesman" in (mention(made, "On Monday we informed") or "")


def test_trap_7_wrong_way_mark_opens_a_paragraph() -> None:
    """A closing mark at the start of a paragraph opens."""
    made = brief_of("”Ms. Aldana stands for everybody in this valley and she always has,” said Mayor Rita Blom.")
    assert speakers(made, "stands for everybody") == ["Rita Blom"]


def test_trap_7_dash_attribution() -> None:
    """A dash and a name after the quote say who spoke."""
    made = brief_of(
        "Readers answered our question.\n\n“I would leave the union tomorrow if I could do so.” ― Marta Oyelaran\n\n“I would stay and argue about every single line.” ― Jon Petersen"
    )
    assert mention(made, "leave the union") == "Marta Oyelaran"
    assert mention(made, "stay and argue") == "Jon Petersen"


def test_trap_8_a_body_speaks_and_it_points_back() -> None:
    """A ministry that speaks is shown as the article says it, and names nobody."""
    made = brief_of(
        "Trade Minister Oskar Blum was not present.\n\n“The talks on grain will go on next week in the capital,” the trade ministry said in its statement.\n\n“We expect a result before the harvest,” it added."
    )
    assert speakers(made, "talks on grain") == []
    assert mention(made, "talks on grain") == "the trade ministry"
    assert speakers(made, "before the harvest") == []


def test_trap_9_a_group_of_ministers_names_nobody_present_by_chance() -> None:
    """Four unnamed ministers are not the people mentioned next."""
    made = brief_of(
        "The foreign ministers of Norway, Chile, Ghana and Japan met on Tuesday.\n\n“On the fishing quotas, we remain united and ready to talk,” the four ministers said in their joint statement.\n\n"
        "Prime Minister Lena Ostrow will meet President Mario Vella today."
    )
    assert speakers(made, "fishing quotas") == []
    assert "ministers" in (mention(made, "fishing quotas") or "")


def test_trap_10_states_as_speakers() -> None:
    """Countries that speak stay countries."""
    made = brief_of(
        "“We call on all sides to return to the table without delay,” the three states said in a joint statement on Friday."
    )
    assert speakers(made, "return to the table") == []
    assert mention(made, "return to the table") == "the three states"


def test_trap_11_an_anonymous_official_is_never_resolved() -> None:
    """An unnamed official near a named minister stays unnamed."""
    made = brief_of(
        "Foreign Minister Ilse Marten flew to Oslo on Monday. A senior Canadian official described the talks as “a fair opening” with “no shouting at all.”\n\n"
        "“There is still a lot of work before us,” the official said."
    )
    for words in ("a fair opening", "no shouting", "a lot of work"):
        assert speakers(made, words) == [], words


def test_trap_12_secondary_attribution() -> None:
    """The agency that carried the words is not the speaker."""
    made = brief_of(
        "“Pensioners will not pay for this crisis of the banks,” Finance Minister Ana Ferreira said, according to a Kyodo News report."
    )
    assert speakers(made, "Pensioners") == ["Ana Ferreira"]


def test_trap_13_transcripts_name_no_questioner() -> None:
    """Speaker lines of a briefing are no quotes, and QUESTION is nobody."""
    made = brief_of(
        "MR HALVORSEN: Good afternoon. I have one item at the top.\n\nQUESTION: Thank you. Is the embassy open?\n\nMR HALVORSEN: It is. I would call it, as a colleague once did, “a source of strength.”\n\nQUESTION: And the consulate?\n\nMR HALVORSEN: Closed."
    )
    assert all(not q.speakers for q in made.quotes)
    assert all("QUESTION" not in p.name.upper() for p in made.people)


def test_trap_15_speech_without_marks_is_not_invented() -> None:
    """Reported speech without marks gives no quote."""
    made = brief_of(
        "This pressure will not work, the ministry said in its statement. It called on all sides to be calm."
    )
    assert made.quotes == ()


def test_trap_14_a_spun_copy_is_shown_as_it_stands() -> None:
    """Words that another site reworded are that page's, verbatim, and the brief names the site beside them."""
    made = brief_of(
        "“It shall be my ultimate talking from this desk today,” spokesman Per Holm mentioned at the briefing."
    )
    quote = quote_with(made, "ultimate talking")
    assert made.article.text[quote.start : quote.end] == "“It shall be my ultimate talking from this desk today,”"
    assert "final briefing" not in made.article.text


def test_trap_16_a_pull_quote_widget_is_a_quotation_of_its_signature() -> None:
    """“Open quote … Close quote” is taken out; the line in capitals below speaks."""
    made = brief_of(
        "The ship left on Monday.\n\nOpen quoteThe convoy will not turn back before it reaches the port.Close quote\n\n"
        "A NORWEGIAN DEFENCE MINISTRY STATEMENT\n\nForeign Minister Ingrid Solheim was silent."
    )
    assert "Open quote" not in made.article.text
    assert "Close quote" not in made.article.text
    assert speakers(made, "The convoy will not") == []
    assert mention(made, "The convoy will not") == "A NORWEGIAN DEFENCE MINISTRY STATEMENT"


def test_trap_16_words_of_a_market_report_stay() -> None:
    """An “open quote” of a price is no widget."""
    text = "Open quotes of the price were never given, and a close quote of it was not binding on Monday either."
    assert brief_of(text).article.text == text


def test_trap_17_single_marks_hold_speech_too() -> None:
    """Papers that use single marks are read."""
    made = brief_of(
        "‘The channel will stay open for ships of every flag,’ Transport Minister Hana Sato said on Sunday."
    )
    assert speakers(made, "The channel will stay open") == ["Hana Sato"]


def test_trap_17_apostrophes_are_no_quotes() -> None:
    """Possessives and clipped years open nothing."""
    made = brief_of(
        "The ministers’ talks in the ’90s failed. The workers' strike and the union's answer did not change that."
    )
    assert made.quotes == ()


def test_trap_18_brackets_and_elisions_stay() -> None:
    """Bracketed and elided words are kept verbatim."""
    made = brief_of("“They [the envoys] will meet . . . when the time is right,” Foreign Minister Ingrid Solheim said.")
    quote = quote_with(made, "They [the envoys]")
    assert made.article.text[quote.start : quote.end] == "“They [the envoys] will meet . . . when the time is right,”"
    assert speakers(made, "They [the envoys]") == ["Ingrid Solheim"]


def test_trap_19_titles_of_works_and_bills() -> None:
    """A bill's name is not speech."""
    made = brief_of("Senator Ana Reyes wrote the bill known as the “Safe Ferries for Small Islands Act” in 2019.")
    quote = quote_with(made, "Safe Ferries")
    assert quote.kind == "title"
    assert quote.speakers == ()


def test_trap_20_what_she_called() -> None:
    """“what she called” goes to the subject of the main clause, not to the nearest noun."""
    made = brief_of(
        "Agency chief Nadia Karim told Secretary-General Paul Obi on Friday about what she called a “reckless detour” in the talks."
    )
    assert "Paul Obi" not in speakers(made, "reckless detour")


def test_trap_21_header_and_headline_are_no_names() -> None:
    """The header line of a scraped file is metadata."""
    made = brief_of(
        " date 2020-02-03 https://news.example/world/1\n\nPresident Mario Vella said on Monday that “the harbour will be open before winter.”",
        date=None,
    )
    assert str(made.article.published) == "2020-02-03"
    assert speakers(made, "harbour") == ["Mario Vella"]


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        (
            "“We are ready for every outcome of this vote,” said Prime Minister Lena Ostrow.",
            "ready for every",
            "Lena Ostrow",
        ),
        (
            "Prime Minister Lena Ostrow said, “We are ready for every outcome of this vote.”",
            "ready for every",
            "Lena Ostrow",
        ),
        (
            "“We are ready,” Prime Minister Lena Ostrow said, “for every outcome of this vote.”",
            "for every outcome",
            "Lena Ostrow",
        ),
        (
            "According to Prime Minister Lena Ostrow, “we are ready for every outcome of this vote.”",
            "ready for every",
            "Lena Ostrow",
        ),
        (
            "Prime Minister Lena Ostrow wrote on Friday: “We are ready for every outcome of this vote.”",
            "ready for every",
            "Lena Ostrow",
        ),
        (
            "“We are ready for every outcome,” Lena Ostrow, the prime minister, told reporters.",
            "ready for every",
            "Lena Ostrow",
        ),
        (
            "Prime Minister Lena Ostrow arrived late. “We are ready for every outcome of this vote,” she said.",
            "ready for every",
            "Lena Ostrow",
        ),
        (
            "Prime Minister Lena Ostrow met reporters, saying the country was “ready for every outcome of this vote.”",
            "ready for every",
            "Lena Ostrow",
        ),
    ],
)
def test_ordinary_attributions(text: str, words: str, name: str) -> None:
    """The everyday patterns of news English."""
    assert [name] == speakers(brief_of(text), words)
