"""The tools that keep the house: checks, tests, benchmarks, locks, vendored parts."""
