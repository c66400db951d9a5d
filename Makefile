# Needs Python 3.11 or later and make, nothing else: every target makes what it lacks.
#   make demo       run the main job, from an empty folder to an auditor's questions
#   make test       every test            make test-unit   the quick ones
#   make lint       ruff, mypy --strict, import walls
#   make faults     the fault tests at full size           make bench   the measurements
#   make mutants    take each rule of law out in turn: a test that names it has to fail (make coverage writes the list)
#   make million    a million facts by 8 writers on PostgreSQL, with live readers (about ten minutes)
#   make lock       resolve the dependencies anew          make clean   remove what was made

PYTHON ?= $(shell for p in python3 python3.11 python3.12 python3.13 python3.14 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { command -v "$$p"; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check
PLUGINS := $(patsubst %/pyproject.toml,%,$(wildcard plugins/*/pyproject.toml))
EDITABLE := -e . $(addprefix -e ,$(PLUGINS))
PACKAGES := core/regledger projections/regledger_projections cli/regledger_cli \
	$(foreach plugin,$(PLUGINS),$(wildcard $(plugin)/regledger_*))

# Tests run in this many processes, one more than a small machine has cores, for many wait; a file's tests stay together.
JOBS ?= 3
PYTEST := $(BIN)/pytest --numprocesses $(JOBS) --dist loadfile

# UPGRADE=--upgrade takes newer versions; without it `make lock` keeps what is locked wherever it still fits.
RESOLVE := $(BIN)/uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate $(UPGRADE)

SHELL := /bin/sh
.SHELLFLAGS := -euc
.DELETE_ON_ERROR:
.DEFAULT_GOAL := test
.PHONY: demo test test-unit lint faults bench mutants coverage million lock clean

demo: $(VENV)/.installed
	$(BIN)/regledger demo

test: $(VENV)/.installed-dev
	$(PYTEST)

test-unit: $(VENV)/.installed-dev
	$(PYTEST) tests/unit tests/contract tests/docs plugins

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict $(PACKAGES)
	$(BIN)/pytest --quiet tests/unit/sectors/test_walls.py

faults: $(VENV)/.installed-dev
	REGLEDGER_FAULTS=full $(BIN)/pytest tests/integration tests/contract

bench: $(VENV)/.installed-dev
	set -e; for file in bench/*.py; do echo "== $$file"; $(BIN)/python "$$file"; done

mutants: $(VENV)/.installed-dev
	$(BIN)/python -m regledger.testing.ruling --check

coverage: $(VENV)/.installed-dev
	$(BIN)/python -m regledger.testing.ruling

million: $(VENV)/.installed-dev
	$(BIN)/python bench/crowd.py 1000000 60000

# Maintainers only: the one target that resolves. It asks the public index alone, so that every hash in the two
# files is a published one, and writes no address.
lock: $(VENV)/.installed
	$(PIP) install uv
	$(RESOLVE) --group build --extra postgresql --extra testing pyproject.toml --output-file requirements.lock
	$(RESOLVE) --group build --group dev --extra postgresql --extra testing --constraints requirements.lock pyproject.toml \
		--output-file requirements-dev.lock

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "regledger needs Python 3.11 or later; name one with make PYTHON=…" >&2; exit 1; }
	@echo "making $(VENV) with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv $(VENV)
	@touch $@

$(VENV)/.locked: requirements.lock $(VENV)/.made
	@echo "installing requirements.lock"
	@$(PIP) install --require-hashes --requirement requirements.lock
	@touch $@

$(VENV)/.installed: $(VENV)/.locked pyproject.toml $(addsuffix /pyproject.toml,$(PLUGINS))
	@echo "installing regledger and $(PLUGINS) in editable form"
	@$(PIP) install --no-deps --no-build-isolation $(EDITABLE)
	@touch $@

$(VENV)/.installed-dev: requirements-dev.lock $(VENV)/.installed
	@echo "installing requirements-dev.lock"
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@touch $@
