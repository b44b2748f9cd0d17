"""What Slack's refusals mean for a message on its way."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal
from urllib.error import URLError

from slack_sdk.errors import SlackApiError, SlackClientError

from bot.store.database_errors import is_own_trouble
from bot.workers import WorkersUnavailable

Meaning = Literal["later", "unsure", "unknown", "failed", "too_long", "revoked"]

#: The message itself is too much; it goes again as plain text.
TOO_LONG = frozenset(
    {"msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "too_many_attachments"}
)
#: The workspace took the token away.
REVOKED = frozenset(
    {"token_revoked", "token_expired", "invalid_auth", "account_inactive", "not_authed", "team_access_not_granted"}
)
#: Slack asks to come back: nothing was posted.
LATER = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
#: Slack had trouble of its own: the message may be there or not.
UNSURE = frozenset(
    {
        "internal_error",
        "fatal_error",
        "service_unavailable",
        "request_timeout",
        "team_added_to_org",
        # The workspace or the shared channel is being moved; both come back.
        "org_login_required",
        "external_channel_migrating",
    }
)
#: Refusals that trying again cannot change, of the methods the bot calls (their error tables on docs.slack.dev).
FOR_GOOD = frozenset(
    """
    access_denied accesslimited as_user_not_supported cannot_dm_bot cannot_find_service cannot_reply_to_message
    cannot_unfurl_message cannot_unfurl_url cant_post_message channel_is_limited_access channel_not_found
    deprecated_endpoint duplicate_channel_not_found duplicate_message_not_found ekm_access_denied
    enterprise_is_restricted invalid_arg_name invalid_arguments invalid_array_arg invalid_channel invalid_charset
    invalid_form_data invalid_metadata_format invalid_metadata_schema invalid_post_type invalid_source
    invalid_thread_ts invalid_ts invalid_unfurl_id invalid_unfurls_format is_archived is_inactive
    markdown_text_conflict message_not_found messages_tab_disabled metadata_must_be_sent_from_app metadata_too_large
    method_deprecated method_not_supported_for_channel_type missing_channel missing_file_data missing_post_type
    missing_scope missing_source missing_ts missing_unfurl_id missing_unfurls no_permission no_text
    not_allowed_token_type not_in_channel restricted_action restricted_action_non_threadable_channel
    restricted_action_read_only_channel restricted_action_thread_locked restricted_action_thread_only_channel
    slack_connect_canvas_sharing_blocked slack_connect_clip_sharing_blocked slack_connect_file_link_sharing_blocked
    slack_connect_file_upload_sharing_blocked slack_connect_lists_sharing_blocked team_not_found thread_locked
    thread_not_found too_many_contact_cards two_factor_setup_required unknown_method user_disabled user_not_found
    user_not_visible
    """.split()
)
#: Seconds to wait when Slack names none.
DEFAULT_RETRY_AFTER = 1.0

#: What to do about a refusal, for the log.
ADVICE = {
    "channel_not_found": "the channel is gone, or private and the bot is not in it",
    "not_in_channel": "invite the bot to the channel",
    "is_archived": "the channel is archived",
    "missing_scope": "reinstall the app with the scopes of bot/slack/manifest.json",
    "restricted_action": "a workspace setting keeps apps from posting in this channel",
    "msg_too_long": "the message was over Slack's limits; it goes again as plain text",
    "token_revoked": "the bot token was revoked; install the app again and set SLACK_BOT_TOKEN",
    "invalid_auth": "the bot token is not valid; check SLACK_BOT_TOKEN",
    "account_inactive": "the bot's account was deactivated; install the app again",
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a call did not work, and what that means."""

    #: What to do.
    meaning: Meaning
    #: Slack's error code, or the kind of network trouble.
    code: str
    #: Seconds Slack asked to wait, for "later".
    retry_after: float = 0.0


def trouble_of(error: Exception) -> Trouble:
    """What an exception of a Web API call means.

    A connection that was never made means nothing was posted; any other break in the network leaves it open.
    """
    if isinstance(error, SlackApiError):
        return _trouble_of_answer(error)
    cause = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    code = type(cause).__name__
    never_sent = isinstance(cause, ConnectionRefusedError | socket.gaierror)
    return Trouble("later" if never_sent else "unsure", code)


def is_passing(error: Exception) -> bool:
    """Whether an error says nothing about what was asked for: Slack out of reach, or trouble of our own side."""
    if isinstance(error, SlackClientError):
        return trouble_of(error).meaning in ("later", "unsure")
    return isinstance(error, WorkersUnavailable) or is_own_trouble(error)


def _trouble_of_answer(error: SlackApiError) -> Trouble:
    response = error.response
    data: Mapping[str, Any] = response.data if hasattr(response, "data") and isinstance(response.data, dict) else {}
    if not data and isinstance(response, dict):
        data = response
    status = int(getattr(response, "status_code", 0) or data.get("status", 0) or 0)
    code = str(data.get("error") or (f"http_{status}" if status else "bad_answer"))
    if status == 429 or code in LATER:
        return Trouble("later", code, _retry_after(getattr(response, "headers", None) or data.get("headers") or {}))
    if code in TOO_LONG:
        return Trouble("too_long", code)
    if code in REVOKED:
        return Trouble("revoked", code)
    if status >= 500 or code in UNSURE or not data.get("error"):
        return Trouble("unsure", code)
    # A code nobody told us of may be trouble of Slack's own: it is believed only when it comes again.
    return Trouble("failed" if code in FOR_GOOD else "unknown", code)


def _retry_after(headers: Mapping[str, Any]) -> float:
    for name, value in headers.items():
        if name.lower() == "retry-after":
            try:
                return max(0.0, float(value[0] if isinstance(value, list) else value))
            except ValueError:
                break
    return DEFAULT_RETRY_AFTER
