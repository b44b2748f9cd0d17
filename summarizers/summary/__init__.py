"""The sentences that tell the story: features, sets, selection, and sumy's own methods. Built on ``coreference``."""
