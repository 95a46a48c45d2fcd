"""One reader for each kind of file: bytes → `Contents`. None of them unpacks, runs or follows anything."""
