package web

// Line is one line of the table of routes, as tests see it.
type Line struct {
	Pattern string
	Owner   bool // needs a session and an open record
}

// Table lists the routes of a server, so that tests can walk through all of
// them, those that do not exist yet too.
func (s *Server) Table() []Line {
	var lines []Line
	for _, r := range s.routes() {
		lines = append(lines, Line{Pattern: r.pattern, Owner: r.door == owner})
	}
	return lines
}
