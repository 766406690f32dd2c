# The two commands are `make run` and `make test`; everything they need, they make first.
PYTHON := .venv/bin/python
UV := .tools/bin/uv
ENVIRONMENT := .venv/.complete
# Two processes test, each whole files: on two cores that takes 0.6 times as long as one.
SIDE_BY_SIDE := --numprocesses 2 --dist loadfile

.PHONY: run test torture bench messages env lock libraries test-programs

run: env libraries
	@$(PYTHON) main.py

test: env libraries test-programs
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy
	$(PYTHON) -m pytest $(SIDE_BY_SIDE)

# The property tests with many more examples; takes hours.
torture: env libraries test-programs
	$(PYTHON) -m pytest $(SIDE_BY_SIDE) --hypothesis-profile torture

bench: env libraries
	$(PYTHON) -m tests.benchmarks

# Gathers the texts to be translated, and brings the catalogues in resources/locale up to date.
messages: env
	$(PYTHON) .setup/messages.py

env: $(ENVIRONMENT)

# Refreshes the lock; for every platform and Python, so it may be run anywhere.
lock: | $(UV)
	$(UV) pip compile --quiet --universal --upgrade --python-version 3.12 --generate-hashes \
		--no-emit-index-url --no-annotate --no-header --group pyproject.toml:dev pyproject.toml \
		--output-file requirements.lock

# What Qt needs from the system, with and without a display.
libraries: env
	@packages=$$($(PYTHON) -m mdn_gui.qt.system_libraries) && .setup/apt-install $$packages

# What tests need to click in a real window and to render drawings; without it they are skipped.
test-programs:
	@[ "$$(uname)" != Linux ] || { command -v Xvfb && command -v xdotool && command -v rsvg-convert; } >/dev/null || \
		.setup/apt-install xvfb xdotool librsvg2-bin || \
		echo "The end-to-end test and those of exported drawings will be skipped."

$(ENVIRONMENT): requirements.lock pyproject.toml .python-version | $(UV)
	.setup/environment
	@touch $@

$(UV):
	.setup/uv
