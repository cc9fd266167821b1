# Two commands do all the set-up on a Debian 12 machine with git, make and python3 (3.11 or newer):
#   make run    the window on the practice phantom (where there is no display: filmed on a loop, into out/)
#   make test   lint, types, import contracts and all tests

PYTHON ?= python3
VENV := .venv

export PIP_CONSTRAINT := $(CURDIR)/constraints.txt

LANGUAGES := $(wildcard resources/i18n/*.ts)
WORDS := tr+=noted,tr+=say,tr+=words,tr+=quiet_button,tr+=told
SAID_IN := app/*.py app/*/*.py inference/*.py inference/*/*.py phantom/*.py

.PHONY: run test lint format words clean

run: $(VENV)/.installed-run
	$(VENV)/bin/fetalens demo --out out

test: lint
	QT_QPA_PLATFORM=offscreen $(VENV)/bin/pytest --numprocesses auto --dist loadfile

lint: $(VENV)/.installed-test
	$(VENV)/bin/ruff format --check
	$(VENV)/bin/ruff check
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/.installed-test
	$(VENV)/bin/ruff check --fix
	$(VENV)/bin/ruff format

# What is said in the window, into the files of each language, and these compiled
words: $(VENV)/.installed-test
	for ts in $(LANGUAGES); do \
	  $(VENV)/bin/pyside6-lupdate $(SAID_IN) -ts $$ts -locations none -no-obsolete -tr-function-alias $(WORDS) && \
	  $(VENV)/bin/pyside6-lrelease $$ts -qm $${ts%.ts}.qm || exit 1; \
	done

clean:
	rm -rf $(VENV) out build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

$(VENV)/.system: packaging/debian-packages.txt packaging/install-system-packages.sh
	./packaging/install-system-packages.sh
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/.installed-run: $(VENV)/.system pyproject.toml constraints.txt
	$(VENV)/bin/pip install --quiet --editable .
	touch $@

$(VENV)/.system-test: $(VENV)/.system
	./packaging/install-system-packages.sh test
	touch $@

$(VENV)/.installed-test: $(VENV)/.system-test pyproject.toml constraints.txt
	$(VENV)/bin/pip install --quiet --editable '.[train,test]'
	touch $@ $(VENV)/.installed-run
