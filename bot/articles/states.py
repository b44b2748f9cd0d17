"""What can be the matter with a page, told in one kind line. The one place these wordings stand.

A page that cannot be read raises `Unreadable`; a page that was read, but not whole, carries a notice.
"""

from __future__ import annotations

from enum import StrEnum

from summarizers.errors import NoArticle
from summarizers.text.language import NOT_ENGLISH


class PageState(StrEnum):
    """Why a page could not be read. The value is the machine name used in batch output, logs and metrics."""

    BAD_LINK = "bad-link"
    REFUSED_ADDRESS = "refused-address"
    GOOGLE_NEWS = "google-news"
    UNKNOWN_HOST = "unknown-host"
    UNREACHABLE = "unreachable"
    INSECURE = "insecure"
    TOO_SLOW = "too-slow"
    BAD_REDIRECT = "bad-redirect"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    GONE = "gone"
    FORBIDDEN = "forbidden"
    BUSY_SITE = "busy-site"
    QUEUED = "queued"
    SERVER_ERROR = "server-error"
    GARBLED = "garbled"
    LOCKED_FILE = "locked-file"
    SCANNED_FILE = "scanned-file"
    EMPTY_FILE = "empty-file"
    DAMAGED_FILE = "damaged-file"
    ROBOTS = "robots"
    NOT_HTML = "not-html"
    TOO_LARGE = "too-large"
    TOO_HEAVY = "too-heavy"
    EMPTY = "empty"
    SUBSCRIBERS_ONLY = "subscribers-only"
    CONSENT_WALL = "consent-wall"
    BOT_WALL = "bot-wall"
    NEEDS_JAVASCRIPT = "needs-javascript"
    HOME_PAGE = "home-page"
    VIDEO = "video"
    GALLERY = "gallery"
    LIVE_BLOG = "live-blog"
    NOT_ENGLISH = "not-english"
    NO_ARTICLE = "no-article"


_PASTE = "Paste its text and I will brief that."
_OPEN = "If you can open it, paste its text and I will brief that."

#: The line shown in Slack for each state. Fixed wordings: no part of a page or an address is ever put into them.
MESSAGES: dict[PageState, str] = {
    PageState.BAD_LINK: "That is not a web address I can open. Please paste the full link, starting with https://.",
    PageState.REFUSED_ADDRESS: "That link does not lead to the public internet, so I did not open it.",
    PageState.GOOGLE_NEWS: "Google News hides where its links lead. Please open it and paste the publisher's link.",
    PageState.UNKNOWN_HOST: "I could not find that site. Please check the link for a typing slip.",
    PageState.UNREACHABLE: "I could not reach that site just now. Please try again in a little while.",
    PageState.INSECURE: "I could not make a secure connection to that site, so I did not read the page.",
    PageState.TOO_SLOW: "That site took too long to answer. Please try again in a little while.",
    PageState.BAD_REDIRECT: "That link forwards to an address I cannot open. Please paste the article's own link.",
    PageState.TOO_MANY_REDIRECTS: "That link keeps forwarding from place to place. Please paste the article's link.",
    PageState.GONE: "The site says there is no page at that address. It may have been moved or taken down.",
    PageState.FORBIDDEN: f"That site does not let me read this page. {_OPEN}",
    PageState.BUSY_SITE: "That site asked me to come back later. Please try again in a while.",
    PageState.QUEUED: "I am still reading other pages of that site. Please try again in a little while.",
    PageState.SERVER_ERROR: "That site has a problem of its own at the moment. Please try again in a little while.",
    PageState.GARBLED: "The site's answer arrived damaged. Please try again in a little while.",
    PageState.ROBOTS: "That site asks programs not to fetch this address, so I left it alone.",
    PageState.NOT_HTML: f"That is a kind of file I cannot read. I read web pages, PDF, Word (.docx), mail (.eml) and text. {_PASTE}",
    PageState.TOO_LARGE: f"That is too large for me to read. {_PASTE}",
    PageState.TOO_HEAVY: f"That is built in a way I could not read in time. {_PASTE}",
    PageState.LOCKED_FILE: f"That file is protected with a password. {_OPEN}",
    PageState.SCANNED_FILE: f"That file holds pictures of pages, or letters I cannot make out, and no text. {_PASTE}",
    PageState.EMPTY_FILE: "That file holds no text.",
    PageState.DAMAGED_FILE: f"That file is damaged, so I could not read it. {_OPEN}",
    PageState.EMPTY: "The page at that address is empty.",
    PageState.SUBSCRIBERS_ONLY: f"That page shows its text to subscribers only. {_OPEN}",
    PageState.CONSENT_WALL: f"That site showed me its cookie question instead of the article. {_PASTE}",
    PageState.BOT_WALL: f"That site showed me a check for robots instead of the article. {_PASTE}",
    PageState.NEEDS_JAVASCRIPT: f"That page only fills itself in inside a browser. {_OPEN}",
    PageState.HOME_PAGE: "That looks like a front page or a list of articles. Please paste the link of one article.",
    PageState.VIDEO: "That looks like a video or audio page without an article's text.",
    PageState.GALLERY: "That looks like a picture gallery without an article's text.",
    PageState.LIVE_BLOG: "That looks like a live page, and I found none of its entries. Please paste the link of a single report.",
    PageState.NOT_ENGLISH: "That does not seem to be in English, the only language I can brief.",
    PageState.NO_ARTICLE: "I found no article on that page. If there is one, paste its text.",
}

#: The same of a text somebody pasted.
PASTED_NOT_ENGLISH = "That text does not seem to be in English, the only language I can brief."

#: States that may pass by themselves: the same link is worth another try later.
PASSING = frozenset(
    {
        PageState.UNREACHABLE,
        PageState.TOO_SLOW,
        PageState.BUSY_SITE,
        PageState.QUEUED,
        PageState.SERVER_ERROR,
        PageState.GARBLED,
    }
)

#: States in which the page's text, pasted, would be briefed.
PASTE_HELPS = frozenset(
    {state for state, line in MESSAGES.items() if line.endswith((_PASTE, _OPEN))} | {PageState.NO_ARTICLE}
)

#: States of pages nobody can do anything about; under a link nobody asked to be briefed they are not worth a line.
NOTHING_TO_DO = frozenset(
    {
        PageState.BAD_LINK,
        PageState.REFUSED_ADDRESS,
        PageState.INSECURE,
        PageState.ROBOTS,
        PageState.NOT_HTML,
        PageState.EMPTY,
        PageState.EMPTY_FILE,
        PageState.HOME_PAGE,
        PageState.VIDEO,
        PageState.GALLERY,
        PageState.NOT_ENGLISH,
        PageState.NO_ARTICLE,
    }
)

#: Said under a brief made from part of a page, or from a page that is not quite an article.
NOTICE_SUBSCRIBER = "subscriber page: brief made from the visible part"
NOTICE_PICTURES = "some pages of the file are pictures: brief made from the others"
NOTICE_ATTACHMENTS = "brief made from the mail's own words: the files it carries were not read"
NOTICE_OUTLINE = "the page's own text could not be found: brief made from what it tells search engines"
NOTICE_LIVE = "live page: its entries as they stood when it was read"

#: Every notice, for the documents.
NOTICES = (NOTICE_SUBSCRIBER, NOT_ENGLISH, NOTICE_OUTLINE, NOTICE_LIVE, NOTICE_PICTURES, NOTICE_ATTACHMENTS)


class Unreadable(NoArticle):
    """A page that could not be read; ``str(error)`` is the state's line, the technical cause is ``__cause__``."""

    def __init__(self, state: PageState, *, retry_after: float | None = None) -> None:
        super().__init__(MESSAGES[state])
        #: The state's machine name.
        self.kind = state.value
        #: What was the matter.
        self.state = state
        #: Seconds the site asked to be left alone, or None where it said nothing.
        self.retry_after = retry_after

    @property
    def passing(self) -> bool:
        """Whether the same link is worth another try later."""
        return self.state in PASSING

    def __reduce__(self) -> tuple[object, ...]:
        return _unreadable, (self.state.value, self.retry_after)


def _unreadable(state: str, retry_after: float | None) -> Unreadable:
    """Rebuild the error on the other side of a pickle."""
    return Unreadable(PageState(state), retry_after=retry_after)
