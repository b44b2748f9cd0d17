"""What a test or a demo can do with the local Slack, and see of it, by subject; ``LocalSlack`` has all of it."""
