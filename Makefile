# The Mathematics of Multilayer Perceptrons: one target for everything you may want to do.
# `make` alone lists them. Needs git, make and Python 3.11 or newer; the rest it fetches itself.

VENV   ?= .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
PIP    := $(PY) -m pip --disable-pip-version-check -qq
STAMPS := $(VENV)/stamps

# Programs of the virtual environment first; node from there where the machine has none.
export PATH := $(abspath $(BIN)):$(PATH)
export PYTHON
# One thread: the same sums in the same order on every machine, and small networks like it so.
export OPENBLAS_NUM_THREADS ?= 1

BUILD := $(BIN)/jupyter-book build . -W -n --keep-going
PROSE := README.md CONTRIBUTING.md book chapters mlp_lib mathcheck tools tests

.DEFAULT_GOAL := help
.PHONY: help read book lab test test-unit test-notebooks test-browser test-peers bench \
        notebooks check-notebooks lint format requirements clean distclean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- for readers -----------------------------------------------------------------------------

read: book ## build the book, serve it on this machine and open it
	@$(PY) tools/serve.py

book: $(STAMPS)/book $(STAMPS)/node ## build the book into _build/html
	$(BUILD)

LAB_SETTINGS := $(VENV)/share/jupyter/lab/settings/overrides.json

lab: $(STAMPS)/book $(LAB_SETTINGS) ## open the chapters in JupyterLab
	$(BIN)/jupyter lab --ServerApp.root_dir=. --LabApp.default_url=/lab/tree/chapters \
	    $(if $(filter 0,$(shell id -u)),--allow-root)

# --- for authors -----------------------------------------------------------------------------

notebooks: $(STAMPS)/book ## execute the chapters and store their outputs (NB=file: only that)
	$(PY) tools/notebooks.py $(NB)

check-notebooks: $(STAMPS)/book ## fail where a fresh execution would change a stored byte
	$(PY) tools/notebooks.py --check $(NB)

lint: $(STAMPS)/test ## ruff on code and notebooks, codespell on prose
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell $(wildcard $(PROSE))

format: $(STAMPS)/test ## let ruff mend and format code and notebooks
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The browser tests look at the book that make has just built.
test test-browser: export MLP_BOOK := _build/html

# One process a core; the tests of one file stay together, and so share what they have opened.
SHARED_OUT := -n auto --dist loadfile
# The browser's files are long: who is done takes from the end of what another has before it.
IN_TURN := -n auto --dist worksteal

test: $(STAMPS)/test book browser ## every test but the comparison with PyTorch
	$(BIN)/pytest $(SHARED_OUT) tests --ignore=tests/peers --ignore=tests/browser
	$(BIN)/pytest --nbval chapters
	$(BIN)/pytest $(IN_TURN) tests/browser

test-unit: $(STAMPS)/test ## only the tests that need no browser
	$(BIN)/pytest $(SHARED_OUT) tests --ignore=tests/peers --ignore=tests/browser

test-notebooks: $(STAMPS)/test ## only the chapters: stored outputs against a fresh execution
	$(BIN)/pytest --nbval chapters

test-browser: $(STAMPS)/test book browser ## only the built book in Chromium
	$(BIN)/pytest $(IN_TURN) tests/browser

test-peers: $(STAMPS)/peers ## the library against PyTorch (a large download)
	$(BIN)/pytest tests/peers

bench: $(STAMPS)/peers book browser ## measure training and pages against their peers
	$(PY) -m bench

# --- the ground they stand on ----------------------------------------------------------------

$(PY):
	@sh tools/venv.sh $(VENV)

$(STAMPS): | $(PY)
	@mkdir -p $@

$(STAMPS)/book: requirements.txt | $(STAMPS)
	@echo "installing what the book needs into $(VENV) (minutes, once)"
	@$(PIP) install -r requirements.txt
	@touch $@

$(LAB_SETTINGS): tools/jupyterlab.json | $(PY)
	@mkdir -p $(@D) && cp $< $@

$(STAMPS)/test: requirements-test.txt $(STAMPS)/book
	@echo "installing what the tests need"
	@$(PIP) install -r requirements-test.txt
	@touch $@

$(STAMPS)/peers: requirements-peers.txt $(STAMPS)/test
	@echo "installing PyTorch"
	@$(PIP) install -r requirements-peers.txt
	@touch $@

# Node 20 or newer with npm from the PATH, else from the Python package that carries both.
$(STAMPS)/node: requirements-node.txt | $(STAMPS)
	@{ node -e 'process.exit(parseInt(process.versions.node) < 20)' && command -v npm; } \
		>/dev/null 2>&1 || $(PIP) install -r requirements-node.txt
	@touch $@

.PHONY: browser
browser: | $(PY)
	@$(PY) tools/chromium.py --install

requirements: | $(PY) ## resolve pyproject.toml into the pinned requirements files
	$(PIP) install uv
	$(PY) tools/requirements.py

clean: ## remove what was built
	rm -rf _build
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean ## and what was installed
	rm -rf $(VENV) node_modules .cache
