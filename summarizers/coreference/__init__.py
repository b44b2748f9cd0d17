"""Whom pronouns, titles and descriptions mean, and which sentences stand without them. Built on ``people``; knows no quote."""
