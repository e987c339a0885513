"""Throughcare: drug and alcohol treatment, from a provider's return to a published figure, and back."""

__version__ = "0.1.0"
