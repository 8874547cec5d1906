package entry

import (
	"os"
	"time"

	"fermata/internal/storetest"
)

// A test may use what its package must not.
var _, _, _ = os.Args, time.Now, storetest.Run
