"""Forms as office files: a blank form to fill in, what comes back filled in, and a form that an office has drawn.

shape      what a blank form looks like, known to writer and reader     template   form -> XLSX or CSV
opening    a file from outside, opened with suspicion                   upload     XLSX or CSV -> values by item
layout     an office's drawn form -> a definition                       ruling     its lines of 审核关系 -> edit rules
sentences  what is said about a file that cannot be used                guesses    what is said about a draft that was guessed

Needs no database. This room must not decide what counts: what it reads is reported like anything that was typed.
"""
