package entry

import (
	"bytes"
	"math"
	"strconv"
)

// quickCheckIn reads the body of a check-in as Encode writes it. Most entries
// of a record are check-ins, and reading their bodies is most of the work of
// opening it. Whatever is not as usual goes the long way.
func quickCheckIn(version int, raw []byte) (Body, error) {
	r := quickReader{left: raw}
	c := CheckIn{Items: r.numbers(`{"items":`)}
	if r.has(`,"signs":`) {
		c.Signs = r.texts(`,"signs":`)
	}
	if r.has(`,"skills":`) {
		c.Skills = r.texts(`,"skills":`)
	}
	if r.has(`,"line":`) {
		c.Line = r.text(`,"line":`)
	}
	r.skip(`}`)
	if r.failed || len(r.left) > 0 {
		return first[CheckIn](version, raw)
	}
	return c, nil
}

func (r *quickReader) has(name string) bool { return bytes.HasPrefix(r.left, []byte(name)) }

// texts reads a list of at least one text.
func (r *quickReader) texts(name string) []string {
	r.skip(name)
	list := []string{r.text(`[`)}
	for !r.failed && r.has(`,`) {
		list = append(list, r.text(`,`))
	}
	r.skip(`]`)
	return list
}

// numbers reads an object of at least one number.
func (r *quickReader) numbers(name string) map[string]float64 {
	r.skip(name)
	values := make(map[string]float64, 8)
	before := `{`
	for {
		key := r.text(before)
		values[key] = r.number(`:`)
		if before = `,`; r.failed || !r.has(before) {
			break
		}
	}
	r.skip(`}`)
	return values
}

// number reads a number of a digit or two before the point, and of few after.
func (r *quickReader) number(name string) float64 {
	r.skip(name)
	at := 0
	for at < len(r.left) && (r.left[at] == '.' || r.left[at] >= '0' && r.left[at] <= '9') {
		at++
	}
	text := r.left[:at]
	r.left = r.left[at:]
	if len(text) == 1 && text[0] != '.' {
		return float64(text[0] - '0')
	}
	whole, part, pointed := bytes.Cut(text, []byte("."))
	value, err := strconv.ParseFloat(string(text), 64)
	odd := len(whole) == 0 || len(whole) > 1 && whole[0] == '0' || pointed && len(part) == 0 || math.IsInf(value, 0)
	r.failed = r.failed || err != nil || odd
	return value
}
