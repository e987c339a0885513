"""The site: a Django project over the figures of a release and the store of returns."""
