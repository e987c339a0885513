"""Outcomes of treatment: when an outcome profile counts, and what changed between two of them."""
