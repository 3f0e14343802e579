# Two commands, on a machine with Go, Node and apt:
#
#   make run     sets everything up and serves the demo
#   make test    sets everything up and tests all of it
#
# Flags for the server: make run ARGS="--config seed.yaml".

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

BINARY  := bin/emulator
PLAYER  := web/player
CLIENTS := clients
VERSION ?= $(shell git describe --tags --always --dirty 2>/dev/null || echo devel)
COMMIT  ?= $(shell git rev-parse HEAD 2>/dev/null)
LDFLAGS := -s -w -X main.version=$(VERSION) -X main.commit=$(COMMIT)
ARGS    ?=
# Another platform to build for, as Go names it.
GOOS    ?=
GOARCH  ?=
# Checks beyond go vet, pinned; fetched once.
STATICCHECK := honnef.co/go/tools/cmd/staticcheck@v0.8.2
# Further flags for go test, such as -v or -run.
TESTFLAGS ?=
# Where tests leave screenshots.
export ARTIFACTS ?= $(CURDIR)/artifacts

PLAYER_SOURCES := $(shell find $(PLAYER)/src $(PLAYER)/build.mjs $(PLAYER)/package.json -type f 2>/dev/null)
CLIENT_SOURCES := $(shell find $(CLIENTS)/src $(CLIENTS)/build.mjs $(CLIENTS)/package.json -type f 2>/dev/null)

.PHONY: help
help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: build ## build everything and serve the demo
	./$(BINARY) $(ARGS)

.PHONY: build
build: tools-go $(PLAYER)/dist/index.html ## build bin/emulator, one static binary with the page in it
	CGO_ENABLED=0 GOOS=$(GOOS) GOARCH=$(GOARCH) go build -trimpath -buildvcs=false -ldflags '$(LDFLAGS)' -o $(BINARY) ./cmd/emulator

.PHONY: web
web: $(PLAYER)/dist/index.html ## build the page

$(PLAYER)/dist/index.html: $(PLAYER)/node_modules/.package-lock.json $(PLAYER_SOURCES)
	npm --prefix $(PLAYER) run build
	@touch $@

# The libraries that the tests try in browsers.
$(CLIENTS)/dist/awssdk.js: $(CLIENTS)/node_modules/.package-lock.json $(CLIENT_SOURCES)
	npm --prefix $(CLIENTS) run build
	@touch $@

%/node_modules/.package-lock.json: %/package-lock.json
	scripts/need.sh node npm
	npm --prefix $* ci
	@touch $@

.PHONY: test
test: lint test-go test-coverage test-web test-scripts ## set up what is missing and run every test

.PHONY: test-go
test-go: build $(CLIENTS)/dist/awssdk.js
	scripts/need.sh gcc chromium
	CHROMIUM="$$(command -v chromium || command -v chromium-browser)" go test -race -shuffle=on -timeout 20m $(TESTFLAGS) ./...

.PHONY: test-coverage
test-coverage: tools-go
	scripts/coverage.sh

.PHONY: test-web
test-web: web
	scripts/need.sh chromium
	npm --prefix $(PLAYER) test

.PHONY: test-scripts
test-scripts:
	for script in scripts/*.sh .ci/run; do bash -n "$$script"; done
	if command -v shellcheck >/dev/null; then shellcheck -x scripts/*.sh .ci/run; fi

.PHONY: lint
lint: vet ## gofmt, go vet and staticcheck
	go run $(STATICCHECK) ./...
	@unformatted=$$(git ls-files -z --cached --others --exclude-standard '*.go' | xargs -0 gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "not formatted, run gofmt -w:"; echo "$$unformatted"; exit 1; fi

.PHONY: vet
vet: tools-go
	go vet ./...

# SEED=0 takes another draw each time.
WORLDS ?= 500
SEED   ?= 1

.PHONY: browsers
browsers: tools-go $(PLAYER)/dist/index.html $(CLIENTS)/dist/awssdk.js ## hold our verdicts against Chromium, Firefox and WebKit in WORLDS (500) random worlds
	scripts/need.sh chromium firefox webkit codecs
	BROWSERS=all go test -count=1 -timeout 20m -v ./browsers -worlds $(WORLDS) -seed $(SEED)
	BROWSERS=all go test -count=1 -timeout 20m -v ./clients

.PHONY: bench
bench: build ## measure beside nginx, Varnish and another S3 server, under 5 minutes; some parts: make bench ONLY=hits,herd
	-scripts/need.sh nginx varnish wrk
	go run ./bench -binary $(BINARY) -only '$(ONLY)' -report $(ARTIFACTS)/bench

.PHONY: fuzz
fuzz: tools-go ## run every fuzz target for FUZZTIME (60s each)
	scripts/fuzz.sh

.PHONY: docker
docker: ## build the image and try it in an engine
	scripts/docker.sh

.PHONY: example
example: ## run examples/ci in a Docker engine, as it stands and broken
	scripts/ci-example.sh

.PHONY: release
release: tools-go ## write dist/: binaries, SHA256SUMS, bills of material
	scripts/release.sh

.PHONY: schema
schema: ## write docs/seed.schema.json anew
	go generate ./emulator/config

.PHONY: tools-go
tools-go:
	@scripts/need.sh go

.PHONY: clean
clean: ## remove what was built
	rm -rf bin dist artifacts $(PLAYER)/node_modules $(CLIENTS)/node_modules $(CLIENTS)/dist
	find $(PLAYER)/dist -mindepth 1 ! -name .keep -delete
