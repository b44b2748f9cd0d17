# The only entry points: each sets up what it needs. `make` alone lists them.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
# What running needs, and what tests, checks and benchmarks need beside it.
RUN := $(VENV)/.installed
DEV := $(VENV)/.installed-dev
# Tests run beside one another, six processes at a time: many wait for events most of their time. A server of PostgreSQL has
# connections for no more of them. `make test TESTS=tests/slack JOBS=0` runs a part of them, in one process.
JOBS ?= 6
TESTS ?=
# Without compiled modules every process, a test's too, compiles the whole source again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test check bench setup chart wheel deploy-check clean
help:
	@echo "make run    set up what running needs, then run the bot (the local demo when .env holds no Slack tokens)"
	@echo "make test   set up the rest, then run every test, six processes beside one another"
	@echo "make check  ruff (rules, complexity, format), mypy strict, import rules"
	@echo "make bench  speed and quality figures"
	@echo "make wheel  build the wheel, install it in a clean environment and try it there"
	@echo "make deploy-check  do the steps of the Dockerfile in a clean folder, and run the bot there"
	@echo "make chart  add matplotlib: the digest's chart of the week"
	@echo "make setup  only what running needs"

$(RUN): pyproject.toml constraints.txt
	@$(PYTHON) scripts/set_up.py $(VENV)
	@touch $@

$(DEV): $(RUN)
	@$(PYTHON) scripts/set_up.py $(VENV) dev chart
	@touch $@

setup: $(RUN)

run: $(RUN)
	@$(BIN)/attache run

test: $(DEV)
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(TESTS)

check: $(DEV)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest -q tests/test_architecture.py

bench: $(DEV)
	@$(BIN)/python -m benchmarks.run

deploy-check: $(DEV)
	@$(BIN)/python -m scripts.try_deploy

wheel: $(DEV)
	@$(BIN)/python -m scripts.try_wheel

chart: $(RUN)
	@$(PYTHON) scripts/set_up.py $(VENV) chart

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
