"""The gates (发布前检查): what must never be published, looked for in text and in every kind of file."""
