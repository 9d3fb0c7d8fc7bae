# Two commands matter: `make demo` and `make test`. Each sets itself up; all they need is Python 3.11 or newer and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test test-full lint types layers docs bench reference clean

demo: .venv/demo
	$(BIN)/dawndusk run suncatcher

test: lint types layers
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not slow"

test-full: .venv/test  # what `make test` leaves out: gradients of the whole chain, every command of the handbook
	$(BIN)/python -m pytest -n 2 --dist worksteal -m slow

lint: .venv/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/test
	$(BIN)/python -m tools.any_typed

layers: .venv/test
	$(BIN)/lint-imports

docs: .venv/test  # the pages, into site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

bench: .venv/test
	$(BIN)/python -m bench

reference: .venv/test  # rewrites what is reviewed: results, messages of mistakes, figures, what the pages show; read the diff
	$(BIN)/python tools/dependencies.py
	$(BIN)/python -m pytest -q --rewrite tests/runs tests/mistakes tests/validation tests/flight/test_oracle.py tests/docs/test_blocks.py

.venv/demo: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/test: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	touch $@

clean:
	rm -rf .venv build dist runs site
