"""The running log: what keeps it on disk, has it witnessed and anchored, and serves it."""
