"""Office-holders: who held which office, when. Built on ``knowledge`` and ``lexicon.names``; knows no article."""
