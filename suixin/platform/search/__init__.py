"""Search of the public pages. Rooms feed it pages; it knows neither what they are about nor who made them.

What is found is what is public now: a room puts its pages here in the transaction that publishes or withdraws them.
"""
