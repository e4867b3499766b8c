"""The sub-commands of `suixin`, one module a room. They read arguments and print; the work is done below."""
