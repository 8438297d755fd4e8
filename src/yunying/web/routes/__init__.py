"""The HTTP API, one module a subject. A handler takes its input apart, calls one use-case, and returns."""
