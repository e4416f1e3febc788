# `make brief` and `make test` set everything up by themselves.
