# The same commands under the names one tries first; `dev` itself needs no make.
.PHONY: run test lint
run test lint:
	@python3 dev $@
