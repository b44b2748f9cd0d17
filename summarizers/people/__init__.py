"""Who is named: candidates scored by evidence, titles read, mentions clustered. Built on ``text``, ``lexicon`` and ``directory``."""
