# Two commands matter: `make demo` and `make test`. Each sets itself up; all they need is Python 3.11 or newer and make.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint types floors bench reference clean

demo: .venv/demo
	$(BIN)/dawndusk run suncatcher

test: lint types floors
	$(BIN)/python -m pytest -n 2 --dist loadgroup

lint: .venv/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: .venv/test
	$(BIN)/mypy

floors: .venv/test
	$(BIN)/lint-imports

bench: .venv/test
	$(BIN)/python -m bench

reference: .venv/test  # rewrites the reviewed results of the gallery and the messages of mistakes: read the diff
	$(BIN)/python -m pytest -q --rewrite tests/runs tests/mistakes

.venv/demo: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	touch $@

.venv/test: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test]"
	touch $@

clean:
	rm -rf .venv build dist runs
