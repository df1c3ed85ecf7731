# The Mathematics of Multilayer Perceptrons: one target for everything you may want to do.
# `make` alone lists them. Needs git, make and Python 3.11 or newer; the rest it fetches itself.

VENV   ?= .venv
BIN    := $(VENV)/bin
PY     := $(BIN)/python
PIP    := $(PY) -m pip --disable-pip-version-check -qq
STAMPS := $(VENV)/stamps

# Programs of the virtual environment first: nbclient, ruff, and node where the machine has none.
export PATH := $(abspath $(BIN)):$(PATH)
export PYTHON

PROSE := README.md CONTRIBUTING.md book chapters mlp_lib tools tests
.DEFAULT_GOAL := help
.PHONY: help read book test test-unit test-notebooks test-browser test-peers lab bench lint format \
        notebooks check-notebooks requirements clean distclean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# --- what a reader wants ---------------------------------------------------------------------

read: book ## build the book, serve it on this machine and open it
	@$(PY) tools/serve.py

book: $(STAMPS)/book $(STAMPS)/node ## build the book into _build/html
	$(BIN)/jupyter-book build . -W -n --keep-going

lab: $(STAMPS)/book ## open the chapters in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=. chapters

# --- what an author wants --------------------------------------------------------------------

notebooks: $(STAMPS)/book ## execute every chapter and store its outputs (NB=path for one)
	$(PY) tools/notebooks.py $(NB)

check-notebooks: $(STAMPS)/book ## fail where a fresh execution would change a stored byte
	$(PY) tools/notebooks.py --check $(NB)

lint: $(STAMPS)/test ## ruff on code and notebooks, codespell on prose
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/codespell $(wildcard $(PROSE))

format: $(STAMPS)/test ## let ruff format code and notebooks
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

test: test-unit test-notebooks test-browser ## everything but the comparison with PyTorch

test-unit: $(STAMPS)/test $(STAMPS)/node ## the library, the tools, the notebooks' hygiene
	$(BIN)/pytest tests --ignore=tests/browser --ignore=tests/peers

test-notebooks: $(STAMPS)/test ## every stored output against a fresh execution
	$(BIN)/pytest --nbval chapters

test-browser: $(STAMPS)/test book ## the built book in Chromium
	@$(PY) tools/chromium.py --install
	$(BIN)/pytest tests/browser

test-peers: $(STAMPS)/peers ## the library against PyTorch (a large download)
	$(BIN)/pytest tests/peers

bench: $(STAMPS)/peers ## measure training and pages against their peers
	$(PY) -m bench

# --- the ground they stand on ----------------------------------------------------------------

$(PY):
	@sh tools/venv.sh $(VENV)

$(STAMPS): | $(PY)
	@mkdir -p $@

$(STAMPS)/book: requirements.txt pyproject.toml | $(STAMPS)
	@echo "installing what the book needs into $(VENV) (minutes, once)"
	@$(PIP) install -r requirements.txt
	@touch $@

$(STAMPS)/test: requirements-test.txt $(STAMPS)/book
	@echo "installing what the tests need"
	@$(PIP) install -r requirements-test.txt
	@touch $@

$(STAMPS)/peers: requirements-peers.txt $(STAMPS)/test
	@echo "installing PyTorch"
	@$(PIP) install -r requirements-peers.txt
	@touch $@

# npm from the PATH, else from the Python package that carries Node.
$(STAMPS)/node: requirements-node.txt | $(STAMPS)
	@command -v npm >/dev/null || $(PIP) install -r requirements-node.txt
	@touch $@

requirements: | $(PY) ## resolve pyproject.toml into the pinned requirements files
	$(PIP) install uv
	$(PY) tools/requirements.py

clean: ## remove what was built
	rm -rf _build
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +

distclean: clean ## and what was installed
	rm -rf $(VENV) node_modules
