package seal

import (
	"fmt"
	"testing"
)

func BenchmarkSeal(b *testing.B) {
	p := newPerson(b, anna)
	for _, size := range []int{300, 4000} {
		text := make([]byte, size)
		b.Run(fmt.Sprintf("%dB", size), func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				must[[]byte](b)(p.keys.Seal("private", anna, text))
			}
		})
	}
}

func BenchmarkOpen(b *testing.B) {
	p := newPerson(b, anna)
	for _, size := range []int{300, 4000} {
		sealed := must[[]byte](b)(p.keys.Seal("private", anna, make([]byte, size)))
		b.Run(fmt.Sprintf("%dB", size), func(b *testing.B) {
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				must[[]byte](b)(p.keys.Open("private", anna, sealed))
			}
		})
	}
}

func BenchmarkMAC(b *testing.B) {
	p := newPerson(b, anna)
	head := make([]byte, 48)
	b.ReportAllocs()
	for b.Loop() {
		must[[]byte](b)(p.keys.MAC(head))
	}
}

func BenchmarkKeyedID(b *testing.B) {
	p := newPerson(b, anna)
	row := []byte("2026-03-01,mood,7")
	b.ReportAllocs()
	for b.Loop() {
		p.keys.KeyedID(row)
	}
}

func BenchmarkOpenKeys(b *testing.B) {
	p := newPerson(b, anna)
	b.ReportAllocs()
	for b.Loop() {
		must[*Keys](b)(p.master.OpenKeys(anna, p.rows))
	}
}

func BenchmarkOpenWithPassphrase(b *testing.B) {
	m := must[*Master](b)(NewMaster())
	rows := []Wrapped{must[Wrapped](b)(m.WrapWithPassphrase(passphrase))}
	b.ReportAllocs()
	for b.Loop() {
		must[*Master](b)(OpenWithPassphrase(rows, passphrase))
	}
}

func BenchmarkOpenWithRecovery(b *testing.B) {
	w := newWays(b)
	for b.Loop() {
		must[*Master](b)(OpenWithRecovery(w.rows, w.recovery.Secret))
	}
}
