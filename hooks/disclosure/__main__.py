"""`python -m disclosure` is the command `disclosure`."""

from disclosure.cli import main

main(prog_name="disclosure")
