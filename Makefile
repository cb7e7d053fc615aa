# Two commands: `make run` (the demo on http://127.0.0.1:8000) and `make test` (everything from a clean clone to a verdict).
BOOTSTRAP = python=$$(tools/find-python) && "$$python" tools/bootstrap.py
PORT ?= 8000

.PHONY: run test bench wheel lock messages format

run:
	@$(BOOTSTRAP)
	@exec .venv/bin/aoxanh run --port $(PORT)

test:
	@$(BOOTSTRAP) test
	@exec .venv/bin/python tools/gate.py

bench:
	@$(BOOTSTRAP) test
	@exec .venv/bin/aoxanh bench $(NAME)

wheel:
	@$(BOOTSTRAP)
	@.venv/bin/python -m hatchling build -t wheel

lock:
	@$(BOOTSTRAP)
	@.venv/bin/python tools/lock.py $(OPTIONS)

messages:
	@$(BOOTSTRAP)
	@.venv/bin/python tools/messages.py update

format:
	@$(BOOTSTRAP) test
	@.venv/bin/ruff format -q . && .venv/bin/ruff check --fix -q .
