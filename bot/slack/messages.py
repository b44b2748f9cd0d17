"""Every sentence the bot can say, in one voice: short, polite, specific. docs/messages.md is made from this table.

What is said about pages that cannot be read stands in ``bot.articles.states``.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.presentation import UNATTRIBUTED
from bot.surfaces import clean, escape, isolated


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the bot says."""

    #: When it is said.
    when: str
    #: The words, in mrkdwn; ``{name}`` is filled in, escaped.
    text: str


LINES: dict[str, Line] = {
    # -- answers to a link
    "pointer": Line("A link was briefed in this channel already.", "Already briefed here: <{link}|see that thread>."),
    "trouble": Line(
        "Something failed on our side.",
        "Sorry, something went wrong on my side with that link. I have made a note of it.",
    ),
    "trouble_window": Line("A window could not be opened.", "Sorry, I could not open that window. Please try again."),
    "reading": Line("/brief with a link, only to the person.", "Reading {site} …"),
    "status_reading": Line(
        "Beside the bot’s name in a direct message, while a link is read (Slack’s own status line).", "is reading …"
    ),
    "reading_private": Line(
        "/brief with a link and `private`.", "Reading {site} … The brief comes in our direct message."
    ),
    "private_here": Line(
        "The brief of `/brief … private` is there.", "Your brief is there: <{link}|our direct message>."
    ),
    "private_there": Line("The same, where its place has no address.", "Your brief is in our direct message."),
    "reading_first": Line(
        "/brief with more links than are briefed at once.", "I brief the first {done} of these links."
    ),
    "others": Line("A message holds more than three links.", "I briefed the first {done} links of that message."),
    "no_link": Line(
        "A mention or direct message holds neither a link nor enough text, nor anything else the bot understands.",
        "Paste a link to an article and I will brief it. `/brief help` shows everything I can do.",
    ),
    "quotes_here_only": Line(
        "Behind an answer about quotes that everybody in a channel reads.",
        "Here I look through this channel alone; `/quotes` looks everywhere you may read.",
    ),
    "digest_form_there": Line(
        "“digest” in a message, where no form can be opened.", "`/digest` opens the form; `digest help` says the rest."
    ),
    "no_link_there": Line("“Brief the links” on a message without any.", "I found no link to an article there."),
    "slack_link": Line(
        "The bot was given a link to a message, file, canvas or huddle of Slack's.",
        "That link leads into Slack, and I only read articles. Paste a link to one, or the text itself.",
    ),
    "not_understood": Line(
        "/brief was given something it does not know.",
        "I did not understand “{given}”. Did you mean `{nearest}`? `/brief help` shows everything I can do.",
    ),
    "no_such_command": Line("A command this bot does not have.", "I do not know that command. Try `/brief help`."),
    "not_installed": Line("A command from a workspace the bot does not serve.", "I do not work in this workspace yet."),
    "help": Line(
        "/brief help, and the bot's Home tab.",
        "*What I can do*\n"
        "• Paste a link to an article in a channel I am in: I put a brief in its thread.\n"
        "• `/brief https://…` briefs a link here; add `short` or `long` for its length, `private` to see it alone.\n"
        "• `/brief` alone opens a form for a link or pasted text.\n"
        "• `/brief settings` says when I speak up in a channel, and how briefs look there.\n"
        "• `/quotes Ana Reyes about sanctions since 2026-10-01` finds what somebody said in articles briefed here; "
        "a country, an office or a subject alone will do.\n"
        "• “Brief the links” in a message's menu briefs what somebody else posted; “Brief a link” is in the + menu.\n"
        "• Mention me with a link, in the thread of one, or send me a link or the text itself in a direct message. "
        "There, and in threads, I also understand `help`, `digest now` and `what did Ana Reyes say about sanctions?`\n"
        "• `/digest` sets a daily digest of the channel's sources; `/digest help` shows its commands.",
    ),
    # -- parts of a brief
    "pasted_text": Line("Headline of a brief made from pasted text.", "Pasted text"),
    "heading_officials": Line("Over the officials of a brief.", "Officials"),
    "unattributed": Line("Under a quote whose speaker the article does not make plain.", UNATTRIBUTED),
    "in_context": Line("Link behind a speaker: the quote's place in the article.", "↗ source"),
    # -- buttons
    "button_source": Line("Button under a brief.", "Source"),
    "button_more": Line("Button under a brief: all quotes and people, only to the person.", "More"),
    "button_right": Line("Button under a brief: it is right.", "Right"),
    "button_wrong": Line("Button under a brief: report a mistake.", "Wrong?"),
    "judged_right": Line("After “Right”, only to the person.", "Thank you, I keep that with the brief."),
    "menu_markdown": Line("Choice under a brief.", "Copy as Markdown"),
    "menu_share": Line("Choice under a brief.", "Share to channel…"),
    "markdown_title": Line("Title of the window behind “Copy as Markdown”.", "As Markdown"),
    "markdown_part": Line("Over the text in that window.", "Select all and copy"),
    "share_title": Line("Title of the form behind “Share to channel…”.", "Share a brief"),
    "share_where": Line("Question of the form.", "Which channel?"),
    "button_share": Line("Button of the form.", "Share"),
    "share_refused": Line(
        "A brief could not be shared; to whoever shared it.", "I could not share a brief in <#{channel}>. {why}"
    ),
    "button_delete": Line("Button under a brief.", "Delete"),
    "button_others": Line("Button that briefs the links a message holds beyond the third.", "Brief the others"),
    "button_again": Line("Button under a failure that may pass.", "Try again"),
    "button_paste": Line("Button under a failure where the text itself would help.", "Paste the text"),
    "button_older": Line("Button under /quotes.", "Older"),
    "button_newer": Line("Button under /quotes.", "Newer"),
    "button_ask": Line("Button in the Home tab.", "Brief a link"),
    # -- deleting
    "delete_title": Line("Title of the question before deleting.", "Delete this brief?"),
    "delete_text": Line("The question before deleting.", "It goes for everybody in this conversation."),
    "delete_yes": Line("Yes to deleting.", "Delete"),
    "delete_no": Line("No to deleting.", "Keep"),
    "not_yours": Line(
        "Somebody else wants to delete a brief.",
        "Only the person who asked for this brief, the channel's creator or a workspace admin can delete it.",
    ),
    "deleting": Line("After “Delete” in the window behind “More”.", "It is being deleted."),
    "not_deleted": Line("Slack refused to delete.", "Slack would not let me delete that message."),
    # -- more
    "more_title": Line("Title of the window behind “More”.", "The whole brief"),
    "more_gone": Line("“More” under a brief that is no longer kept.", "I no longer keep that brief. Ask for it again."),
    "more_people": Line("Over everyone named.", "People named"),
    "more_quotes": Line("Over all quotes.", "All quotes"),
    "more_none": Line("An article without quotes.", "No quotes."),
    # -- wrong?
    "wrong_title": Line("Title of the form behind “Wrong?”.", "What is wrong?"),
    "wrong_kind": Line("Question of the form.", "What is it?"),
    "wrong_details": Line("Question of the form.", "What should it say?"),
    "wrong_thanks": Line(
        "After the form was sent.", "Thank you. I keep this with the brief, so that it can be put right."
    ),
    # -- brief a link
    "ask_title": Line("Title of the form of /brief.", "Brief a link"),
    "ask_what": Line("Question of the form.", "A link, or the text itself"),
    "ask_where": Line("Question of the form.", "Where should it go?"),
    "ask_private": Line("Box of the form.", "Only to me"),
    "ask_empty": Line(
        "The form holds neither link nor enough text.", "Please paste one link, or at least a few sentences."
    ),
    # -- settings
    "settings_title": Line("Title of the form of /brief settings.", "Settings"),
    "settings_for": Line("Above the form.", "For <#{channel}>."),
    "settings_for_us": Line("The same, in a direct message.", "For our direct message."),
    "settings_mode": Line("Question of the form.", "When should I brief links?"),
    "mode_every": Line("Answer of the form.", "Every link to an article"),
    "mode_sites": Line("Answer of the form.", "Only links to chosen sites"),
    "mode_mention": Line("Answer of the form.", "Only when I am mentioned"),
    "settings_sites": Line("Question of the form.", "Chosen sites"),
    "settings_sites_hint": Line("Under that question.", "For example: news.example, ministry.example"),
    "settings_length": Line("Question of the form.", "Length of the summary"),
    "length_one": Line("Answer of the form.", "1 sentence"),
    "length_many": Line("Answer of the form.", "{count} sentences"),
    "settings_quotes": Line("Question of the form.", "Quotes"),
    "quotes_none": Line("Answer of the form.", "None"),
    "quotes_many": Line("Answer of the form.", "Up to {count}"),
    "settings_place": Line("Question of the form.", "Where do briefs go?"),
    "place_thread": Line("Answer of the form.", "Into the thread of the message"),
    "place_channel": Line("Answer of the form.", "Into the channel"),
    "settings_dates": Line("Question of the form.", "Dates"),
    "settings_interests": Line("Question of the form.", "Interests"),
    "settings_interests_hint": Line(
        "Under that question.", "People, countries or words whose sentences and quotes come first, parted by commas"
    ),
    "settings_no_sites": Line("Chosen sites, but none given.", "Please name at least one site."),
    "settings_bad_site": Line("A site that is no host name.", "“{site}” is not a site's name, such as news.example."),
    "settings_too_many": Line("More entries than are kept.", "Please give at most {most}."),
    "settings_saved": Line("After the form was sent.", "Saved. They hold from the next link on."),
    "settings_here": Line(
        "/brief settings where there is nothing to set.", "Settings belong to channels: ask me in one."
    ),
    "button_save": Line("Button of a form.", "Save"),
    "button_send": Line("Button of a form.", "Send"),
    "button_brief": Line("Button of a form.", "Brief it"),
    "button_cancel": Line("Button of a form.", "Cancel"),
    "button_done": Line("Button of a window.", "Done"),
    "button_close": Line("Button of a window.", "Close"),
    # -- quotes
    "quotes_usage": Line(
        "/quotes alone or with something it does not know.",
        "Try `/quotes Ana Reyes`, `/quotes Reyes about sanctions`, `/quotes Reyes since 2026-10-01`, `/quotes Slovenia`, "
        "`/quotes foreign minister of Japan` or `/quotes about sanctions`.",
    ),
    "quotes_bad_date": Line(
        "/quotes with a day it cannot read.", "I could not read the day “{given}”. Try `since 2026-10-01`."
    ),
    "quotes_nobody": Line(
        "/quotes found nobody of that name.", "Nobody called “{name}” is quoted in articles briefed here."
    ),
    "quotes_nothing": Line("/quotes found nothing that fits.", "{name} is quoted here, but I found nothing that fits."),
    "quotes_near": Line(
        "/quotes found nobody of that name, but similar ones.",
        "Nobody called “{name}” is quoted in articles briefed here. Did you mean one of these?",
    ),
    "quotes_no_such": Line(
        "/quotes for a country, office or subject found nothing.", "I found no quotes for {name} here."
    ),
    "quotes_also": Line("Before the other articles that hold the same words.", "also"),
    "quotes_file": Line("Title of the file with quotes.", "Quotes: {name}"),
    "quotes_sent": Line("After an export, only to the person.", "I sent you {count} as a file, in a direct message."),
    "button_md": Line("Button under /quotes.", "As Markdown"),
    "button_csv": Line("Button under /quotes.", "As CSV"),
    "quotes_which": Line("/quotes found several people.", "Which {name} do you mean?"),
    "quotes_of": Line("Over the quotes found.", "*{name}* in articles briefed here"),
    # -- Home
    "home_hello": Line(
        "Top of the Home tab.",
        "I turn links to diplomatic news into briefs: a summary, the key quotes with their speakers, "
        "the officials involved. Every word is the article's own.",
    ),
    "home_channels": Line("Heading of the Home tab.", "Channels"),
    "home_no_channels": Line("No shared channel yet.", "Invite me to a channel with `/invite`, and I start there."),
    "home_pick": Line("Choice in the Home tab.", "Settings of a channel …"),
    "home_digest": Line("A channel's digest in the Home tab.", "Digest at {time} ({zone}) on {days}, next {next}"),
    "home_digest_paused": Line("The same, paused.", "Digest paused, next {next}"),
    "home_digest_off": Line("The same, switched off.", "Digest switched off"),
    "home_digest_none": Line("A channel without a digest.", "No digest"),
    "button_digest": Line("Button beside a channel in the Home tab.", "Digest"),
    "home_recent": Line("Heading of the Home tab.", "Recent briefs"),
    "home_no_recent": Line("No brief yet.", "None yet. Paste a link in a channel I am in."),
    # -- channels
    "welcome": Line(
        "The bot was invited to a channel.",
        "Hello! Paste a link to diplomatic news and I will put a brief in its thread: "
        "summary, key quotes with their speakers, and the officials involved. `/brief settings` makes me quieter.",
    ),
    # -- the digest
    "digest_title": Line("Top of a digest.", "Digest for {day}"),
    "digest_counts": Line("Under that.", "{stories} from {articles} of {outlets} since {since}"),
    "digest_told_before": Line("Before a story that goes on.", "Update"),
    "digest_told_day": Line("Behind it.", "news on a story of {day}"),
    "digest_headline_only": Line(
        "Under a story no page of which could be read.", "Headline and description are the feed’s; I could not read it."
    ),
    "digest_others": Line("Before the other outlets of a story.", "Also:"),
    "digest_more_outlets": Line("Behind them.", "and {count} more"),
    "digest_spoke": Line("Before the people who spoke.", "Who spoke"),
    "digest_countries": Line("Before the countries of the day.", "Countries"),
    "digest_rest": Line("Over further stories, in the thread.", "Also in the news"),
    "digest_left_out": Line("Under those, before stories that were told and bring nothing new.", "Left out"),
    "digest_left_told": Line("Behind one that another outlet only repeats.", "nothing new since {day}"),
    "digest_left_background": Line(
        "Behind one that only explains or looks back.", "background on what was told on {day}"
    ),
    "digest_left_minor": Line("Behind one that others leave no room for.", "others were more important"),
    "digest_goes_on": Line("Under a digest that goes on in its thread.", "More stories are in the thread."),
    "digest_quiet": Line("A day without news, where such days are wanted.", "{day}: nothing new from your sources."),
    "digest_no_sources": Line(
        "/digest now in a channel without sources.",
        "No sources are set here yet. `/digest add https://…` adds a feed, or the feed of a site.",
    ),
    "digest_reading": Line(
        "/digest now while new sources are being read.",
        "Nothing to tell yet: I am still reading new articles. Please ask again in a few minutes.",
    ),
    "digest_refused": Line(
        "A digest could not be posted; to whoever set it.",
        "I could not post the digest in <#{channel}>. {why}",
    ),
    "digest_feed_dead": Line(
        "A feed of a channel failed for days; said once.",
        "I have not been able to read {name} ({url}) for days. {why} `/digest remove` takes it off the list.",
    ),
    "digest_chart": Line("Title of the chart.", "Most quoted in the last seven days"),
    "digest_chart_countries": Line("Title where it shows countries.", "Countries most quoted in the last seven days"),
    # -- /digest
    "digest_help": Line(
        "/digest help.",
        "*The daily digest*\n"
        "• `/digest` sets time, time zone, weekdays, sources and interests for this channel.\n"
        "• `/digest add https://…` adds a feed, or the feed of a site; `/digest remove` takes one off.\n"
        "• `/digest sources` lists the feeds; `/digest import https://…` and `/digest export` move them as OPML. "
        "An OPML file sent to me in a direct message, or with a mention of me, is imported as well.\n"
        "• `/digest follow Ana Reyes` puts stories with a person, country or words first; `/digest unfollow` ends it.\n"
        "• `/digest now` posts what is new since the last one; `/digest status` says when the next one comes.\n"
        "• `/digest why` tells why the latest stories stand where they do, and what was left out.\n"
        "• `/digest pause 3 days`, `/digest off` and `/digest on` do what they say.",
    ),
    "digest_unknown": Line(
        "/digest with something the bot does not know.",
        "I did not understand “{given}”. Did you mean `{nearest}`? `/digest help` shows everything.",
    ),
    "digest_form_title": Line("Title of the form of /digest.", "Daily digest"),
    "digest_time": Line("Question of the form.", "At what time?"),
    "digest_zone": Line("Question of the form.", "Time zone"),
    "digest_zone_hint": Line("Under that question.", "For example: Europe/Madrid, or a large city’s name"),
    "digest_days": Line("Question of the form.", "On which days?"),
    "digest_stories": Line("Question of the form.", "Stories told in full"),
    "digest_feeds": Line("Question of the form.", "Sources"),
    "digest_feeds_none": Line("Where no source is left.", "No sources"),
    "digest_add": Line("Question of the form.", "Add sources"),
    "digest_add_hint": Line("Under that question.", "Addresses of feeds or sites, one a line"),
    "digest_interests_hint": Line(
        "Under the interests.", "People, countries or words whose stories come first, parted by commas"
    ),
    "digest_quiet_days": Line("Question of the form.", "Quiet days"),
    "digest_skip_quiet": Line("Box of the form.", "Post nothing when there is nothing new"),
    "digest_bad_time": Line("A time that is none.", "Please choose a time."),
    "digest_bad_zone": Line("A time zone nobody knows.", "I do not know the time zone “{given}”. Try Europe/Madrid."),
    "digest_zone_near": Line("A time zone that comes close.", "I do not know “{given}”. Did you mean {near}?"),
    "digest_no_days": Line("No weekday chosen.", "Please choose at least one day."),
    "digest_bad_address": Line("Something that is no address.", "“{given}” is not a web address."),
    "digest_kept": Line("After the form was sent.", "Saved. `/digest status` says when the next digest comes."),
    "digest_saved": Line(
        "After the form was sent with new sources.",
        "Saved. Sources you added are being looked at; I will tell you what I find.",
    ),
    "digest_not_set": Line(
        "A digest is changed that was never set.", "There is no digest here yet: `/digest` sets one."
    ),
    "digest_working": Line("/digest now.", "I am putting the digest together."),
    "digest_off": Line("/digest off.", "No more digests here. `/digest on` brings them back."),
    "digest_off_already": Line("/digest off where there is none.", "There is no digest here to switch off."),
    "digest_on": Line("/digest on.", "Digests come again here: next on {next}."),
    "digest_paused": Line("/digest pause.", "No digest before {day}. `/digest on` ends the pause."),
    "digest_status": Line(
        "/digest status.",
        "*Digest* at {time} ({zone}) on {days}, {stories} told in full.\n*Next:* {next}\n*Sources:* {sources}",
    ),
    "digest_status_interests": Line("Behind it.", "*Follows:* {interests}"),
    "digest_status_never": Line("Where no digest comes.", "none: it is switched off"),
    "digest_status_paused": Line("Where it is paused.", "{next} (paused until then)"),
    "digest_why": Line("/digest why.", "*Why these stories* · digest of {day}"),
    "digest_why_left_out": Line("Under the stories told.", "*Left out*"),
    "digest_why_more": Line("Behind a long list of those left out.", "and {count} more"),
    "digest_why_none": Line("/digest why before the first digest.", "I have not made a digest here yet."),
    "digest_sources_of": Line("/digest sources.", "*Sources of the digest here*"),
    "digest_sources_more": Line("Behind a long list.", "and {count} more; `/digest export` gives them all"),
    "digest_source_failing": Line("Behind a source that fails.", "not answering"),
    "digest_source_new": Line("Behind a source that was not read yet.", "not read yet"),
    "digest_removed": Line("/digest remove.", "{name} is off the list."),
    "digest_remove_which": Line(
        "/digest remove with a name that fits several.", "Which one? Use its number: `/digest remove 2`."
    ),
    "digest_remove_none": Line("/digest remove with a name that fits none.", "No source here fits “{given}”."),
    "digest_following": Line("/digest follow.", "Stories with “{interest}” come first from now on."),
    "digest_unfollowed": Line("/digest unfollow.", "“{interest}” is followed no more."),
    "digest_not_followed": Line("/digest unfollow with something else.", "“{interest}” is not followed here."),
    "digest_follow_most": Line("More interests than are kept.", "I follow at most {most} things for a channel."),
    "digest_looking": Line("/digest add or import, only to the person.", "Looking at {site} …"),
    "digest_added": Line("A source was added.", "Added: {name} ({count} in its list)."),
    "digest_added_already": Line("A source was there already.", "{name} is among the sources already."),
    "digest_added_first": Line(
        "The first source of a channel without a schedule.",
        "Added: {name}. The digest comes on weekdays at {time} ({zone}); `/digest` changes that.",
    ),
    "digest_added_others": Line("A site has further feeds.", "The site names further feeds: {others}"),
    "digest_added_foreign": Line(
        "A source in another language was added.",
        "Its articles do not seem to be in English, the only language I can brief: they will be left out.",
    ),
    "digest_not_added": Line("A source could not be added.", "I could not add {url}. {why}"),
    "digest_too_many": Line("More sources than a channel may have.", "A channel can have {most} sources."),
    "digest_imported": Line("A list was imported.", "Imported: {new}; already there: {old}."),
    "digest_exported": Line("/digest export.", "Here are the {count} sources of <#{channel}> as OPML."),
    "digest_exporting": Line("/digest export, at once.", "I am sending you the list in a direct message."),
    "digest_trouble": Line("Something failed on our side.", "Sorry, something went wrong on my side with that."),
    # -- where Slack says no
    "not_in_channel": Line(
        "A command was used where the bot cannot post.",
        "I cannot post there yet. Please invite me with `/invite` and try again.",
    ),
    "is_archived": Line(
        "A command was used in an archived channel.", "That channel is archived, so I cannot post there."
    ),
    "missing_scope": Line(
        "Slack refused for a missing permission.",
        "I lack a permission for that. Please ask a workspace admin to install me again.",
    ),
    "brief_refused": Line(
        "A brief could not be posted, and there was no other way to say so; to the person who asked.",
        "I could not post a brief in <#{channel}>. {why}",
    ),
    "cannot_post": Line("Slack refused for another reason.", "Slack would not let me post there."),
}


def say(name: str, /, **values: object) -> str:
    """The line ``name`` as mrkdwn, its values escaped."""
    return LINES[name].text.format(**{key: escape(str(value)) for key, value in values.items()})


def plain(name: str, /, **values: object) -> str:
    """The line ``name`` for plain-text places such as buttons, where nothing is markup."""
    return LINES[name].text.format(**{key: isolated(clean(str(value))) for key, value in values.items()})


def refusal(code: str) -> str:
    """What to tell a person whose answer could not be posted, by Slack's error code."""
    name = {"channel_not_found": "not_in_channel"}.get(code, code)
    return say(name if name in ("not_in_channel", "is_archived", "missing_scope") else "cannot_post")


def as_markdown() -> str:
    """docs/messages.md: every line with when it is said."""
    from bot.articles.states import MESSAGES, NOTICES

    rows = [
        "# What Attaché says",
        "",
        "Made from `bot/slack/messages.py` and `bot/articles/states.py`; do not edit.",
        "",
    ]
    rows += ["| when | words |", "|---|---|"]
    rows += [f"| {line.when} | {_cell(line.text)} |" for line in LINES.values()]
    rows += ["", "## Pages that could not be read", "", "| state | words |", "|---|---|"]
    rows += [f"| {state.value} | {_cell(text)} |" for state, text in MESSAGES.items()]
    rows += ["", "## Notices under a brief", "", *(f"- {text}" for text in NOTICES)]
    return "\n".join(rows) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", "<br>")
