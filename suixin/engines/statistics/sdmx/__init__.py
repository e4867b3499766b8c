"""SDMX, the statistical offices' own interface: REST 2.2 under /sdmx/v2/, and 2.1 under /sdmx/2.1/ for older clients.

It tells what was published, in their words. It computes nothing, and no value passes through a float on its way.
"""
