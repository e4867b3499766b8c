"""Estimates of time series: without the season, points that stand out, where a series is heading, where it should be.

Pure functions: they read no record, store nothing and publish nothing. An estimate is never an official number; what
may be done with one is said at `Estimate`.
"""
