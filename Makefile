# Throughcare. `make` alone lists what there is.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
DATA ?= ../shared/data/real_records/ctn0094

.DEFAULT_GOAL := help
.PHONY: help demo test check fix bench docs real audit

help:
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-6s %s\n", $$1, $$2}'

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Throughcare needs Python 3.11 or later: make PYTHON=python3.12"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv

$(VENV)/demo.installed: requirements/demo.txt pyproject.toml | $(BIN)/uv
	$(UV) --requirement requirements/demo.txt
	$(UV) --no-deps --editable .
	@touch $@

$(VENV)/test.installed: requirements/test.txt pyproject.toml | $(BIN)/uv
	$(UV) --requirement requirements/test.txt
	$(UV) --no-deps --editable .
	@touch $@ $(VENV)/demo.installed

$(VENV)/bench.installed: requirements/bench.txt $(VENV)/test.installed
	$(UV) --requirement requirements/bench.txt
	@touch $@

$(VENV)/node.installed: requirements/node.txt | $(BIN)/uv
	@command -v npm >/dev/null || $(UV) --requirement requirements/node.txt
	@touch $@

demo: $(VENV)/demo.installed $(VENV)/node.installed ## simulate a small England, send its returns, publish, serve on http://127.0.0.1:8000
	@$(BIN)/python assets/build.py
	@$(BIN)/python -m throughcare.web.demo

test: $(VENV)/test.installed $(VENV)/node.installed ## run all tests
	@assets/chromium.sh
	@$(BIN)/python assets/build.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile

check: $(VENV)/test.installed ## style, import contracts and whether the reference is current; no tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python docs/generate.py --check

fix: $(VENV)/test.installed ## mend style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.venv-peers/installed: requirements/peers.txt | $(BIN)/uv
	$(PYTHON) -m venv .venv-peers
	$(BIN)/uv pip install --quiet --python .venv-peers/bin/python --requirement requirements/peers.txt
	@touch $@

bench: $(VENV)/bench.installed .venv-peers/installed ## measure speed as ratios, with peak memory; writes bench/results.json
	$(BIN)/python -m bench

docs: $(VENV)/test.installed ## write the generated reference
	$(BIN)/python docs/generate.py

.venv-audit/installed: requirements/audit.txt | $(BIN)/uv
	@$(PYTHON) -m venv .venv-audit
	@$(BIN)/uv pip install --quiet --python .venv-audit/bin/python --requirement requirements/audit.txt
	@touch $@

audit: .venv-audit/installed ## compare the locks with the lists of known faults (network), and list the parts
	.venv-audit/bin/python -m tests.hardening.audit

.venv-real/installed: requirements/real.txt | $(BIN)/uv
	$(PYTHON) -m venv .venv-real
	$(BIN)/uv pip install --quiet --python .venv-real/bin/python --requirement requirements/real.txt
	@touch $@

real: $(VENV)/demo.installed .venv-real/installed ## send real people's study records through the whole thread (DATA=folder)
	$(BIN)/python -m examples.real --data $(DATA)
