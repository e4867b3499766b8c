"""The running log: its files on a disk or far away, and what is done with them. It knows entries as bytes."""
