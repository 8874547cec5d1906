# What one does with Fermata, a word each. `make` alone lists them.

.DEFAULT_GOAL := help
SHELL := /bin/bash

.PHONY: help
help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

.PHONY: run
run: ## start at home: your own record, in your browser
	go run ./cmd/fermata

.PHONY: demo
demo: ## the same on a throwaway sample record
	go run ./cmd/fermata demo

.PHONY: build
build: ## one small binary: bin/fermata
	CGO_ENABLED=0 go build -trimpath -ldflags '-s -w' -o bin/fermata ./cmd/fermata

# With the race detector, against a real PostgreSQL and a real browser. What
# is missing on this machine is fetched first, or named; a test that would
# be skipped for want of either fails instead. For Go alone: go test ./...
.PHONY: test
test: ## every test; installs what is missing where it may
	@scripts/need.sh
	FERMATA_FHIR_VALIDATORS="$$(scripts/validators.sh)" CGO_ENABLED=1 FERMATA_NEED_POSTGRES=1 FERMATA_NEED_CHROME=1 go test -race -timeout 30m ./...

.PHONY: words
words: ## every page with its words disguised: none may stand in code, all must fit
	go test -count=1 -tags pseudo -run 'TestEveryWordIsFromTheGuide|TestLongerWordsFitEveryPage' ./internal/web

.PHONY: lint
lint: ## formatting, go vet and staticcheck
	@unformatted="$$(gofmt -l .)" && test -z "$$unformatted" || { echo "run gofmt -w on:" $$unformatted; exit 1; }
	go vet ./...
	go tool staticcheck ./...

.PHONY: generate
generate: ## Go from the templ files
	go tool templ generate

.PHONY: bench
bench: ## the budgets, with measured figures beside them
	@scripts/bench.sh

# Of every page, in two widths and two schemes, from the sample.
.PHONY: pictures
pictures: ## pictures of every page, into dist/pictures; those of the README, into docs/pictures
	FERMATA_NEED_CHROME=1 FERMATA_PICTURES=$(CURDIR)/dist/pictures go test -count=1 -timeout 30m -run 'TestNoPageHasBarriers|TestPicturesOfTheFrontDoor' ./internal/web

.PHONY: pictures-kept
pictures-kept: ## the same, and the small ones that tests compare with
	FERMATA_NEED_CHROME=1 FERMATA_PICTURES=$(CURDIR)/dist/pictures go test -count=1 -timeout 30m -run 'TestNoPageHasBarriers' ./internal/web -update-pictures

.PHONY: evaluate
evaluate: ## every chart method side by side, on simulated lives (about a minute)
	go run ./cmd/evaluate

# FERMATA_KILLS for each engine, at random moments (FERMATA_SEED makes them
# come again); the database server is killed for a tenth of them.
.PHONY: torture
torture: ## kill Fermata 200 times on each engine, and its server; damage 10,000 records
	@scripts/need.sh
	FERMATA_NEED_POSTGRES=1 FERMATA_KILLS=$(or $(FERMATA_KILLS),200) go test -count=1 -v -timeout 60m ./internal/torture
	FERMATA_NEED_POSTGRES=1 FERMATA_DAMAGES=10000 go test -count=1 -v -run 'WhateverIsDone|ADamagedWay' ./internal/companion
	FERMATA_NEED_POSTGRES=1 go test -count=1 -v -run 'Disk|Folder|AFileAtItsLargest|LostAnswer|Crashes' ./internal/sqlstore

.PHONY: fuzz
fuzz: ## every fuzz target for FUZZTIME (10s)
	@scripts/fuzz.sh $(or $(FUZZTIME),10s)

.PHONY: release
release: ## archives, sums and lists of parts for six systems: dist/
	@scripts/release.sh $(VERSION)
