package importer

import (
	"encoding/json"
	"strconv"
	"strings"

	"fermata/internal/fault"
)

// pixel is one day of Pixels.
type pixel struct {
	Date   string        `json:"date"`
	Type   string        `json:"type"`
	Scores []json.Number `json:"scores"`
	Notes  string        `json:"notes"`
	Tags   []struct {
		Type    string   `json:"type"`
		Entries []string `json:"entries"`
	} `json:"tags"`
}

// isPixels: a list whose first thing has a date and scores.
func isPixels(h head) bool {
	begin := strings.TrimLeft(h.text[:min(len(h.text), 4096)], " \t\r\n")
	return strings.HasPrefix(begin, "[") && strings.Contains(begin, `"scores"`) && strings.Contains(begin, `"date"`)
}

// readPixels reads a list of days; those of another type than mood are named
// and left out.
func readPixels(f *File, h head, _ Options) error {
	var list []json.RawMessage
	if err := json.Unmarshal([]byte(h.text), &list); err != nil {
		return notWhole("importer.pixels", err)
	}
	g := gather(f, "date", "mood", "scores", "tags", "notes")
	for n, raw := range list {
		if err := g.pixel(raw, n+1); err != nil {
			return err
		}
	}
	return g.finish()
}

func (g *gatherer) pixel(raw json.RawMessage, place int) error {
	var p pixel
	if err := json.Unmarshal(raw, &p); err != nil {
		return g.unread(BadEntry, "", place)
	}
	if !strings.EqualFold(p.Type, "mood") {
		return g.leave(OtherType, p.Type, place)
	}
	mean, scores := meanOf(p.Scores)
	if len(p.Scores) > 1 {
		g.file.remarks.add(Averaged, place)
	}
	var tags []string
	for _, group := range p.Tags {
		tags = append(tags, group.Entries...)
	}
	return g.row(place, field{"date", p.Date}, field{"mood", mean}, field{"scores", scores},
		field{"tags", strings.Join(tags, daylioSeparator)}, field{"notes", p.Notes})
}

func meanOf(scores []json.Number) (mean, all string) {
	sum, texts := 0.0, []string{}
	for _, score := range scores {
		value, err := strconv.ParseFloat(score.String(), 64)
		if err != nil {
			continue
		}
		sum, texts = sum+value, append(texts, score.String())
	}
	if len(texts) == 0 {
		return "", ""
	}
	return hundredths(sum / float64(len(texts))), strings.Join(texts, ", ")
}

func pixelsRoles(f *File) Mapping {
	return Mapping{Date: f.column("date"), Note: f.column("notes"), Tags: f.column("tags"), Separator: daylioSeparator}
}

func pixelsUse(_ *File, c Column) (Use, bool) {
	switch c.Name {
	case "mood":
		use := Use{As: AsItem, From: 1, To: 5}
		use.Item.BetterHigh = true
		return use, true
	}
	return Use{As: AsItIs}, true
}

// notWhole refuses a file of a known format that breaks off, or that is
// nested so deeply that no program wrote it.
func notWhole(op string, cause error) error {
	return fault.Because(fault.Invalid, op, "This file is not whole. Export it again and choose the new file.", cause)
}
