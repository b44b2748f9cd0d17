"""Text as tokens, sentences and quoted spans; page debris out of it. Built on ``lexicon`` and ``knowledge``; knows no person."""
