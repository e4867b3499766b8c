"""A transparency log after C2SP (tlog-tiles, signed-note, tlog-checkpoint, tlog-cosignature, tlog-witness, tlog-proof,
tlog-policy), on RFC 6962's tree with SHA-256. It knows entries as bytes, and never what a record means. Files are
reached through the ports in `disk.py` only; there is no clock, no database and no network here.

`tree`, `proofs`, `paths`      hashes; checking proofs; making proofs (the two share no code but the hash)
`tiles`, `bundles`, `reading`  the static files, and the tree as it is read from them
`growth`, `fsck`               adding entries; deriving everything anew
`notes`, `keys`, `checkpoint`, `cosignature`, `proof_file`, `policy`, `witnessing`   what is signed, and by whom
"""
