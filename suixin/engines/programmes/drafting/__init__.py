"""Programmes in the making: the clauses of a notice while officers correct, split, merge and accept them, and of a
published programme while a change is prepared.

Nothing here is published by itself, and nothing here draws. Every step is kept through `submit`.
"""
