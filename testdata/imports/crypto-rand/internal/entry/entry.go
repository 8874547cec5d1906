// Package entry makes its own IDs.
package entry

import (
	"crypto/rand"

	"github.com/google/uuid"
)

var text = rand.Text()

func ID() uuid.UUID { return uuid.Must(uuid.NewV7()) }
