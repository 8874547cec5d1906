package views

import (
	"strings"
	"time"

	"fermata/internal/guide"
	"fermata/internal/journey"
)

// Visit is a browser that is in the record now.
type Visit struct {
	Handle      string // a name for its session
	Agent       string // what it says it is
	Since, Seen time.Time
	Here        bool // it is the one that asks
}

// Devices is the list of browsers that are in the record.
type Devices struct {
	Rows []Device
	Idle int // minutes without use after which one is let go; 0 never
}

// Device is one of them.
type Device struct {
	Handle, Name, When string
	Here               bool
}

// NewDevices lays out the page in the person's time.
func NewDevices(j *journey.Journey, visits []Visit, idle time.Duration) Devices {
	v := Devices{Idle: int(idle / time.Minute)}
	for _, visit := range visits {
		since, seen := visit.Since.In(j.Location()), visit.Seen.In(j.Location())
		v.Rows = append(v.Rows, Device{
			Handle: visit.Handle, Name: BrowserName(visit.Agent), Here: visit.Here,
			When: guide.Say("devices.when", "since", guide.DayAndTime(guide.ShortDay(since, seen), guide.Clock(since)), "seen", guide.Clock(seen)),
		})
	}
	return v
}

// agents are the words by which browsers and systems name themselves, the
// particular before the general: Edge also says it is Chrome, and that Safari.
var agents = struct{ browsers, systems [][2]string }{
	browsers: [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"},
		{"CriOS", "Chrome"}, {"Chrome", "Chrome"}, {"Safari", "Safari"},
	},
	systems: [][2]string{
		{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Macintosh", "Mac"}, {"CrOS", "Chromebook"}, {"Linux", "Linux"},
	},
}

// BrowserName makes "Firefox on Android" of what a browser says it is. Nothing
// of what it says is shown as it stands.
func BrowserName(agent string) string {
	browser, system := nameIn(agents.browsers, agent), nameIn(agents.systems, agent)
	switch {
	case browser == "":
		return guide.Say("devices.unknown")
	case system == "":
		return browser
	}
	return guide.Say("devices.name", "browser", browser, "system", system)
}

func nameIn(table [][2]string, agent string) string {
	for _, line := range table {
		if strings.Contains(agent, line[0]) {
			return line[1]
		}
	}
	return ""
}
