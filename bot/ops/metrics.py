"""What is counted. One registry, so that two bots in one process (tests) do not collide with other libraries."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry()

#: Seconds buckets from a fast cache hit to a slow site.
_SECONDS = (0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300)

INTAKE = Counter(
    "attache_intake", "Things Slack handed in, by type and outcome", ("type", "outcome"), registry=REGISTRY
)
INTAKE_SECONDS = Histogram(
    "attache_intake_seconds", "Time from receiving to acknowledging", buckets=_SECONDS, registry=REGISTRY
)
JOBS = Counter("attache_jobs", "Jobs run, by kind and outcome", ("kind", "outcome"), registry=REGISTRY)
JOB_SECONDS = Histogram("attache_job_seconds", "Time a job ran", ("kind",), buckets=_SECONDS, registry=REGISTRY)
ANSWERS = Counter("attache_answers", "Answers made, by kind", ("kind",), registry=REGISTRY)
UNREADABLE = Counter("attache_unreadable", "Pages that gave no brief, by reason", ("reason",), registry=REGISTRY)
DELIVERIES = Counter(
    "attache_deliveries", "Deliveries tried, by kind and outcome", ("kind", "outcome"), registry=REGISTRY
)
DELIVERY_SECONDS = Histogram(
    "attache_delivery_seconds", "Time from asking to the message in Slack", buckets=_SECONDS, registry=REGISTRY
)
WAITING_JOBS = Gauge("attache_waiting_jobs", "Jobs waiting or running", registry=REGISTRY)
OLDEST_JOB = Gauge("attache_oldest_job_seconds", "Age of the oldest unfinished job", registry=REGISTRY)
OVERDUE = Gauge("attache_overdue_deliveries", "Outbox rows that should have moved", registry=REGISTRY)
OLDEST_OVERDUE = Gauge("attache_oldest_overdue_seconds", "How late the oldest of them is", registry=REGISTRY)
CONNECTED = Gauge("attache_connected", "Whether events can reach this replica (1) or not (0)", registry=REGISTRY)
