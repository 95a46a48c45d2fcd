"""Verify: what lies in a folder against what the build says it wrote, and against what pages promise."""
