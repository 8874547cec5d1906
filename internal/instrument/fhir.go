package instrument

import "encoding/json"

// extensionBase is where the project's own FHIR extensions are named. The
// .invalid domain never resolves, so nothing can be fetched from it.
const extensionBase = "https://fermata.invalid/fhir/StructureDefinition/"

// Addresses of HL7's own extensions. The first three all carry the number of
// an answer, in R4, in STU3 and in R5.
const (
	extOrdinal     = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
	extOrdinalSTU3 = "http://hl7.org/fhir/StructureDefinition/questionnaire-ordinalValue"
	extWeight      = "http://hl7.org/fhir/StructureDefinition/itemWeight"
	extMin         = "http://hl7.org/fhir/StructureDefinition/minValue"
	extMax         = "http://hl7.org/fhir/StructureDefinition/maxValue"
)

// questionnaire is the part of a FHIR R4 Questionnaire that is read.
type questionnaire struct {
	ResourceType string            `json:"resourceType"`
	ID           string            `json:"id"`
	Extension    extensions        `json:"extension"`
	URL          string            `json:"url"`
	Version      string            `json:"version"`
	Language     string            `json:"language"`
	Name         string            `json:"name"`
	Title        string            `json:"title"`
	Description  string            `json:"description"`
	Copyright    string            `json:"copyright"`
	Publisher    string            `json:"publisher"`
	Code         []coding          `json:"code"`
	Item         []questionnaireIt `json:"item"`
}

type questionnaireIt struct {
	LinkID       string            `json:"linkId"`
	Extension    extensions        `json:"extension"`
	Code         []coding          `json:"code"`
	Text         string            `json:"text"`
	Type         string            `json:"type"`
	ReadOnly     bool              `json:"readOnly"`
	Repeats      bool              `json:"repeats"`
	EnableWhen   []json.RawMessage `json:"enableWhen"`
	AnswerOption []answerOption    `json:"answerOption"`
	Item         []questionnaireIt `json:"item"`
}

type answerOption struct {
	Extension   extensions `json:"extension"`
	ValueCoding *coding    `json:"valueCoding"`
	ValueString string     `json:"valueString"`
}

type coding struct {
	Extension extensions `json:"extension"`
	System    string     `json:"system"`
	Code      string     `json:"code"`
	Display   string     `json:"display"`
}

type extension struct {
	URL          string     `json:"url"`
	ValueString  string     `json:"valueString"`
	ValueCode    string     `json:"valueCode"`
	ValueDecimal *float64   `json:"valueDecimal"`
	ValueInteger *int       `json:"valueInteger"`
	ValueBoolean *bool      `json:"valueBoolean"`
	ValueCoding  *coding    `json:"valueCoding"`
	Extension    extensions `json:"extension"`
}

type extensions []extension

// one gives the first extension with an address; the zero value when there is
// none, so that reading goes on and the check at the end finds what is missing.
func (es extensions) one(url string) extension {
	for _, e := range es {
		if e.URL == url {
			return e
		}
	}
	return extension{}
}

func (es extensions) all(url string) []extension {
	var found []extension
	for _, e := range es {
		if e.URL == url {
			found = append(found, e)
		}
	}
	return found
}

func (es extensions) has(url string) bool { return es.one(url).URL != "" }

// text reads a string or a code.
func (es extensions) text(url string) string {
	e := es.one(url)
	return e.ValueString + e.ValueCode
}

// number reads a decimal or an integer.
func (es extensions) number(url string) (float64, bool) {
	e := es.one(url)
	if e.ValueDecimal != nil {
		return *e.ValueDecimal, true
	}
	if e.ValueInteger != nil {
		return float64(*e.ValueInteger), true
	}
	return 0, false
}

// amount is number where absence reads as 0.
func (es extensions) amount(url string) float64 {
	value, _ := es.number(url)
	return value
}

func (es extensions) truth(url string, absent bool) bool {
	if e := es.one(url); e.ValueBoolean != nil {
		return *e.ValueBoolean
	}
	return absent
}

func (es extensions) provenance() Provenance { return parseProvenance(es.text("provenance")) }

func (c coding) read() Coding {
	return Coding{
		System: loincSystem(c.System), Code: c.Code,
		Provenance: parseProvenance(c.Extension.text(extensionBase + "provenance")),
	}
}

func readCodings(raw []coding) []Coding {
	var codes []Coding
	for _, c := range raw {
		codes = append(codes, c.read())
	}
	return codes
}
