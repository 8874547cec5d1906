package ledger

import (
	"crypto/sha256"
	"encoding/binary"
)

// chainFormat is the first thing every digest covers.
const chainFormat = "fermata/chain/1"

// Genesis is the digest before the first row of a person's record.
func Genesis(person string) []byte {
	sum := sha256.New()
	writePart(sum, []byte(chainFormat+"/genesis"))
	writePart(sum, []byte(person))
	return sum.Sum(nil)
}

// Chain is the digest of a row: SHA-256 over the format, the digest before
// it, person, seq, ID, time of recording, scope and the hash of the
// ciphertext, each with its length in front. row.Digest and row.Sealed are
// not looked at, so the digest of an erased row can still be computed.
func Chain(previous []byte, person string, row Row) []byte {
	sum := sha256.New()
	writePart(sum, []byte(chainFormat))
	writePart(sum, previous)
	writePart(sum, []byte(person))
	writePart(sum, binary.BigEndian.AppendUint64(nil, uint64(row.Seq)))
	writePart(sum, []byte(row.ID))
	writePart(sum, binary.BigEndian.AppendUint64(nil, uint64(row.RecordedAt)))
	writePart(sum, []byte(row.Scope))
	writePart(sum, row.BodyHash)
	return sum.Sum(nil)
}

// BodyHash is SHA-256 of a ciphertext.
func BodyHash(sealed []byte) []byte {
	sum := sha256.Sum256(sealed)
	return sum[:]
}

// headBytes is what a head's MAC covers.
func headBytes(head Head) []byte {
	out := appendPart(nil, []byte("fermata/head/1"))
	out = appendPart(out, []byte(head.Person))
	out = binary.BigEndian.AppendUint64(out, uint64(head.Epoch))
	out = binary.BigEndian.AppendUint64(out, uint64(head.Seq))
	return appendPart(out, head.Digest)
}

func appendPart(out, part []byte) []byte {
	out = binary.BigEndian.AppendUint32(out, uint32(len(part)))
	return append(out, part...)
}

type sum interface{ Write([]byte) (int, error) }

func writePart(to sum, part []byte) {
	var length [4]byte
	binary.BigEndian.PutUint32(length[:], uint32(len(part)))
	to.Write(length[:])
	to.Write(part)
}
