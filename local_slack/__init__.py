"""A local Slack to try and test the bot with: emulator, chat page, sample article."""
