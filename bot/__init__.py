"""The bot: everything that touches the world."""
