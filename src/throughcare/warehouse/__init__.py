"""Engines and frozen cuts: the only place that knows what a query runs on."""
