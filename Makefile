# The two commands are `make run` and `make test`; everything they need, they make first.
UV := .tools/bin/uv
# What the program needs, and over it what tests and benchmarks need beside.
PROGRAM := .venv/.complete
TESTS := .venv/tests/.complete
BENCHMARKS := .venv/benchmarks/.complete
PYTHON := .venv/bin/python
TEST := .venv/tests/bin/python
# Two processes test, each whole files: on two cores that takes 0.6 times as long as one.
SIDE_BY_SIDE := --numprocesses 2 --dist loadfile

.PHONY: run test torture bench messages env lock libraries test-programs

run: libraries
	@$(PYTHON) main.py

test: env libraries test-programs
	$(TEST) -m ruff check
	$(TEST) -m ruff format --check
	$(TEST) -m mypy
	$(TEST) -m pytest $(SIDE_BY_SIDE) --durations 10

# The property tests with many more examples, and more tests of a kind; takes hours.
torture: env libraries test-programs
	$(TEST) -m pytest $(SIDE_BY_SIDE) --hypothesis-profile torture

bench: $(BENCHMARKS) libraries
	.venv/benchmarks/bin/python -m tests.benchmarks

# Gathers the texts to be translated, and brings the catalogues in resources/locale up to date.
messages: env
	$(TEST) .setup/messages.py

env: $(TESTS)

lock: | $(UV)
	.setup/lock

# What Qt needs from the system, with and without a display.
libraries: $(PROGRAM)
	@packages=$$($(PYTHON) -m mdn_gui.qt.system_libraries) && .setup/apt-install $$packages

# What tests need to click in a real window and to render drawings; without it they are skipped.
test-programs:
	@[ "$$(uname)" != Linux ] || { command -v Xvfb && command -v xdotool && command -v rsvg-convert; } >/dev/null || \
		.setup/apt-install xvfb xdotool librsvg2-bin || \
		echo "The end-to-end test and those of exported drawings will be skipped."

$(PROGRAM): requirements.lock pyproject.toml .python-version | $(UV)
	.setup/environment
	@touch $@

.venv/%/.complete: .setup/%.lock $(PROGRAM)
	.setup/layer $*
	@touch $@

$(UV):
	.setup/uv
