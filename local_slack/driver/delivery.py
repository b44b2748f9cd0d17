"""How things reach the bot."""

from __future__ import annotations

from local_slack.driver.base import Driver


class DeliveryDriver(Driver):
    """Socket Mode or signed HTTP, connections that end, events that come again."""

    def use_http(self, request_url: str) -> None:
        """Deliver by signed HTTP to this address (loopback only) from now on; it must pass the address check."""
        self.components.deliveries.use_http(request_url, self.components.tokens.signing_secret)

    def redeliver(self, event_id: str, times: int = 1, with_retry_headers: bool = True) -> None:
        """Send an event again, as Slack does when an ack went missing."""
        self.components.deliveries.redeliver(event_id, times, with_retry_headers)

    def refresh_connections(self) -> None:
        """Ask every Socket Mode connection to go and come back."""
        self.components.deliveries.refresh()

    def disable_link(self, disabled: bool = True) -> None:
        """Switch the app's Socket Mode off (every connection is told, no new one is given out), or on again."""
        self.components.socket_mode.enabled = not disabled
        if disabled:
            self.components.deliveries.refresh("link_disabled")

    def tell_previous(self, told: bool) -> None:
        """Whether ``message_changed`` carries ``previous_message`` from now on; Slack leaves it out at times."""
        self.components.events.tells_previous = told

    def rate_limit_events(self) -> str:
        """Tell the bot that Slack holds events back (``app_rate_limited``); the envelope id."""
        return self.components.deliveries.rate_limited()

    def drop_connections(self) -> None:
        """Cut every Socket Mode connection without a word."""
        self.components.deliveries.drop()
