"""The running log: its files and keys, its rounds with witnesses, its anchors and its pages.

witnesses     asks the witnesses of a policy for cosignatures, and for what they have seen
asking        one bounded HTTP request, for those who answer slowly or too much

It must not know what an entry means, and never imports the ledger.
"""
