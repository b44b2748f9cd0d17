# The only entry points: each sets up what it needs. `make` alone lists them.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help run test check bench setup clean
help:
	@echo "make run    set up, then run the bot (the local demo when .env holds no Slack tokens)"
	@echo "make test   set up, then run every test"
	@echo "make check  ruff, mypy strict, import rules"
	@echo "make bench  speed and quality figures"
	@echo "make setup  only the set-up"

$(STAMP): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "attache: installing (once, and again only when dependencies change) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,chart]'
	@touch $@

setup: $(STAMP)

run: setup
	@$(BIN)/attache run

test: setup
	@$(BIN)/python -m pytest

check: setup
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_architecture.py

bench: setup
	@$(BIN)/python -m benchmarks.run

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
