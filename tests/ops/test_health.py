"""Health and metrics over HTTP."""

from __future__ import annotations

import requests

from bot.ops import metrics
from bot.ops.health import health_app
from bot.ops.web import WebServer
from tests.hung import HUNG


def test_readiness_follows_the_checks() -> None:
    """Alive is not ready: every part must work, and a check that raises counts as not working."""
    broken = {"on": False}

    def database() -> bool:
        if broken["on"]:
            raise ConnectionError
        return True

    server = WebServer(
        health_app({"database": database, "slack": lambda: True}, lambda: metrics.WAITING_JOBS.set(7)),
        "127.0.0.1",
        0,
        setting="TEST",
    )
    base = f"http://127.0.0.1:{server.start()}"
    try:
        assert requests.get(f"{base}/healthz", timeout=HUNG).text == "ok\n"
        assert requests.get(f"{base}/readyz", timeout=HUNG).status_code == 200
        broken["on"] = True
        answer = requests.get(f"{base}/readyz", timeout=HUNG)
        assert (answer.status_code, answer.json()) == (503, {"database": False, "slack": True})
        assert "attache_waiting_jobs 7.0" in requests.get(f"{base}/metrics", timeout=HUNG).text
    finally:
        server.stop()


def test_a_taken_port_is_said_kindly() -> None:
    """The line names the setting."""
    import pytest

    from bot.ops.web import PortTaken

    first = WebServer(health_app({}, lambda: None), "127.0.0.1", 0, setting="X")
    port = first.start()
    try:
        with pytest.raises(PortTaken, match="ATTACHE_HEALTH_PORT"):
            WebServer(health_app({}, lambda: None), "127.0.0.1", port, setting="ATTACHE_HEALTH_PORT").start()
    finally:
        first.stop()
