"""Publish: pages, files and index are written into a folder beside the site, which then takes its place."""
