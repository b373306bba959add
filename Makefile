# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
PORT ?= 8000
SEED ?= seocho-2023
BIN := .venv/bin

.PHONY: run test lint bench screenshots setup setup-dev clean

run: setup
	@PORT=$(PORT) SEED=$(SEED) $(BIN)/python -m planner.cli.start

test: setup-dev
	@$(BIN)/python -m tests.run

lint: setup-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: setup-dev
	$(BIN)/python -m benchmarks.run

screenshots: setup-dev
	$(BIN)/python -m tests.browser.screenshots

setup: .setup/runtime .setup/assets .setup/translations
setup-dev: .setup/development .setup/assets .setup/translations
	@$(BIN)/python -m tests.prepare

.venv:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=/path/to/python3.11 run"; exit 1; }
	@$(PYTHON) -m venv .venv || \
		{ echo "The venv module is missing: apt-get install python3-venv"; exit 1; }

.setup/runtime: requirements.txt | .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@mkdir -p .setup && touch $@

.setup/development: requirements-dev.txt requirements.txt | .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@mkdir -p .setup && touch $@ .setup/runtime

# node_modules also holds axe-core, which only the tests use; static/vendor/ is what is served.
.setup/assets: package.json package-lock.json planner/cli/assets.py planner/cli/typeface.py | .setup/runtime
	$(BIN)/python -m planner.cli.assets
	@mkdir -p .setup && touch $@

.setup/translations: $(wildcard planner/translations/ko/LC_MESSAGES/*.po) | .setup/runtime
	@$(BIN)/python -m planner.translations.catalogues compile
	@mkdir -p .setup && touch $@

clean:
	rm -rf .venv .setup node_modules static/vendor
