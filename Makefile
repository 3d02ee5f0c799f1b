# Every target works in a fresh clone with the .NET SDK 10, Node 20 and Python 3; what else is needed is installed on the way.
# The recipes are scripts in build/, so that a target says what it does and a script says how.

CONFIGURATION := Release
export CONFIGURATION

.DEFAULT_GOAL := help
.PHONY: run test test-azure-tables build canvas canvas-dev screenshots bench soak rotate-key format coverage setup clean help

run: ## Build what is missing and serve the local stack (Ctrl-C stops it)
	@exec build/run.sh

test: ## Check the format, build once, run every test, measure coverage
	@exec build/test.sh

test-azure-tables: ## Run every integration test on Azure Tables (Azurite) instead of SQLite: about 20 minutes
	@exec build/test-azure-tables.sh

build: ## Build everything (Release)
	@build/setup.sh --tools-only && exec build/build.sh

canvas: ## Build the canvas, when it is missing or older than its sources
	@exec build/canvas.sh

canvas-dev: ## Serve the canvas's sources with hot reload, before the stack at ORCHEO_URL (http://localhost:7071)
	@exec build/canvas.sh --dev

screenshots: ## Take pictures of every page of the canvas, into artifacts/screenshots
	@exec build/screenshots.sh

bench: ## Measure; figures as JSON on standard output and in artifacts/bench.json (ONLY=http,webhook,events,telemetry,durable,storage,python picks)
	@exec build/bench.sh

soak: ## Kill the durable engine again and again under load (ROUNDS=200)
	@exec build/soak.sh

rotate-key: ## Make a new master key and put every stored secret under it; the stack may run meanwhile
	@exec build/rotate-key.sh

format: ## Rewrite the C# sources in the project's format
	@exec build/format.sh

coverage: ## Show line coverage of the last `make test`, project by project, with what is not covered
	@exec build/coverage.sh

setup: ## Check the tools and install what the tests need
	@exec build/setup.sh

clean: ## Remove what was built and installed here; data in .orcheo stays
	@exec build/clean.sh

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
