package seal

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"testing"

	"github.com/tink-crypto/tink-go/v2/insecurecleartextkeyset"
	gcmpb "github.com/tink-crypto/tink-go/v2/proto/aes_gcm_go_proto"
	prfpb "github.com/tink-crypto/tink-go/v2/proto/hmac_prf_go_proto"
	"google.golang.org/protobuf/proto"
)

// The formats are simple enough to be read without Tink, should that ever be
// needed: these tests do it with the standard library.

func rawKey(t *testing.T, k *Keys, scope string, into proto.Message) (id uint32) {
	t.Helper()
	set := insecurecleartextkeyset.KeysetMaterial(k.ring.Load().sets[scope].handle)
	if err := proto.Unmarshal(set.GetKey()[0].GetKeyData().GetValue(), into); err != nil {
		t.Fatal(err)
	}
	return set.GetPrimaryKeyId()
}

func TestAnEntryIsPlainAESGCMBehindVersionAndKeyID(t *testing.T) {
	p := newPerson(t, anna)
	sealed := must[[]byte](t)(p.keys.Seal("private", "1", []byte("a quiet day")))
	var key gcmpb.AesGcmKey
	id := rawKey(t, p.keys, "private", &key)
	if sealed[0] != format || sealed[1] != 1 || binary.BigEndian.Uint32(sealed[2:]) != id {
		t.Errorf("starts with %x, key %x", sealed[:6], id)
	}
	place := framed(nil, "fermata.entry.1", anna, "1", "private")
	if got := must[[]byte](t)(decrypt(key.GetKeyValue(), sealed[6:], place)); string(got) != "a quiet day" {
		t.Errorf("opened %q", got)
	}
}

func TestAKeyedIDIsPlainHMAC(t *testing.T) {
	p := newPerson(t, anna)
	var key prfpb.HmacPrfKey
	rawKey(t, p.keys, IDScope, &key)
	sum := hmac.New(sha256.New, key.GetKeyValue())
	sum.Write([]byte("fermata.id.1\x00\x00\x00\x02ab\x00\x00\x00\x01c"))
	want := [16]byte(sum.Sum(nil))
	want[6], want[8] = want[6]&0x0f|0x80, want[8]&0x3f|0x80
	if got := p.keys.KeyedID([]byte("ab"), []byte("c")); got != want {
		t.Errorf("got %x, want %x", got, want)
	}
}
