"""`python -m suixin`: the `suixin` command where it is not on the path."""

from suixin.cli import main

main()
