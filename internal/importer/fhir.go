package importer

import (
	"cmp"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"fermata/internal/entry"
	"fermata/internal/instrument"
)

// fhirResource is what is read of a FHIR R4 resource.
type fhirResource struct {
	Type     string `json:"resourceType"`
	ID       string `json:"id"`
	URL      string `json:"url"`
	Title    string `json:"title"`
	Status   string `json:"status"`
	Authored string `json:"authored"`
	// Effective and Code are an Observation's; a Questionnaire has a list.
	Effective     string          `json:"effectiveDateTime"`
	Questionnaire string          `json:"questionnaire"`
	Code          json.RawMessage `json:"code"`
	Contained     []fhirResource  `json:"contained"`
	Items         []fhirItem      `json:"item"`
	fhirValue
	Entries []struct {
		Resource json.RawMessage `json:"resource"`
	} `json:"entry"`
}

// fhirItem is a question of a Questionnaire or of a response.
type fhirItem struct {
	LinkID     string       `json:"linkId"`
	Definition string       `json:"definition"`
	Codes      []fhirCoding `json:"code"`
	Items      []fhirItem   `json:"item"`
	Answers    []struct {
		fhirValue
		Items []fhirItem `json:"item"`
	} `json:"answer"`
}

type fhirValue struct {
	Coding   *fhirCoding  `json:"valueCoding"`
	Integer  *json.Number `json:"valueInteger"`
	Decimal  *json.Number `json:"valueDecimal"`
	Quantity *struct {
		Value json.Number `json:"value"`
	} `json:"valueQuantity"`
}

type fhirCoding struct {
	System  string `json:"system"`
	Code    string `json:"code"`
	Display string `json:"display"`
}

// sheet is an answer sheet with what makes it this one.
type sheet struct {
	line       int
	date       string
	instrument string
	answers    map[string]float64
	total      *float64
	values     map[string]string
	when       moment
}

func isFHIR(h head) bool {
	begin := strings.TrimLeft(h.text[:min(len(h.text), 16<<10)], " \t\r\n")
	return strings.HasPrefix(begin, "{") && strings.Contains(begin, `"resourceType"`)
}

// fhir reads resources into sheets.
type fhir struct {
	file           *File
	library        instrument.Library
	questionnaires map[string]fhirResource // by address
}

// readFHIR reads a QuestionnaireResponse, or a Bundle with any number of them.
// A question is known by its code, from the response itself or from the
// Questionnaire that comes with it; a linkId says nothing outside its file.
func readFHIR(f *File, h head, _ Options) error {
	const op = "importer.fhir"
	var whole fhirResource
	if err := json.Unmarshal([]byte(h.text), &whole); err != nil {
		return notWhole(op, err)
	}
	library, err := instrument.Load()
	if err != nil {
		return err
	}
	all := []json.RawMessage{json.RawMessage(h.text)}
	if whole.Type == "Bundle" {
		all = nil
		for _, e := range whole.Entries {
			all = append(all, e.Resource)
		}
	}
	r := fhir{file: f, library: library, questionnaires: map[string]fhirResource{}}
	resources, broken := make([]fhirResource, len(all)), make([]bool, len(all))
	for n, raw := range all {
		broken[n] = json.Unmarshal(raw, &resources[n]) != nil
		r.learn(resources[n])
	}
	g := gather(f)
	for n, resource := range resources {
		if err := g.count(); err != nil {
			return err
		}
		if broken[n] {
			f.unread.add(BadEntry, n+1)
			continue
		}
		r.resource(resource, n+1)
	}
	if f.Read == 0 {
		return g.finish()
	}
	r.joinTotals()
	return nil
}

func (r fhir) learn(q fhirResource) {
	if q.Type == "Questionnaire" && q.URL != "" {
		r.questionnaires[q.URL] = q
	}
	if q.Type == "Questionnaire" && q.ID != "" {
		r.questionnaires["Questionnaire/"+q.ID] = q
	}
}

func (r fhir) resource(resource fhirResource, line int) {
	switch resource.Type {
	case "QuestionnaireResponse":
		s, why := r.response(resource, line)
		r.keep(s, why, resource.Questionnaire)
	case "Observation":
		s, why := r.total(resource, line)
		r.keep(s, why, "Observation")
	default:
		r.file.ignored.addNamed(OtherType, resource.Type, line)
	}
}

func (r fhir) keep(s sheet, why Reason, name string) {
	switch why {
	case "":
		r.file.sheets = append(r.file.sheets, s)
	case OtherType, NotDone:
		r.file.ignored.addNamed(why, name, s.line)
	default:
		r.file.unread.addNamed(why, name, s.line)
	}
}

// response reads one filled-in questionnaire.
func (r fhir) response(resource fhirResource, line int) (sheet, Reason) {
	s := sheet{line: line, date: resource.Authored, values: map[string]string{}}
	if resource.Status != "completed" && resource.Status != "amended" {
		return s, NotDone
	}
	asked := r.questionnaire(resource)
	codes := map[string][]fhirCoding{}
	noteCodes(asked.Items, codes)
	var given []fhirGiven
	collect(resource.Items, codes, &given)
	in, why := r.instrument(asked, resource.Questionnaire, given)
	if why != "" {
		return s, why
	}
	s.instrument, s.answers = in.Key(), map[string]float64{}
	if why := s.answer(in, given); why != "" {
		return s, why
	}
	if len(s.answers) < len(given) && !s.onlyTotals(in, given) {
		r.file.remarks.addNamed(OddCode, in.Code, line)
	}
	return s, ""
}

// answer fills the sheet from the answers that have a code of the measure.
func (s *sheet) answer(in instrument.Instrument, given []fhirGiven) Reason {
	for _, answer := range given {
		item, ok := itemOf(in, answer.codes)
		if !ok {
			continue
		}
		value, text, ok := answer.value.number(item)
		if !ok {
			return WrongAnswer
		}
		if _, twice := s.answers[item.LinkID]; twice {
			return WrongAnswer
		}
		s.answers[item.LinkID] = value
		s.values[clip(answer.codes[0].Code, 80)] = clip(text, 80)
	}
	if len(s.answers) == 0 {
		return NoAnswers
	}
	if _, err := in.Arrange(s.answers); err != nil {
		return WrongAnswer
	}
	if _, err := in.Read(s.answers, nil); err != nil {
		return TooFew
	}
	return ""
}

// onlyTotals: the answers without a place are scores, which are counted anew.
func (s *sheet) onlyTotals(in instrument.Instrument, given []fhirGiven) bool {
	for _, answer := range given {
		if _, ok := itemOf(in, answer.codes); ok {
			continue
		}
		if !slices.ContainsFunc(answer.codes, func(c fhirCoding) bool {
			return slices.ContainsFunc(in.Scales, func(scale instrument.Scale) bool {
				return slices.ContainsFunc(scale.Codes, func(code instrument.Coding) bool { return code.Code == c.Code })
			})
		}) {
			return false
		}
	}
	return true
}

// questionnaire is the one that a response answers, where the file holds it.
func (r fhir) questionnaire(response fhirResource) fhirResource {
	address, _, _ := strings.Cut(response.Questionnaire, "|")
	if id, ok := strings.CutPrefix(address, "#"); ok {
		for _, inside := range response.Contained {
			if inside.Type == "Questionnaire" && inside.ID == id {
				return inside
			}
		}
	}
	return r.questionnaires[address]
}

func noteCodes(items []fhirItem, codes map[string][]fhirCoding) {
	for _, item := range items {
		codes[item.LinkID] = item.Codes
		noteCodes(item.Items, codes)
	}
}

// fhirGiven is an answer with the codes of its question.
type fhirGiven struct {
	codes []fhirCoding
	value fhirValue
}

func collect(items []fhirItem, codes map[string][]fhirCoding, given *[]fhirGiven) {
	for _, item := range items {
		known := slices.Concat(item.Codes, codes[item.LinkID])
		if system, code, ok := strings.Cut(item.Definition, "#"); ok && len(known) == 0 && strings.Contains(system, "loinc.org") {
			known = append(known, fhirCoding{System: instrument.LOINC, Code: code})
		}
		for _, answer := range item.Answers {
			*given = append(*given, fhirGiven{known, answer.fhirValue})
			collect(answer.Items, codes, given)
		}
		collect(item.Items, codes, given)
	}
}

// instrument is the measure that the code of the questionnaire names. Without
// one, the codes of the questions have to be exactly those of a measure. A
// questionnaire whose code names one measure and whose questions are those of
// another is refused.
func (r fhir) instrument(asked fhirResource, address string, given []fhirGiven) (instrument.Instrument, Reason) {
	for _, code := range r.panels(asked, address) {
		in, ok := r.library.ByCoding(code.System, code.Code)
		if !ok {
			continue
		}
		if other, ok := r.byItems(given); ok && !shares(in, given) && other.Code != in.Code {
			return in, WrongPanel
		}
		return in, ""
	}
	if in, ok := r.byItems(given); ok {
		return in, ""
	}
	return instrument.Instrument{}, NoMeasure
}

func (r fhir) panels(asked fhirResource, address string) []fhirCoding {
	var codes []fhirCoding
	_ = json.Unmarshal(asked.Code, &codes) // a Questionnaire without codes has none
	address, _, _ = strings.Cut(address, "|")
	for _, begin := range []string{"http://loinc.org/q/", "https://loinc.org/q/", "http://loinc.org/", "https://loinc.org/"} {
		if code, ok := strings.CutPrefix(address, begin); ok {
			return append(codes, fhirCoding{System: instrument.LOINC, Code: code})
		}
	}
	return codes
}

// byItems is the measure with exactly the questions that are answered.
func (r fhir) byItems(given []fhirGiven) (instrument.Instrument, bool) {
	for _, in := range r.library.All() {
		scored, found := 0, 0
		for _, item := range in.Items {
			if item.Scored {
				scored++
				if slices.ContainsFunc(given, func(g fhirGiven) bool {
					_, ok := itemOf(instrument.Instrument{Items: []instrument.Item{item}}, g.codes)
					return ok
				}) {
					found++
				}
			}
		}
		others := slices.ContainsFunc(given, func(g fhirGiven) bool {
			_, ok := itemOf(in, g.codes)
			return !ok && r.isItem(g.codes)
		})
		if scored > 0 && found == scored && !others {
			return in, true
		}
	}
	return instrument.Instrument{}, false
}

func (r fhir) isItem(codes []fhirCoding) bool {
	return slices.ContainsFunc(r.library.All(), func(in instrument.Instrument) bool { _, ok := itemOf(in, codes); return ok })
}

func shares(in instrument.Instrument, given []fhirGiven) bool {
	return slices.ContainsFunc(given, func(g fhirGiven) bool { _, ok := itemOf(in, g.codes); return ok })
}

func itemOf(in instrument.Instrument, codes []fhirCoding) (instrument.Item, bool) {
	for _, code := range codes {
		if item, ok := in.ItemByCode(system(code.System), code.Code); ok {
			return item, true
		}
	}
	return instrument.Item{}, false
}

// system mends the two ways in which LOINC's address is often written.
func system(address string) string {
	switch strings.TrimSuffix(address, "/") {
	case "http://loinc.org", "https://loinc.org", "urn:oid:2.16.840.1.113883.6.1":
		return instrument.LOINC
	}
	return address
}

// number is what an answer counts as on an item, and how it was written.
func (v fhirValue) number(item instrument.Item) (value float64, text string, ok bool) {
	if v.Coding != nil {
		option, ok := item.OptionByCode(system(v.Coding.System), v.Coding.Code)
		return float64(option.Value), v.Coding.Code, ok
	}
	return v.plain()
}

func (v fhirValue) plain() (value float64, text string, ok bool) {
	var number json.Number
	switch {
	case v.Integer != nil:
		number = *v.Integer
	case v.Decimal != nil:
		number = *v.Decimal
	case v.Quantity != nil:
		number = v.Quantity.Value
	}
	value, err := strconv.ParseFloat(number.String(), 64)
	return value, number.String(), err == nil
}

// total reads an Observation that holds the score of a measure.
func (r fhir) total(resource fhirResource, line int) (sheet, Reason) {
	s := sheet{line: line, date: resource.Effective, values: map[string]string{}}
	var concept struct {
		Codings []fhirCoding `json:"coding"`
	}
	_ = json.Unmarshal(resource.Code, &concept) // an Observation without a code is of another type
	for _, code := range concept.Codings {
		in, scale, ok := r.library.ByTotalCoding(code.System, code.Code)
		if !ok || scale.Name != instrument.Total {
			continue
		}
		if resource.Status != "final" && resource.Status != "amended" && resource.Status != "corrected" {
			return s, NotDone
		}
		value, text, ok := resource.plain()
		if _, err := in.Read(nil, &value); !ok || err != nil {
			return s, BadValue
		}
		s.instrument, s.total = in.Key(), &value
		s.values[clip(code.Code, 80)] = text
		return s, ""
	}
	return s, OtherType
}

// joinTotals leaves out a score whose sheet is in the file too, on the same day.
func (r fhir) joinTotals() {
	day := func(s sheet) string { return s.instrument + " " + s.date[:min(len(s.date), 10)] }
	answered := map[string]bool{}
	for _, s := range r.file.sheets {
		if s.total == nil {
			answered[day(s)] = true
		}
	}
	r.file.sheets = slices.DeleteFunc(r.file.sheets, func(s sheet) bool {
		if s.total == nil || !answered[day(s)] {
			return false
		}
		r.file.ignored.addNamed(Joined, "Observation", s.line)
		return true
	})
}

// planSheets gives every sheet its day.
func (p *Plan) planSheets() {
	kinds := map[string]int{}
	for _, s := range p.file.sheets {
		when, why := p.whenSheet(s)
		if why != "" {
			p.unread.addNamed(why, s.instrument, s.line)
			continue
		}
		s.when = when
		p.sheets = append(p.sheets, s)
		p.days.note(when.day)
		kinds[strings.ToUpper(s.instrument)]++
	}
	slices.SortStableFunc(p.sheets, func(a, b sheet) int {
		return cmp.Or(a.when.at.Instant.Compare(b.when.at.Instant), strings.Compare(a.instrument, b.instrument))
	})
	p.Report.Mapped, p.Report.Kinds = len(p.sheets), counted(kinds)
}

func (p *Plan) whenSheet(s sheet) (moment, Reason) {
	if s.date == "" {
		return moment{}, NoDate
	}
	date, ok := readDate(s.date)
	day, known := date.calendarDay("", 0)
	if !ok || !known {
		return moment{}, BadDate
	}
	if why := p.frame.bound(day); why != "" {
		return moment{}, why
	}
	when, _ := p.frame.whenOn(day, date.rest, "", true)
	return when, ""
}

// sheetEntries gives the sheets as entries told by the import: an answer from
// a file is history, and never raises the alarm of one given today.
func (p *Plan) sheetEntries(batch string, keyedID func(parts ...[]byte) entry.ID) func(func(entry.Entry) bool) {
	return func(yield func(entry.Entry) bool) {
		again := map[string]int{}
		for _, s := range p.sheets {
			parts := s.parts()
			key := string(slices.Concat(parts...))
			parts = append(parts, []byte(strconv.Itoa(again[key])))
			again[key]++
			e := entry.Entry{
				ID: keyedID(parts...), At: s.when.at, Day: s.when.day, Precision: s.when.precision, By: entry.ByImport(batch),
				Body: entry.AnswerSheet{
					Instrument: s.instrument, Answers: s.answers, Total: s.total,
					Origin: &entry.Origin{Batch: batch, Line: s.line, Values: s.values},
				},
			}
			if !yield(e) {
				return
			}
		}
	}
}

// parts are what makes a sheet this one: when it was answered, and how.
func (s sheet) parts() [][]byte {
	parts := [][]byte{[]byte("import"), []byte("fhir"), []byte("1"), []byte(s.instrument), []byte(s.date)}
	if s.total != nil {
		parts = append(parts, []byte("total "+strconv.FormatFloat(*s.total, 'g', -1, 64)))
	}
	var answers []string
	for item, value := range s.answers {
		answers = append(answers, item+"="+strconv.FormatFloat(value, 'g', -1, 64))
	}
	slices.Sort(answers)
	for _, answer := range answers {
		parts = append(parts, []byte(answer+";"))
	}
	return parts
}
