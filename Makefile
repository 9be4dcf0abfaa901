# The commands of Sluice; `make help` lists them. docs/development.md says more.
MAKEFLAGS += --no-print-directory
PKG     := www/packages/sluice
DIST    := $(PKG)/dist
DEMO    := www/demo
VERSION  = $(shell sed -n 's/^  "version": "\(.*\)",/\1/p' $(PKG)/package.json)
TARBALL  = dist/sluice-$(VERSION).tgz
TOOLS   := bin/gofumpt bin/staticcheck bin/go_js_wasm_exec
NODE    := www/node_modules/.installed
GOROOT  := $(shell go env GOROOT)
GO_VERSION := bin/.go-version

files    = $(shell find $(1) -type f -not -path '*/node_modules/*' -not -path '*/dist/*' 2>/dev/null)
gofiles  = $(filter-out %_test.go,$(filter %.go,$(call files,$(1)))) go.mod go.sum
WASM_GO := $(call gofiles,abort core store jsbridge wasm internal/protocol)
HOST_GO := $(call gofiles,abort core store client server cmd internal jsbridge/wire)

.PHONY: help run build pack test test-go test-browser test-ts test-e2e test-pack bench soak size size-experiments lint fmt generate rename lock clean setup-browser FORCE

help: ## print this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/  make \1|\2/p' Makefile | column -t -s '|'

run: build ## build everything, start the demo's server and print its address
	@bin/sluice serve $(ARGS)

build: $(DIST)/sluice.wasm $(DIST)/index.js $(DEMO)/dist/index.html bin/sluice ## build the core, the package, the demo and the server

pack: $(TARBALL) ## make dist/sluice-VERSION.tgz, what npm publish would send

test: ## run every check and test, and print how many passed
	@ci/test.sh

test-go: ## Go tests, with the race detector
	@ci/test-go.sh

test-browser: bin/go_js_wasm_exec ## Go tests that need a browser, in Chromium
	@ci/test-browser.sh

test-ts: $(DIST)/sluice.wasm $(DIST)/index.js ## TypeScript tests, in Node
	@ci/test-ts.sh

test-e2e: build $(TARBALL) ## the demo, the README and the packed package, in Chromium
	@ci/test-e2e.sh

test-pack: build $(TARBALL) ## the packed package alone, in a fresh application
	@ci/test-e2e.sh tests/pack.test.ts

bench: build ## measure beside peers, in headless Chromium
	@ci/packages.sh chromium
	@cd www && npm run --silent bench -w sluice-bench

soak: ## live topics under faults, fuzz each target for FUZZTIME (60s), repeat the race tests
	@ci/soak.sh

size: $(DIST)/sluice.wasm $(DIST)/index.js ## sizes against www/size-limits.json
	@node ci/size.mjs

size-experiments: $(NODE) ## what compiler flags and wasm-opt would bring
	@ci/size-experiments.sh

lint: $(TOOLS) $(DIST)/index.js ## vet, staticcheck, gofumpt, tsc, eslint, generated files
	@ci/lint.sh

fmt: bin/gofumpt $(NODE) ## format Go, mend what eslint can
	@bin/gofumpt -w $$(git ls-files -co --exclude-standard '*.go')
	@cd www && node_modules/.bin/eslint --fix .

generate: ## write both codecs of the wire format
	@go run ./cmd/sluice gen .

rename: bin/gofumpt ## give the Go module another path: make rename MODULE=example.org/sluice
	@ci/rename.sh "$(MODULE)"

lock: ## write www/package-lock.json after a change of dependencies
	@ci/lock.sh

clean: ## remove what was built
	rm -rf bin dist $(DIST) $(DEMO)/dist $(DEMO)/data $(PKG)/src/generated/wasm_exec.js

# What is built, and from what.

$(NODE): www/package-lock.json www/.npmrc
	@ci/npm.sh
	@touch $@

$(GO_VERSION): FORCE
	@mkdir -p bin && go version | cmp -s - $@ || go version > $@

bin/gofumpt: PACKAGE = mvdan.cc/gofumpt
bin/staticcheck: PACKAGE = honnef.co/go/tools/cmd/staticcheck
bin/go_js_wasm_exec: PACKAGE = github.com/agnivade/wasmbrowsertest
$(TOOLS): tools/go.mod tools/go.sum $(GO_VERSION)
	go build -C tools -o ../$@ $(PACKAGE)

bin/sluice: $(HOST_GO) $(wildcard cmd/sluice/internal/*/*.html) $(GO_VERSION)
	go build -trimpath -o $@ ./cmd/sluice

$(DIST)/sluice.wasm: $(WASM_GO) ci/wasm.sh ci/overlay.mjs ci/trim-wasm.mjs ci/functions.mjs ci/functions-start.mjs ci/wasm-file.mjs $(GO_VERSION)
	ci/wasm.sh $@

$(PKG)/src/generated/wasm_exec.js: ci/wasm-exec.mjs $(GO_VERSION)
	@mkdir -p $(@D) $(DIST)
	node ci/wasm-exec.mjs $(GOROOT)/lib/wasm/wasm_exec.js $@

$(DIST)/index.js: $(PKG)/src/generated/wasm_exec.js $(call files,$(PKG)/src) $(wildcard $(PKG)/*.json $(PKG)/*.mjs www/tsconfig.base.json) $(NODE)
	cd $(PKG) && npm run --silent build
	cp $(GOROOT)/LICENSE $(DIST)/wasm_exec.LICENSE.txt
	@touch $@

$(DEMO)/data/atlas.tsv.gz: $(wildcard $(DEMO)/prepare*.mjs) $(NODE)
	cd $(DEMO) && npm run --silent data
	@touch $@

$(DEMO)/dist/index.html: $(DEMO)/data/atlas.tsv.gz $(DIST)/index.js $(DIST)/sluice.wasm $(call files,$(DEMO)/src $(DEMO)/redux) $(wildcard $(DEMO)/*.html $(DEMO)/*.ts $(DEMO)/*.json $(DEMO)/precompress.mjs)
	cd $(DEMO) && npm run --silent build
	@touch $@

$(TARBALL): $(DIST)/sluice.wasm $(DIST)/index.js $(wildcard $(PKG)/README.md $(PKG)/package.json)
	@mkdir -p dist && rm -f dist/sluice-*.tgz
	cd $(PKG) && npm pack --silent --pack-destination ../../../dist
