//! What was said and when: an append-only store of events, under a Merkle tree whose heads the parties sign.
