"""The daily digest: what is due, what feeds bring, what of it is told, and how it looks."""
