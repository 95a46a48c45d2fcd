"""Render: the catalog becomes pages, feeds and data files, as text; nothing is written here."""
