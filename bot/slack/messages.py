"""Every sentence the bot can say, in one voice: short, polite, specific. docs/messages.md is made from this table."""

from __future__ import annotations

from dataclasses import dataclass

from bot.slack.text import escape


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the bot says."""

    #: When it is said.
    when: str
    #: The words, in mrkdwn; ``{name}`` is filled in, escaped.
    text: str


LINES: dict[str, Line] = {
    # -- answers to a link -------------------------------------------------------------------------------------------
    "pointer": Line("A link was briefed in this channel already.", "Already briefed here: <{link}|see that thread>."),
    "trouble": Line(
        "Something failed on our side.",
        "Sorry, something went wrong on my side with that link. I have made a note of it.",
    ),
    "reading": Line("The answer to /brief with a link, only to the person.", "Reading {site} …"),
    "reading_text": Line("The answer to /brief with pasted text, only to the person.", "Reading your text …"),
    "others": Line("A message holds more than three links.", "I briefed the first {done} links of that message."),
    "no_link": Line(
        "A mention or direct message holds neither a link nor enough text.",
        "Paste a link to an article and I will brief it. `/brief help` shows everything I can do.",
    ),
    "not_understood": Line(
        "/brief was given something it does not know.",
        "I did not understand “{given}”. Did you mean `{nearest}`? `/brief help` shows everything I can do.",
    ),
    "help": Line(
        "/brief help.",
        "*What I can do*\n"
        "• Paste a link to an article in a channel I am in: I put a brief in its thread.\n"
        "• `/brief https://…` briefs a link here; add `short` or `long` for its length, `private` to see it alone.\n"
        "• Mention me with a link, or send me a link or the text itself in a direct message.",
    ),
    "short_text": Line(
        "The pasted text is too short to brief.", "That text is too short to need a brief: it has {words} words."
    ),
    # -- parts of a brief --------------------------------------------------------------------------------------------
    "pasted_text": Line("Headline of a brief made from pasted text.", "Pasted text"),
    "heading_quotes": Line("Over the quotes of a brief.", "Key quotes"),
    "heading_officials": Line("Over the officials of a brief.", "Officials"),
    "unattributed": Line("Under a quote whose speaker the article does not make plain.", "speaker not made plain"),
    # -- buttons -----------------------------------------------------------------------------------------------------
    "button_others": Line("Button that briefs the links a message holds beyond the third.", "Brief the others"),
    "button_source": Line("Button under a brief.", "Source"),
    # -- where Slack says no -----------------------------------------------------------------------------------------
    "not_in_channel": Line(
        "A command was used where the bot cannot post.",
        "I cannot post here yet. Please invite me with `/invite {bot}` and try again.",
    ),
    "archived": Line("A command was used in an archived channel.", "This channel is archived, so I cannot post here."),
    "missing_scope": Line(
        "Slack refused for a missing permission.",
        "I lack a permission here. Please ask a workspace admin to reinstall me.",
    ),
    "cannot_post": Line("Slack refused for another reason.", "Slack would not let me post the brief here."),
    "welcome": Line(
        "The bot was invited to a channel.",
        "Hello! Paste a link to diplomatic news and I will put a brief in its thread: "
        "summary, key quotes with their speakers, and the officials involved.",
    ),
}


def say(name: str, **values: object) -> str:
    """The line ``name`` as mrkdwn, its values escaped."""
    return LINES[name].text.format(**{key: escape(str(value)) for key, value in values.items()})


def plain(name: str) -> str:
    """The line ``name`` as it stands, for plain-text places such as buttons."""
    return LINES[name].text
