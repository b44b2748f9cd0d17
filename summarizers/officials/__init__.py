"""Office, country and standing as of the article's date, and who matters most. Built on ``people`` and ``directory``."""
