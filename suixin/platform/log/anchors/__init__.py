"""Anchors: what somebody outside says about a checkpoint, so that the log's own keys cannot take it back.

`backend`    what every anchor can do, and what can go wrong
`timestamp`  a time stamping authority (RFC 3161) says when the signed checkpoint was there; `der` mends its answers
`chain`      a contract on an EVM chain keeps the newest checkpoint and refuses another history of the same size
`services`   which of them an operator has switched on
`folder`     the files that anchors are kept in
`exchange`   one request over HTTP, bounded in bytes and time

An anchor is no witness: it neither reads the log nor checks that it grew. No Django here.
"""
