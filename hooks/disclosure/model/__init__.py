"""Model: checked rows become the catalog as it stands today. Pure; knows no file and no page."""
