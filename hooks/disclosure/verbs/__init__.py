"""The verbs of the command; they stand to the right of all stages."""
