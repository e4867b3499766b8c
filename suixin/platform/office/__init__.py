"""The office's home: what needs this person today, across everything the city works with.

Rooms put things on a person's desk through the function that their manifest names as `desk`. This room gathers,
orders and shows; it must not know what a task, a report or an account is.
"""
