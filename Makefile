# Needs only Python 3.11 or later. `make run` serves the demo city; `make test` tests it.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
.PHONY: run env dev spark test check bench lock clean
.DEFAULT_GOAL := run

$(VENV)/.run: requirements/run.lock pyproject.toml bin/env
	@$(PYTHON) bin/env run
$(VENV)/.dev: requirements/dev.lock pyproject.toml bin/env
	@$(PYTHON) bin/env dev

$(VENV)/.spark: requirements/spark.lock pyproject.toml bin/env
	@$(PYTHON) bin/env spark

env: $(VENV)/.run     ## the environment with the `suixin` command
dev: $(VENV)/.dev
spark: dev $(VENV)/.spark ## Spark too (400 MB, needs Java): then a test computes the figures with it as well

run: env              ## set everything up and serve the demo city
	@$(BIN)/suixin run --demo

test: dev             ## all tests; those that need a missing program say so and skip
	@$(BIN)/pytest -n auto --dist worksteal -rs

check: dev            ## style, layers, types, scenes, deployment, migrations, translations
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy
	@$(BIN)/suixin check
	@$(BIN)/suixin messages --check
	@SUIXIN_URL=https://suixin.example.gov.cn SUIXIN_PROXIES=1 $(BIN)/suixin manage check --deploy --fail-level WARNING
	@$(BIN)/suixin manage makemigrations --check --dry-run

bench: env            ## every benchmark, as JSON
	@$(BIN)/suixin bench all

lock: dev             ## new hashed version locks from requirements/*.in
	@for f in run dev; do $(BIN)/uv pip compile --universal --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate --quiet --upgrade requirements/$$f.in -o requirements/$$f.lock; done
	@! grep -l '://' requirements/*.lock

clean:
	rm -rf $(VENV) var
