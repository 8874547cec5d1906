// Package ledger keeps a record one can trust: an append-only chain of sealed
// entries, one chain for each person.
//
// # What is kept
//
// Each entry is sealed before it reaches a [Store]. A row's digest covers the
// digest before it and the hash of the ciphertext ([Chain]); the head of the
// chain carries a MAC under the person's own key. Whoever can write the
// database but lacks the key can neither cut the chain short nor rewrite it
// unseen. Putting back a whole older copy is not detected.
//
// # Appending
//
// [Ledger.Append] validates and seals outside any lock. The store then locks
// the person's head, looks up the IDs, numbers, chains, inserts and signs, in
// one transaction, and answers after COMMIT. The same entry sent twice is
// saved once.
//
// # Erasing
//
// An erasure is an entry. In the same transaction the sealed bytes of what it
// names are removed; hash and digest stay, so the chain still verifies.
// [Ledger.Verify] accepts an empty row only where a later erasure names it.
package ledger
