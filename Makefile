# The command board. `make demo` and `make test` do all the set-up they need; the second time they are quick.
.POSIX:
.SUFFIXES:
.PHONY: help demo test check check-python check-console test-python setup setup-dev console bench torture verify openapi lock clean

VENV = .venv
PYTHON = $(VENV)/bin/python
PIP = $(PYTHON) -m pip install --quiet --disable-pip-version-check
NPM = $(CURDIR)/$(PYTHON) $(CURDIR)/scripts/node.py npm
STAMPS = $(VENV)/.stamps
STATIC = src/yunying/web/static/index.html
SDKS = tests/protocols/sdks
DATA = ../shared/data
KILLS = 200
ROWS = 20000000
PEOPLE = 1000000
LOADED = build/bench-$(ROWS)
PROVEN = $(addprefix tests/,analyse asking collect enrich metrics plan protocols store stream web)

help:
	@echo "make demo     set up, load the simulated project, serve the console"
	@echo "make test     set up, run every check and test"
	@echo "make check    only the checks: style, types, layers, contract, console"
	@echo "make bench    speed and memory: beside other engines (ROWS=20000000), import, a minute of events taken in, finding people (PEOPLE=1000000)"
	@echo "make torture  kill processes while clients send, fill the disk, set the clock back (KILLS=200); many more random examples"
	@echo "make verify DATA=DIR   compare with published figures of real files"
	@echo "make openapi  write the API contract and the documents made from the models"
	@echo "make lock     lock dependencies (UPGRADE=--upgrade for newer ones)"

# Set-up

$(STAMPS)/venv: scripts/venv.sh
	@sh scripts/venv.sh $(VENV)
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/run: $(STAMPS)/venv requirements/lock.txt pyproject.toml
	@echo "Installing what Yunying runs on …"
	@$(PIP) --require-hashes -r requirements/lock.txt
	@$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(STAMPS)/dev: $(STAMPS)/run requirements/lock-dev.txt
	@echo "Installing what checks and tests use …"
	@$(PIP) --require-hashes -r requirements/lock-dev.txt
	@touch $@

$(STAMPS)/bench: $(STAMPS)/dev requirements/lock-bench.txt
	@echo "Installing the engines that benchmarks compare with …"
	@$(PIP) --require-hashes -r requirements/lock-bench.txt
	@touch $@

console/node_modules/.stamp: console/package-lock.json console/package.json $(STAMPS)/run
	@echo "Installing the console's packages …"
	@cd console && $(NPM) ci --no-audit --no-fund --loglevel=error
	@touch $@

$(SDKS)/node_modules/.stamp: $(SDKS)/package-lock.json $(SDKS)/package.json $(STAMPS)/run
	@echo "Installing the SDKs that tests send events with …"
	@cd $(SDKS) && $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

$(STATIC): console/node_modules/.stamp $(shell find console/src console/public console/index.html console/vite.config.ts -type f 2>/dev/null)
	@echo "Building the console …"
	@cd console && $(NPM) run --silent build -- --logLevel=warn
	@$(PYTHON) scripts/pack_console.py
	@touch $@

setup: $(STAMPS)/run
setup-dev: $(STAMPS)/dev
console: $(STATIC)

# Use

demo: setup console
	@$(VENV)/bin/yunying serve --demo

# Checks and tests

check: check-python check-console

check-python: setup-dev
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PYTHON) scripts/openapi.py --check
	$(PYTHON) scripts/questions_md.py --check
	$(PYTHON) scripts/standard_metrics_md.py --check
	$(PYTHON) scripts/access_md.py --check

check-console: $(STATIC)
	cd console && $(NPM) run --silent lint
	cd console && $(NPM) run --silent typecheck
	cd console && $(NPM) run --silent contract -- --check
	cd console && $(NPM) run --silent test
	cd console && $(NPM) run --silent size

test: check test-python

test-python: setup-dev console $(SDKS)/node_modules/.stamp
	@echo "Compiling the engine once for all tests …"
	@$(PYTHON) -c "from yunying.kernels.warm import warm; warm()"
	YUNYING_BROWSER="$$($(PYTHON) scripts/browser.py)" && export YUNYING_BROWSER && test -n "$$YUNYING_BROWSER" && \
	$(VENV)/bin/pytest -n 2 --dist loadgroup --tb=short

bench: $(STAMPS)/bench
	$(PYTHON) -m benchmarks.compare $(ROWS) $(LOADED)
	$(PYTHON) -m benchmarks.ourselves $(LOADED)
	$(PYTHON) -m benchmarks.keeping $(LOADED)
	$(PYTHON) -m benchmarks
	$(PYTHON) -m benchmarks.collect_bench
	$(PYTHON) -m benchmarks.finding $(PEOPLE)

torture: setup-dev
	$(PYTHON) -m tests.torture $(KILLS)
	$(PYTHON) -m pytest -q -m slow
	$(VENV)/bin/pytest -q -n 2 --dist loadgroup --hypothesis-profile deep $(PROVEN)
	COMMITS=10000 $(PYTHON) -m pytest -q tests/maintenance -k many_commits

verify: setup
	$(PYTHON) -m scripts.verify $(DATA)

# What is generated

openapi: setup-dev console/node_modules/.stamp
	$(PYTHON) scripts/openapi.py
	$(PYTHON) scripts/questions_md.py
	$(PYTHON) scripts/standard_metrics_md.py
	$(PYTHON) scripts/access_md.py
	cd console && $(NPM) run --silent contract

lock: setup-dev
	$(PYTHON) scripts/lock.py $(UPGRADE)

clean:
	rm -rf $(VENV) console/node_modules $(SDKS)/node_modules src/yunying/web/static build dist src/*.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
