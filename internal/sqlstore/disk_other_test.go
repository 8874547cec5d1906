//go:build unix && !linux

package sqlstore_test

import "testing"

func smallDisk(t *testing.T) string {
	t.Skip("only Linux mounts a small disk this easily")
	return ""
}
