# Two commands do everything: `make up` and `make test`. The others are parts of them, or take longer.
PYTHON ?= python3
BIN := .venv/bin
# every command and every run is a process of its own, and would compile our sources anew
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install up test lint types contracts check bench chaos browser pictures docs clean

install: .venv/.installed  ## set up, once; again when the dependencies change

.venv/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 이상이 필요합니다: make PYTHON=python3.11 install"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	touch $@

up: install  ## everything on this machine, ready to use
	$(BIN)/hanmadang up

test: install lint types contracts  ## everything that must hold
	$(BIN)/python -m pytest -m "not chaos and not browser" -n auto --dist loadgroup --no-loadscope-reorder

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/typos

types: install
	$(BIN)/mypy

contracts: install
	$(BIN)/lint-imports

bench: install  ## ratios, measured in one run
	$(BIN)/python -m benchmarks

chaos: install  ## kill it three hundred times
	$(BIN)/python -m pytest -m "chaos and not browser" -n auto --dist loadgroup --no-loadscope-reorder

browser: install  ## walks through the screens, in Chromium
	@command -v chromium >/dev/null && fc-list :lang=ko | grep -q . || { as=$$([ "$$(id -u)" = 0 ] || echo sudo); $$as apt-get update -q && $$as apt-get install -y -q chromium fonts-noto-cjk; }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[browser]'
	$(BIN)/python -m pytest -m browser -p no:randomly tests/browser

pictures: export HANMADANG_PICTURES = 1
pictures: browser  ## the same walks, and the pictures in the documents anew

docs: install  ## write the generated reference anew
	$(BIN)/python -m cli.reference

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
