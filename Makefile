# `make brief` and `make test` set everything up by themselves (setup/install.sh): a first time of
# about half a minute, then no time at all. PYTHON=/path/to/python3.12 chooses the interpreter.
BIN := .venv/bin
# Tests that start no other program and print no page.
QUICK := actors agreeing claims codec compose countries dates dossier event_checks events frames front heads \
	imports language military model numbers patterns plugins refused repetitions row settings sourcing summary verify

.NOTPARALLEL:
.PHONY: help brief test quick setup setup-test lint types lexicon pytest example goldens wheel sbom prove bench models clean

help:                   ## What can be made
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 16

brief: setup            ## A brief of the five sample articles in seeds/
	$(BIN)/briefing make seeds/

test: lint types lexicon pytest   ## Every check

quick: setup-test       ## The tests of single stages, in under a minute
	$(BIN)/pytest $(QUICK:%=tests/test_%.py)

setup:                  ## The environment that a brief needs
	@sh setup/install.sh

setup-test:             ## The environment that the checks need
	@sh setup/install.sh test

lint: setup-test        ## Style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup-test       ## Types
	$(BIN)/mypy --strict

lexicon: setup-test     ## The word lists, by their own examples
	$(BIN)/briefing lexicon

pytest: setup-test      ## The tests
	$(BIN)/pytest -n auto --maxprocesses 8 --dist worksteal

example: setup          ## The committed brief of the seeds, made anew
	$(BIN)/python setup/example.py reports/example

goldens: setup-test     ## The pages that tests compare with, made anew (tests/golden)
	$(BIN)/python tests/golden/write.py

wheel: setup-test       ## dist/briefing-*.whl
	$(BIN)/python -m hatchling build -t wheel

sbom: setup             ## build/sbom.json: the software bill of materials (CycloneDX)
	@mkdir -p build
	$(BIN)/python setup/sbom.py build/sbom.json

prove:                  ## The set-up, tried in a bare Debian (as root; takes minutes)
	sh setup/prove.sh

bench: setup            ## Time and memory, stage by stage
	$(BIN)/python benchmarks/make.py

models: setup           ## The language model anew, from CORPORA=folder (training/README.md)
	$(BIN)/python -m training.convert $(CORPORA) build/training
	$(BIN)/python -m training.train build/training
	$(BIN)/python -m training.package build/training
	$(BIN)/python -m training.evaluate $(CORPORA)

clean:                  ## Removes what was built, not the reports
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
