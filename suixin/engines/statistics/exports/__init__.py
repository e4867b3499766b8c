"""An indicator's figures as files that everybody has a program for: CSV, Excel, Parquet, JSON-stat.

Each says where it comes from and where its certificates are. No value passes through a float on its way.
"""
