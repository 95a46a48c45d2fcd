"""Index: what the search page reads. Records are pure; pagefind.py runs the indexer."""
