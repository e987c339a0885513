"""Statistics against answers that other software computed: `python -m tests.oracles` prints how close they come."""
