"""How fast, as ratios: what Throughcare does against the plainest way to do the same on the same engine."""
