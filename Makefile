# serve · site · lint · test · proof · bench · figures: each sets up .venv by itself, and does
# nothing twice.

PYTHON ?= python3
BIN := .venv/bin
TYPESCRIPT := typescript@7.0.2

# Two threads on tensors this small were up to 17 times slower than one.
export OMP_NUM_THREADS := 1
# Material's banner about MkDocs 2 would stand above every build.
export NO_MKDOCS_2_WARNING := 1

.PHONY: serve site lint lint-python lint-types lint-scripts test proof bench figures lock clean distclean

serve: .venv/installed
	$(BIN)/mkdocs serve --livereload

site: .venv/installed
	$(BIN)/mkdocs build --strict

# A kind of check a name.
lint: lint-python lint-types lint-scripts

lint-python: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# The first run takes some twenty seconds, in which it reads torch; later ones take two.
lint-types: .venv/installed
	$(BIN)/mypy

# Lint comes first: it takes seconds, the tests take minutes.
test: .venv/installed lint
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python -m pytest

# The types that the browser's scripts say in their comments.
lint-scripts: .venv/$(TYPESCRIPT)/installed
	$(BIN)/node .venv/$(TYPESCRIPT)/node_modules/typescript/bin/tsc --project tests/browser

proof: .venv/installed
	$(BIN)/python tests/prove.py $(KERNELS)

bench: .venv/installed
	$(BIN)/python tests/bench.py

figures: .venv/installed
	$(BIN)/python tests/browser/chromium.py --install
	$(BIN)/python tests/figures_sheet.py $(SHEET)

# In an environment of its own, so that nothing is locked but what requirements.txt asks for. The
# comment on top of the file stays.
lock:
	rm -rf .cache/lock
	$(PYTHON) -m venv .cache/lock
	.cache/lock/bin/python -m pip install --quiet --requirement requirements.txt
	.cache/lock/bin/python -m pip list --format=freeze --exclude pip > .cache/lock/packages
	sed -i.old -e '/^[^#]/d' requirements.lock
	sed -e 's/+[a-z0-9]*$$//' .cache/lock/packages >> requirements.lock
	rm requirements.lock.old

clean:
	rm -rf .cache site

distclean: clean
	rm -rf .venv

.venv/installed: requirements.txt requirements.lock
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; try: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --requirement requirements.txt --constraint requirements.lock
	touch $@

# From npm, once; later runs need no network.
.venv/$(TYPESCRIPT)/installed: | .venv/installed
	$(BIN)/npm install --silent --no-audit --no-fund --ignore-scripts --prefix .venv/$(TYPESCRIPT) $(TYPESCRIPT)
	touch $@
