"""Whole-job benchmarks; every figure is a ratio or comes with its machine."""
