# Every command sets up what it needs. `make help` lists them.
PYTHON ?= python3
PORT ?= 8000
export PORT
PY := .venv/bin/python

.PHONY: help setup demo test thorough corpus check run bench messages lock
help: ## Show this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: ## Install everything for development
	@$(PYTHON) scripts/setup.py dev

demo: ## Run the product with a living programme (PORT, DATA_DIR)
	@$(PYTHON) scripts/setup.py
	@exec $(PY) -m scripts.demo

test: ## Run the tests (ARGS="-k name" to choose)
	@$(PYTHON) scripts/setup.py dev browser
	@exec $(PY) -m scripts.test $(ARGS)

thorough: setup ## Run the long tests too: every width, every race and its control
	@exec $(PY) -m scripts.test -m "not corpus" $(ARGS)

corpus: setup ## Play and edit every package of ../shared/h5p-corpus in a browser (minutes)
	@exec $(PY) -m scripts.test -m corpus $(ARGS)

check: setup ## Format, lint, types, layers, migrations, translations, templates
	@$(PY) -m scripts.check

run: setup ## Run the development server alone, on SQLite
	@DJANGO_SETTINGS_MODULE=config.settings.dev $(PY) manage.py migrate -v 0
	@DJANGO_SETTINGS_MODULE=config.settings.dev $(PY) manage.py runserver $(PORT)

bench: setup ## Measure (ONLY=learner_page,… to choose)
	@$(PY) -m tests.bench

messages: setup ## Collect the sentences to translate
	@$(PY) -m scripts.messages update

lock: setup ## Pin the packages of requirements/*.in again
	@$(PY) -m scripts.lock
