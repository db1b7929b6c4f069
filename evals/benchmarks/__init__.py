"""Public benchmarks, measured with the same product that users ask."""
