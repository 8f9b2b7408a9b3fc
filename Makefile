# Thirdline: every task of the project starts here. Bare `make` lists them.
# Needs Python 3.11 or later, make and git; everything else is fetched, in the versions of uv.lock.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules

PYTHON ?= python3
WORKERS ?= 2
UV_VERSION := 0.13.8

BIN := .venv/bin
UV := .make/uv-$(UV_VERSION)/bin/uv
SYNC := $(UV) sync --frozen --quiet --python $(PYTHON)

export DEBIAN_FRONTEND := noninteractive
export UV_PYTHON_DOWNLOADS := never
# A hospital's proxy signs with a certificate that only the machine knows.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS := true
endif
unexport VIRTUAL_ENV

.PHONY: help demo test check bench validate perturb lock clean chromium

help: ## list these tasks
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1\t\2/' | expand -t 18

demo: .make/run ## the published case end to end: course, options, calendar, and a report page
	$(BIN)/thirdline demo

test: .make/dev chromium ## every test, pages in a browser and local Spark included
	$(BIN)/pytest -n $(WORKERS) --dist loadfile

check: .make/dev ## format, lint, types, layers, the SQL lint, the knowledge and the generated manual
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/python -m tools.sql_lint
	$(BIN)/thirdline knowledge check
	$(BIN)/python -m tools.manual --check

bench: .make/dev ## time, memory, growth; docs/benchmarks.md (SIZES="10000 100000 1000000" SPARK=1 WORK=folder)
	$(BIN)/python -m tools.bench $(if $(SIZES),--sizes $(SIZES)) $(if $(SPARK),--spark) $(if $(WORK),--work "$(WORK)")

validate: .make/dev ## against data nobody here wrote (make validate DATA=folder); figures go to docs/validation
	$(BIN)/python -m tools.validate $(if $(DATA),"$(DATA)")

perturb: .make/dev ## change every number of knowledge in turn: which change does no spec case notice?
	$(BIN)/python -m tools.perturb --workers $(WORKERS)

lock: $(UV) ## choose the versions of all packages anew (uv.lock)
	$(UV) lock --upgrade --default-index https://pypi.org/simple

clean: ## remove what these tasks made, the environment too
	rm -rf .venv .make .pytest_cache .ruff_cache .hypothesis .import_linter_cache spark-warehouse out dist thirdline-demo.html
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

# The environment. `demo` needs no developers' tools, and leaves them alone where they are.
.make/dev: uv.lock pyproject.toml | $(UV)
	@echo "making .venv from uv.lock, with the developers' tools"
	@$(SYNC)
	@touch .make/run $@

.make/run: uv.lock pyproject.toml | $(UV)
	@echo "making .venv from uv.lock"
	@$(SYNC) --no-dev --inexact
	@touch $@

$(UV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Thirdline needs Python 3.11 or later; name one: make PYTHON=python3.11 ..." >&2; exit 1; }
	@if ! $(PYTHON) -c 'import ensurepip, venv' 2>/dev/null; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq python3-venv; \
	  else \
	    echo "Python's venv is missing. Install it, then run make again: sudo apt-get install python3-venv" >&2; exit 1; \
	  fi; \
	fi
	@$(PYTHON) -m venv --clear .make/uv-$(UV_VERSION)
	@.make/uv-$(UV_VERSION)/bin/pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

# The page tests drive the distribution's own browser.
chromium:
	@if [ ! -x /usr/bin/chromium ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && apt-get install -y -qq chromium fonts-dejavu-core; \
	  else \
	    echo "The page tests need chromium. Install it, then run make again: sudo apt-get install chromium" >&2; exit 1; \
	  fi; \
	fi
