# For who works on the code. Everything runs in the environment that ./ssc made.
PYTHON := .venv/bin/python -P
export PYTHONPATH := $(CURDIR)

.PHONY: check format types arrows openapi bench fuzz mutants locks
check: format types arrows

format:
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .

types:
	.venv/bin/mypy

arrows:
	.venv/bin/lint-imports --no-logo

# The description of the API, as tests/rules/test_openapi.py compares it.
openapi:
	$(PYTHON) -c 'import json; from app.main import create_api; \
	print(json.dumps(create_api().openapi(), indent=2, ensure_ascii=False))' >docs/openapi.json

bench:
	$(PYTHON) -m benchmarks

fuzz:
	SSC_HYPOTHESIS=fuzz $(PYTHON) -m pytest tests/property --timeout=0

# An hour or two on two cores; what was tried before is kept in mutants/ and not tried again, unless its function
# changed. Which tests come past a function is looked up anew: a test may have changed and kept its name.
mutants:
	rm -f mutants/mutmut-stats.json
	env -u PYTHONPATH PATH="$(CURDIR)/.venv/bin:$$PATH" mutmut run
	$(PYTHON) -m tests.mutants

# Anew from pyproject.toml: exact versions with digests, no addresses.
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-header --no-emit-index-url --no-emit-find-links
locks:
	$(COMPILE) pyproject.toml -o requirements.lock
	$(COMPILE) --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
	$(COMPILE) --group node -o requirements-node.lock
	npm install --package-lock-only --silent
	$(PYTHON) -c "import json; lock = json.load(open('package-lock.json')); [p.pop('funding', None) for p in lock['packages'].values()]; open('package-lock.json', 'w').write(json.dumps(lock, indent=2, ensure_ascii=False) + '\n')"
