// Fermata goes past the command line.
package main

import "fermata/internal/sqlstore"

func main() { sqlstore.Open() }
