"""The digest in Slack: its command, form, messages and thread."""
