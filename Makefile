# make run    the site on this machine, with a sample course and an instructor's account
# make test   the whole suite, on SQLite and, where a server answers, on PostgreSQL
# make lint   style, templates, missing migrations
# make serve  the production server; docs/hosting.md has its settings

PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= 1
TEST_POSTGRES_URL ?= postgres://postgres@127.0.0.1:5432/postgres
BIN := .venv/bin
MANAGE := $(BIN)/python manage.py

.PHONY: run test test-sqlite test-postgresql lint serve
.DELETE_ON_ERROR:

.venv/installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; name it with: make PYTHON=/path/to/python"; exit 2; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv .venv || { echo "The virtual environment could not be made. On Debian and Ubuntu: apt-get install python3-venv"; exit 2; }
	$(BIN)/pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.secret_key:
	@umask 077; $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))' > $@

run: export DEBUG = 1
run: .venv/installed .secret_key
	@export SECRET_KEY="$$(cat .secret_key)"; set -e; \
	$(MANAGE) migrate --verbosity 0; \
	$(MANAGE) load_sample_course --first-time; \
	echo "Site:  http://$(HOST):$(PORT)/"; \
	echo "Admin: http://$(HOST):$(PORT)/admin/"; \
	exec $(MANAGE) runserver $(HOST):$(PORT)

test: test-sqlite test-postgresql

test-sqlite: .venv/installed
	@echo "== On SQLite"
	@DATABASE_URL=sqlite:///$(CURDIR)/db.sqlite3 $(BIN)/pytest

test-postgresql: .venv/installed
	@if $(BIN)/python -c 'import psycopg, sys; psycopg.connect(sys.argv[1], connect_timeout=5).close()' '$(TEST_POSTGRES_URL)' 2>/dev/null; then \
		echo "== On PostgreSQL"; DATABASE_URL='$(TEST_POSTGRES_URL)' $(BIN)/pytest; \
	else \
		echo "== On PostgreSQL: skipped, no server lets the tests in (TEST_POSTGRES_URL, or 127.0.0.1:5432)."; \
		test "$$CI" != true; \
	fi

lint: .venv/installed
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/djlint templates --lint --quiet
	@$(MANAGE) makemigrations --check --dry-run

serve: .venv/installed
	@test -n "$$SECRET_KEY" || { echo "SECRET_KEY must be set to serve: a long random text, the same at every start. See docs/hosting.md."; exit 2; }
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0
	@exec $(BIN)/granian --interface wsgi --no-ws --host $(HOST) --port $(PORT) \
		--workers $(WORKERS) --blocking-threads 4 --respawn-failed-workers config.wsgi:application
