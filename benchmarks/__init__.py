"""Speed and memory, measured and printed; `python -m benchmarks`."""
