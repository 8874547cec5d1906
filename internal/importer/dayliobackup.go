package importer

import (
	"encoding/base64"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"fermata/internal/entry"
)

// daylioBackup is what a backup of Daylio holds, as far as it is read.
type daylioBackup struct {
	Entries []json.RawMessage `json:"dayEntries"`
	Moods   []struct {
		ID    int    `json:"id"`
		Name  string `json:"custom_name"`
		Group int    `json:"mood_group_id"`
	} `json:"customMoods"`
	Tags []struct {
		ID   int    `json:"id"`
		Name string `json:"name"`
	} `json:"tags"`
}

// daylioDay is one entry of a backup. Mood 1 is the best and 5 the worst;
// other numbers are moods of one's own.
type daylioDay struct {
	At     int64             `json:"datetime"`       // milliseconds since 1970
	Offset int64             `json:"timeZoneOffset"` // milliseconds east of UTC
	Mood   int               `json:"mood"`
	Title  string            `json:"note_title"`
	Note   string            `json:"note"`
	Tags   []int             `json:"tags"`
	Assets []json.RawMessage `json:"assets"`
}

// daylioNames are the five moods by their number in a backup, best first.
var daylioNames = [...]string{1: "rad", 2: "good", 3: "meh", 4: "bad", 5: "awful"}

func isDaylioBackup(h head) bool {
	return h.packed == packedDaylio
}

// plainBackup undoes the way a backup is written: letters for bytes.
func plainBackup(text string) string {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "{") {
		return text
	}
	plain, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return text
	}
	return string(plain)
}

func readDaylioBackup(f *File, h head, _ Options) error {
	var backup daylioBackup
	if err := json.Unmarshal([]byte(h.text), &backup); err != nil {
		return notWhole("importer.daylio-backup", err)
	}
	moods, tags := backup.moods(f), map[int]string{}
	for _, tag := range backup.Tags {
		tags[tag.ID] = tag.Name
	}
	g := gather(f, "full_date", "mood", "mood number", "activities", "note_title", "note")
	for n, raw := range backup.Entries {
		if err := g.daylioDay(raw, n+1, moods, tags); err != nil {
			return err
		}
	}
	return g.finish()
}

// moods names every mood of a backup, and keeps what each counts as: one of
// one's own like the mood it stands beside.
func (b daylioBackup) moods(f *File) map[int]string {
	names := map[int]string{}
	f.levels = map[string]float64{}
	for id := 1; id < len(daylioNames); id++ {
		names[id] = daylioNames[id]
		f.levels[names[id]] = daylioMoods[names[id]]
	}
	for _, mood := range b.Moods {
		if mood.Name == "" {
			continue
		}
		names[mood.ID] = strings.TrimSpace(mood.Name)
		group := mood.Group
		if mood.ID >= 1 && mood.ID < len(daylioNames) {
			group = mood.ID
		}
		if group >= 1 && group < len(daylioNames) {
			f.levels[strings.ToLower(names[mood.ID])] = daylioMoods[daylioNames[group]]
		}
	}
	return names
}

func (g *gatherer) daylioDay(raw json.RawMessage, place int, moods, names map[int]string) error {
	var day daylioDay
	if err := json.Unmarshal(raw, &day); err != nil {
		return g.unread(BadEntry, "", place)
	}
	if day.At < -1<<50 || day.At > 1<<50 || day.Offset < -54e6 || day.Offset > 54e6 {
		return g.unread(BadDate, "", place)
	}
	at := time.UnixMilli(day.At).In(time.FixedZone("", int(day.Offset/60000)*60))
	var tags []string
	for _, id := range day.Tags {
		name := names[id]
		if name == "" {
			name = "activity " + strconv.Itoa(id)
		}
		tags = append(tags, name)
	}
	mood := moods[day.Mood]
	if mood == "" {
		mood = "mood " + strconv.Itoa(day.Mood)
	}
	if len(day.Assets) > 0 {
		g.file.remarks.add(Attached, place)
	}
	return g.row(place, field{"full_date", at.Format("2006-01-02T15:04-07:00")}, field{"mood", mood}, field{"mood number", strconv.Itoa(day.Mood)},
		field{"activities", strings.Join(tags, daylioSeparator)}, field{"note_title", day.Title}, field{"note", day.Note})
}

func daylioBackupRoles(f *File) Mapping {
	m := daylioRoles(f)
	m.Time = m.Date
	return m
}

func daylioBackupUse(f *File, c Column) (Use, bool) {
	if c.Name != "mood" {
		return Use{As: AsItIs}, true
	}
	return Use{As: AsItem, Levels: levelsOf(c, f.levels), Item: entry.Item{Low: "awful", High: "rad", BetterHigh: true}}, true
}
