package seal

import "strings"

const bech32Alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"

// bech32 writes bytes as BIP 173 says, in lower case. It is how age writes its
// keys, and age takes a key in no other form.
func bech32(prefix string, data []byte) string {
	values := fives(data)
	var text strings.Builder
	text.WriteString(prefix + "1")
	for _, v := range append(values, bech32Check(prefix, values)...) {
		text.WriteByte(bech32Alphabet[v])
	}
	return text.String()
}

// fives regroups bytes into five bits each, the last filled up with zeros.
func fives(data []byte) []byte {
	var values []byte
	held, bits := uint32(0), 0
	for _, b := range data {
		held, bits = held<<8|uint32(b), bits+8
		for bits >= 5 {
			bits -= 5
			values = append(values, byte(held>>bits)&31)
		}
	}
	if bits > 0 {
		values = append(values, byte(held<<(5-bits))&31)
	}
	return values
}

// bech32Check gives the six checksum values of BIP 173.
func bech32Check(prefix string, values []byte) []byte {
	sum := uint32(1)
	for _, c := range []byte(prefix) {
		sum = bech32Step(sum, c>>5)
	}
	sum = bech32Step(sum, 0)
	for _, c := range []byte(prefix) {
		sum = bech32Step(sum, c&31)
	}
	for _, v := range append(append([]byte(nil), values...), 0, 0, 0, 0, 0, 0) {
		sum = bech32Step(sum, v)
	}
	sum ^= 1
	check := make([]byte, 6)
	for i := range check {
		check[i] = byte(sum>>(5*(5-i))) & 31
	}
	return check
}

func bech32Step(sum uint32, value byte) uint32 {
	top := sum >> 25
	sum = (sum&0x1ffffff)<<5 ^ uint32(value)
	for i, g := range [5]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
		if top>>i&1 == 1 {
			sum ^= g
		}
	}
	return sum
}
