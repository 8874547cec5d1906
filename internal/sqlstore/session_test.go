package sqlstore

import "testing"

// A placeholder without a name is taken in the order it stands in, so only
// those that stand in order may lose theirs.
func TestOnlyPlaceholdersInOrderLoseTheirNames(t *testing.T) {
	for query, want := range map[string]string{
		"SELECT 1":                            "SELECT 1",
		"VALUES ($1, $2), ($3, $4)":           "VALUES (?, ?), (?, ?)",
		"SELECT a WHERE b = $1 OR c = $1":     "SELECT a WHERE b = $1 OR c = $1",
		"SELECT a WHERE b = $2 AND c = $1":    "SELECT a WHERE b = $2 AND c = $1",
		"VALUES ($1,$2,$3,$4,$5,$6,$7,$8,$9)": "VALUES (?,?,?,?,?,?,?,?,?)",
	} {
		if got := unnamed(query); got != want {
			t.Errorf("%s became %s, want %s", query, got, want)
		}
	}
}
