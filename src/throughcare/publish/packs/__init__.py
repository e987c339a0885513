"""Packs for needs assessment, one an area, and the statistical bulletin of a year: documents of what a release says.

`source.of` reads everything once for all areas; `pack.pack` and `bulletin.bulletin` put documents together; `kept`
makes all of them and keeps them beside the release.
"""
