"""Slack: listeners, the rendering edge, the sender."""
