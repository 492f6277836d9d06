# The two commands of the README are `make run` and `make test`; the rest serves those who change the product.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
JS := workbench/widgets/js

.PHONY: run test lint js bench docs messages system

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

run: $(VENV)/.installed ## the workbench with a demo company on http://127.0.0.1:8866
	$(BIN)/workbench up --demo 2000

system: ## the browser and the database that the tests need
	sh .ci/system

# Tests that start no servers and time nothing run side by side; the others one after the other.
QUIET_TESTS := tests/domain tests/cli tests/i18n tests/notebooks tests/services tests/widgets tests/test_installed.py tests/test_readme.py

test: $(VENV)/.installed system ## every test
	$(BIN)/pytest --numprocesses 2 --dist loadfile $(QUIET_TESTS)
	$(BIN)/pytest $(QUIET_TESTS:%=--ignore=%)

lint: $(VENV)/.installed ## style, types, layers, clean notebooks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/pyright
	$(BIN)/lint-imports
	$(BIN)/nbstripout --verify $$(git ls-files '*.ipynb')

js: ## the bundles are what their sources say
	cd $(JS) && npm ci --no-audit --no-fund && npm run typecheck && npm test && npm run build
	git diff --stat --exit-code -- workbench/widgets/static

messages: $(VENV)/.installed ## compile the translations
	$(BIN)/pybabel compile --domain workbench --directory workbench/i18n/locale

bench: $(VENV)/.installed ## measure, and keep the table in docs/benchmarks.md
	$(BIN)/python -m tests.bench

docs: $(VENV)/.installed ## the screenshots in docs/
	$(BIN)/python -m tests.browser.screenshots
