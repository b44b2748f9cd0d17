"""What is counted. One registry, so that two bots in one process (tests) do not collide with other libraries.

A label takes the values listed here and no others: whatever else comes in is counted as "other", so that nobody can make
the page of metrics grow.
"""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()

#: What stands for every value that is not listed.
OTHER = "other"
#: Seconds buckets from a fast cache hit to a slow site.
_SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300)

#: Kinds of requests of Slack's: the events the manifests subscribe to, and the interactions (docs.slack.dev/reference).
TYPES = frozenset(
    """message app_mention link_shared member_joined_channel app_home_opened app_uninstalled tokens_revoked
    command block_actions view_submission view_closed shortcut message_action url_verification ssl_check
    app_rate_limited""".split()
)
#: How a request of Slack's was answered.
ACKS = frozenset({"ok", "refused", "failed"})
#: Kinds of jobs.
JOB_KINDS = frozenset(
    "brief words share home delete forget hourglass deliver digest digest_thread digest_ask feed article".split()
)
JOB_OUTCOMES = frozenset({"done", "failed", "again"})
#: Kinds of messages, and what became of one delivery.
MESSAGES = frozenset({"brief", "failure", "pointer", "notice", "welcome", "unfurl", "digest"})
DELIVERY_OUTCOMES = frozenset({"sent", "later", "failed", "busy", "done"})
#: Kinds of errors that leave a page without a brief.
REASONS = frozenset(
    """bad-link refused-address google-news unknown-host unreachable insecure too-slow bad-redirect too-many-redirects gone
    forbidden busy-site queued server-error garbled robots not-html too-large too-heavy empty subscribers-only consent-wall
    bot-wall needs-javascript home-page video gallery live-blog not-english no-article bad-input file-out-of-reach error
    store-unavailable jobs-unavailable empty-file locked-file damaged-file scanned-file""".split()
)
#: Why a web server refused a request or a connection.
REFUSALS = frozenset({"unsigned", "malformed", "too-large", "slow", "crowded"})

M = TypeVar("M", Counter, Histogram)


class Labelled(Generic[M]):
    """A metric whose labels take listed values alone."""

    def __init__(self, metric: M, **values: frozenset[str]) -> None:
        """``values`` lists what each label may be, in the order of the metric's labels."""
        self._metric: Any = metric
        self._values = values

    def labels(self, **given: str) -> M:
        """The metric for these labels; a value that is not listed counts as :data:`OTHER`."""
        known = {name: value if value in self._values[name] else OTHER for name, value in given.items()}
        labelled: M = self._metric.labels(**known)
        return labelled


INTAKE = Labelled(
    Counter("attache_intake", "Things Slack handed in, by type and outcome", ("type", "outcome"), registry=REGISTRY),
    type=TYPES,
    outcome=ACKS,
)
INTAKE_SECONDS = Histogram(
    "attache_intake_seconds", "Time from receiving to acknowledging", buckets=_SECONDS, registry=REGISTRY
)
REFUSED = Labelled(
    Counter("attache_refused", "Requests and connections refused, by reason", ("reason",), registry=REGISTRY),
    reason=REFUSALS,
)
JOBS = Labelled(
    Counter("attache_jobs", "Jobs run, by kind and outcome", ("kind", "outcome"), registry=REGISTRY),
    kind=JOB_KINDS,
    outcome=JOB_OUTCOMES,
)
JOB_SECONDS = Labelled(
    Histogram("attache_job_seconds", "Time a job ran", ("kind",), buckets=_SECONDS, registry=REGISTRY), kind=JOB_KINDS
)
ANSWERS = Labelled(Counter("attache_answers", "Answers made, by kind", ("kind",), registry=REGISTRY), kind=MESSAGES)
UNREADABLE = Labelled(
    Counter("attache_unreadable", "Pages that gave no brief, by reason", ("reason",), registry=REGISTRY),
    reason=REASONS,
)
DELIVERIES = Labelled(
    Counter("attache_deliveries", "Deliveries tried, by kind and outcome", ("kind", "outcome"), registry=REGISTRY),
    kind=MESSAGES,
    outcome=DELIVERY_OUTCOMES,
)
DELIVERY_SECONDS = Histogram(
    "attache_delivery_seconds", "Time from asking to the message in Slack", buckets=_SECONDS, registry=REGISTRY
)
WAITING_JOBS = Gauge("attache_waiting_jobs", "Jobs waiting or running", registry=REGISTRY)
OLDEST_JOB = Gauge("attache_oldest_job_seconds", "Age of the oldest unfinished job", registry=REGISTRY)
OVERDUE = Gauge("attache_overdue_deliveries", "Outbox rows that should have moved", registry=REGISTRY)
OLDEST_OVERDUE = Gauge("attache_oldest_overdue_seconds", "How late the oldest of them is", registry=REGISTRY)
CONNECTED = Gauge("attache_connected", "Whether events can reach this replica (1) or not (0)", registry=REGISTRY)
