"""Check: what was read becomes typed rows, and every departure from the contract a `Problem`."""
