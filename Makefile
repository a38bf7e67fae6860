.PHONY: check fix test demo shots db messages venv help
bin = .venv/bin

check: venv  ## lint, types, import rules, largest files
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/python -m mypy
	$(bin)/lint-imports
	$(bin)/python tools/sizes.py

fix: venv  ## repair what the linter can
	$(bin)/ruff check --fix .
	$(bin)/ruff format .

test:  ## all tests (some: ./linli test PATH)
	./linli test

demo:  ## the demo subdistrict on http://127.0.0.1:8000
	./linli demo

shots: venv  ## pictures of every page into docs/img, from a fresh demo
	$(bin)/python tools/shots.py

db:  ## psql on the embedded database
	./linli dbshell

messages: venv  ## collect new texts and compile the translations
	./linli messages

venv:
	@LINLI_DEV=1 ./linli prepare

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "%-10s %s\n", $$1, $$2}' Makefile
