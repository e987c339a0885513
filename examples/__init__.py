"""Real people's records sent through Throughcare: mappings as data, and the small engine that applies them."""
