"""Read: bytes on disk become text, nodes with positions, and site settings. Knows nothing of the rules."""
