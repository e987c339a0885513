"""Backups: database and store together in one file, with a manifest of hashes; encrypted where there is a key."""
