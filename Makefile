# What can be done here; `make` alone lists it. Two commands matter on a new machine: `make run` and `make test`.

VENV    := .venv
BIN     := $(VENV)/bin
WORKERS ?= 2
SOURCE  ?= source/summit.yaml
SAMPLES := $(wildcard source/*.yaml)
PIECES  := pyproject.toml constraints.txt tools/environment
SPEC    := build/commonmark-spec/package/spec.txt
POSTFIX := build/postfix/usr/lib/postfix/sbin/master

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-fast lint format look pictures bench golden fuzz smells memo-styles help-text modules constraints dist clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | awk -F'|' '{printf "%-20s%s\n", $$1, $$2}'

# Stamps: a second run of a target does nothing twice.
$(VENV)/.run: $(PIECES)
	@tools/environment run $(VENV)
	@touch $@

$(VENV)/.test: $(PIECES) tools/engines.txt
	@tools/environment test $(VENV)
	@touch $@ $(VENV)/.run

$(VENV)/.bench: $(PIECES) | $(VENV)/.test
	@tools/environment bench $(VENV)
	@touch $@

$(VENV)/.programs: tools/programs.txt | $(VENV)/.test
	@tools/environment programs
	@touch $@

$(SPEC):
	@tools/environment specification

$(POSTFIX):
	@tools/environment mailserver

run: $(VENV)/.run ## make the three documents of the sample and print where they are (SOURCE=... for another)
	@$(BIN)/briefexport all $(SOURCE)

test: $(VENV)/.test $(VENV)/.programs $(SPEC) $(POSTFIX) ## everything the tests need, then the whole suite
	@$(BIN)/pytest -n $(WORKERS)

test-fast: $(VENV)/.test $(SPEC) ## the tests that take no seconds each
	@$(BIN)/pytest -m 'not slow'

lint: $(VENV)/.test ## ruff, mypy and the layer contract: all of them, whatever the first says
	@bad=0; \
	$(BIN)/ruff check || bad=1; \
	$(BIN)/ruff format --check || bad=1; \
	$(BIN)/mypy || bad=1; \
	$(BIN)/lint-imports --no-logo || bad=1; \
	exit $$bad

format: $(VENV)/.test ## write the code in the house's format
	@$(BIN)/ruff check --fix --exit-zero --quiet
	@$(BIN)/ruff format

look: $(VENV)/.test $(VENV)/.programs ## draw every page and sheet of every sample into dist/look, to be looked at
	@$(BIN)/python tools/look.py $(SAMPLES)

pictures: $(VENV)/.test $(VENV)/.programs ## draw the README's pictures anew
	@$(BIN)/python tools/look.py --pictures docs/pictures source/summit.yaml

bench: $(VENV)/.bench $(POSTFIX) ## time, CPU and memory: whole runs beside a plain script, the documents beside other tools, large trackers, mail
	@$(BIN)/python benchmarks/run.py

golden: $(VENV)/.test $(VENV)/.programs $(SPEC) ## rewrite tests/golden from what the products say now
	@GOLDEN=rewrite $(BIN)/pytest -k golden -p no:randomly -q

fuzz: $(VENV)/.test ## the property tests for minutes instead of seconds, with new examples each time
	@$(BIN)/pytest -n $(WORKERS) -m hypothesis --hypothesis-profile=fuzz

smells: $(VENV)/.test ## what is longer than it should be, longest first
	@$(BIN)/python tools/smells.py src tests tools benchmarks

memo-styles: $(VENV)/.test ## make templates/memo.docx anew; what was changed in it by hand is lost
	@$(BIN)/python tools/memo_styles.py

help-text: $(VENV)/.test ## keep what `briefexport --help` says ready in a file
	@$(BIN)/python -c 'from briefexport.cli.commands import help_text; print(help_text(), end="")' > src/briefexport/cli/help.txt

modules: ## write the table of modules in docs/architecture.md from their docstrings
	@python3 tools/module_table.py

constraints: ## pin the newest versions that go together into constraints.txt
	@rm -rf build/constraints
	@CONSTRAINTS=/dev/null tools/environment test build/constraints
	@CONSTRAINTS=/dev/null tools/environment bench build/constraints
	@{ sed '/^[^#]/,$$d' constraints.txt; \
	   build/constraints/bin/python -m pip list --format=freeze --disable-pip-version-check \
	   --exclude briefexport --exclude pip --exclude setuptools | LC_ALL=C sort -f; } >build/constraints.txt
	@mv build/constraints.txt constraints.txt
	@rm -rf build/constraints

dist: $(VENV)/.test ## build the wheel into build/
	@$(BIN)/python -m hatchling build -t wheel -d build

clean: ## remove everything that was made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
