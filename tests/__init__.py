"""The tests. A package, so that ``tests.asserts`` is found whatever else is installed."""
