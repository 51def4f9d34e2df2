# `make run` and `make test` need git, make and Python 3.12 or newer, or uv, which brings one; the rest they install into .venv.
# Where npm is, `make test` also reads whether the HTML is valid, and sets the pages in two fonts.

BIN := .venv/bin
TESTS ?= tests --ignore=tests/browser
BROWSER_TESTS ?= tests/browser
BROWSER_WORKERS ?= 2
# The slow ones come first, so each process gets the next test only once it is free.
IN_TURN := -n auto --maxschedchunk 2

.PHONY: help run dev test test-fast proof check audit sbom lock query-counts messages screenshot bench lighthouse browser

## List the targets; each has its line in a comment like this above it.
help:
	@awk '/^## /{text=substr($$0,4)} /^[a-z][a-z-]*:/{if(text){sub(/:.*/,"");printf "make %-13s %s\n",$$0,text};text=""}' Makefile

## Serve on http://localhost:8000, with the two articles loaded; PORT=8001 takes another port.
run: .venv/ready
	@bin/collect-static
	@$(BIN)/python manage.py serve

## Serve by Django's development server: the same, with debug pages and autoreload.
dev: .venv/ready-dev
	@DEBUG=1 $(BIN)/python manage.py migrate -v0
	@DEBUG=1 $(BIN)/python manage.py seed
	@DEBUG=1 $(BIN)/python manage.py first_accounts
	@DEBUG=1 $(BIN)/python manage.py runserver $(or $(PORT),8000)

## Run every test, those in a browser too; with DATABASE_URL set, on PostgreSQL.
test: .venv/ready-dev browser
	@$(BIN)/pytest $(TESTS) $(IN_TURN)
	@$(BIN)/pytest $(BROWSER_TESTS) -n $(BROWSER_WORKERS) --dist loadgroup

## Run what is fast of them: for the work at hand.
test-fast: .venv/ready-dev
	@$(BIN)/pytest $(TESTS) -m "not slow" $(IN_TURN)

## Attack, break and fill a server until it shows what it withstands, and write docs/proof.md. Takes hours.
proof: .venv/ready-dev
	@$(BIN)/python -m bench.proofs

## Run the linters, the import contract, the types, and Django's checks: seconds.
check: .venv/ready-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/djade --check $$(git ls-files 'templates/*.html')
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy
	@DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run
	@bin/check-migrations
	@bin/check-deploy
	@$(BIN)/bandit --quiet --configfile pyproject.toml --recursive tracker docs/verify.py manage.py 2>/dev/null

## Ask whether a weakness of a package is known; it says so if nobody answers.
audit: .venv/ready-dev
	@bin/audit

## Write the list of what is installed, as CycloneDX, into var/sbom.json.
sbom: .venv/ready-dev
	@mkdir -p var
	@$(BIN)/python bin/sbom var/sbom.json

## Renew the lock files from pyproject.toml; they hold hashes and no address.
lock: .venv/ready-dev
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --upgrade pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-header --upgrade --group dev pyproject.toml -c requirements.txt -o requirements-dev.txt

## Record in tests/query_counts.json how many queries each page asks for one row.
query-counts: .venv/ready-dev
	@RECORD_QUERY_COUNTS=1 $(BIN)/pytest -q tests/test_query_counts.py

## Renew the translations: name the texts that are used now, drop the others; needs no gettext.
messages: .venv/ready
	@$(BIN)/python manage.py makemessages

## Renew the picture in README.md.
screenshot: .venv/ready-dev browser
	@$(BIN)/pytest tests/browser/test_three_jobs.py -k dashboard
	@cp screenshots/dashboard.png docs/dashboard.png

## Measure against peers on the same rows; LARGE=0 leaves the largest world out. Takes half an hour.
bench: .venv/ready-dev bench/.venv/ready
	@$(BIN)/python bench/run.py --large $(or $(LARGE),200000)

## Let Lighthouse measure the pages, and write docs/quality.md. Takes a quarter of an hour.
lighthouse: .venv/ready-dev browser
	@bin/install-node-packages bench
	@$(BIN)/python bench/lighthouse.py

bench/.venv/ready: bench/requirements.txt
	@$(BIN)/python -m venv bench/.venv
	@bench/.venv/bin/python -m pip install --quiet --quiet --require-hashes -r bench/requirements.txt
	@touch $@

## Find or install what the browser tests need.
browser: .venv/ready-dev
	@bin/find-chromium >/dev/null
	@bin/install-node-packages tests/browser

.venv/ready: requirements.txt
	@bin/make-venv requirements.txt
	@touch $@

.venv/ready-dev: requirements-dev.txt
	@bin/make-venv requirements-dev.txt
	@touch .venv/ready $@
