"""The killable workers."""
