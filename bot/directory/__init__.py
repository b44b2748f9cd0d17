"""Office-holders: shown, fetched from Wikidata, and where the directory is out of date."""
