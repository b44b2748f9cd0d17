"""Who said what: candidates, features, attribution, transcripts' turns, and what is shown. Built on ``coreference``."""
