package fhir

// base is where our own codes and extensions are named. The .invalid domain
// never resolves, so nothing can be fetched from it.
const base = "https://fermata.invalid/fhir/"

// Systems of codes that are not ours.
const (
	systemCategory    = "http://terminology.hl7.org/CodeSystem/observation-category"
	systemAchievement = "http://terminology.hl7.org/CodeSystem/goal-achievement"
	systemScope       = "http://terminology.hl7.org/CodeSystem/consentscope"
	systemActCode     = "http://terminology.hl7.org/CodeSystem/v3-ActCode"
	systemActReason   = "http://terminology.hl7.org/CodeSystem/v3-ActReason"
	systemRoles       = "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"
	systemUnits       = "http://unitsofmeasure.org"
	extOrdinal        = "http://hl7.org/fhir/StructureDefinition/ordinalValue"
	extMin            = "http://hl7.org/fhir/StructureDefinition/minValue"
	extMax            = "http://hl7.org/fhir/StructureDefinition/maxValue"
)

// The structs below are the part of FHIR R4 that is written. Nothing in them
// may come out empty: FHIR knows neither empty lists nor empty objects.

type bundleEntry struct {
	FullURL  string `json:"fullUrl"`
	Resource any    `json:"resource"`
}

type reference struct {
	Reference string `json:"reference,omitempty"`
	Display   string `json:"display,omitempty"`
}

type coding struct {
	Extension []extension `json:"extension,omitempty"`
	System    string      `json:"system,omitempty"`
	Code      string      `json:"code,omitempty"`
	Display   string      `json:"display,omitempty"`
}

type concept struct {
	Coding []coding `json:"coding,omitempty"`
	Text   string   `json:"text,omitempty"`
}

type extension struct {
	URL          string   `json:"url"`
	ValueDecimal *float64 `json:"valueDecimal,omitempty"`
	ValueInteger *int     `json:"valueInteger,omitempty"`
	ValueCode    string   `json:"valueCode,omitempty"`
}

type period struct {
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
}

type quantity struct {
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
	System string  `json:"system"`
	Code   string  `json:"code"`
}

type annotation struct {
	Text string `json:"text"`
}

type narrative struct {
	Status string `json:"status"`
	Div    string `json:"div"`
}

type meta struct {
	Tag []coding `json:"tag,omitempty"`
}

type address struct {
	Country string `json:"country"`
}

type patient struct {
	ResourceType string    `json:"resourceType"`
	ID           string    `json:"id"`
	Meta         *meta     `json:"meta,omitempty"`
	Address      []address `json:"address,omitempty"`
}

type episodeOfCare struct {
	ResourceType  string          `json:"resourceType"`
	ID            string          `json:"id"`
	Extension     []extension     `json:"extension,omitempty"`
	Status        string          `json:"status"`
	StatusHistory []statusHistory `json:"statusHistory,omitempty"`
	Type          []concept       `json:"type"`
	Patient       *reference      `json:"patient"`
	Period        period          `json:"period"`
}

type statusHistory struct {
	Status string `json:"status"`
	Period period `json:"period"`
}

type consent struct {
	ResourceType string            `json:"resourceType"`
	ID           string            `json:"id"`
	Text         *narrative        `json:"text,omitempty"`
	Status       string            `json:"status"`
	Scope        concept           `json:"scope"`
	Category     []concept         `json:"category"`
	Patient      *reference        `json:"patient"`
	DateTime     string            `json:"dateTime,omitempty"`
	Performer    []*reference      `json:"performer,omitempty"`
	PolicyRule   concept           `json:"policyRule"`
	Provision    *consentProvision `json:"provision,omitempty"`
}

type consentProvision struct {
	Type   string         `json:"type"`
	Period *period        `json:"period,omitempty"`
	Actor  []consentActor `json:"actor,omitempty"`
}

type consentActor struct {
	Role      concept    `json:"role"`
	Reference *reference `json:"reference"`
}

type goal struct {
	ResourceType      string       `json:"resourceType"`
	ID                string       `json:"id"`
	LifecycleStatus   string       `json:"lifecycleStatus"`
	AchievementStatus *concept     `json:"achievementStatus,omitempty"`
	Description       concept      `json:"description"`
	Subject           *reference   `json:"subject"`
	StatusDate        string       `json:"statusDate,omitempty"`
	Note              []annotation `json:"note,omitempty"`
}

type carePlan struct {
	ResourceType string             `json:"resourceType"`
	ID           string             `json:"id"`
	Status       string             `json:"status"`
	Intent       string             `json:"intent"`
	Title        string             `json:"title"`
	Subject      *reference         `json:"subject"`
	Period       *period            `json:"period,omitempty"`
	Goal         []*reference       `json:"goal,omitempty"`
	Activity     []carePlanActivity `json:"activity,omitempty"`
	Note         []annotation       `json:"note,omitempty"`
}

type carePlanActivity struct {
	Detail activityDetail `json:"detail"`
}

type activityDetail struct {
	InstantiatesCanonical []string     `json:"instantiatesCanonical,omitempty"`
	Code                  *concept     `json:"code,omitempty"`
	Goal                  []*reference `json:"goal,omitempty"`
	Status                string       `json:"status"`
	ScheduledTiming       *timing      `json:"scheduledTiming,omitempty"`
	Description           string       `json:"description"`
}

type timing struct {
	Repeat timingRepeat `json:"repeat"`
}

type timingRepeat struct {
	Frequency  int    `json:"frequency"`
	Period     int    `json:"period"`
	PeriodUnit string `json:"periodUnit"`
}

type questionnaire struct {
	ResourceType string              `json:"resourceType"`
	ID           string              `json:"id"`
	URL          string              `json:"url"`
	Version      string              `json:"version,omitempty"`
	Language     string              `json:"language,omitempty"`
	Title        string              `json:"title"`
	Status       string              `json:"status"`
	SubjectType  []string            `json:"subjectType"`
	Description  string              `json:"description,omitempty"`
	Copyright    string              `json:"copyright,omitempty"`
	Code         []coding            `json:"code"`
	Item         []questionnaireItem `json:"item,omitempty"`
}

type questionnaireItem struct {
	Extension    []extension    `json:"extension,omitempty"`
	LinkID       string         `json:"linkId"`
	Code         []coding       `json:"code,omitempty"`
	Text         string         `json:"text,omitempty"`
	Type         string         `json:"type"`
	AnswerOption []answerOption `json:"answerOption,omitempty"`
}

type answerOption struct {
	ValueCoding coding `json:"valueCoding"`
}

type questionnaireResponse struct {
	ResourceType  string         `json:"resourceType"`
	ID            string         `json:"id"`
	Questionnaire string         `json:"questionnaire"`
	Status        string         `json:"status"`
	Subject       *reference     `json:"subject"`
	Authored      string         `json:"authored"`
	Author        *reference     `json:"author"`
	Item          []responseItem `json:"item,omitempty"`
}

type responseItem struct {
	LinkID string   `json:"linkId"`
	Text   string   `json:"text,omitempty"`
	Answer []answer `json:"answer"`
}

type answer struct {
	ValueInteger *int    `json:"valueInteger,omitempty"`
	ValueCoding  *coding `json:"valueCoding,omitempty"`
}

type observation struct {
	ResourceType      string       `json:"resourceType"`
	ID                string       `json:"id"`
	Status            string       `json:"status"`
	Category          []concept    `json:"category"`
	Code              concept      `json:"code"`
	Subject           *reference   `json:"subject"`
	Focus             []*reference `json:"focus,omitempty"`
	EffectiveDateTime string       `json:"effectiveDateTime"`
	Issued            string       `json:"issued,omitempty"`
	Performer         []*reference `json:"performer,omitempty"`
	ValueQuantity     *quantity    `json:"valueQuantity,omitempty"`
	ValueString       string       `json:"valueString,omitempty"`
	Interpretation    []concept    `json:"interpretation,omitempty"`
	Note              []annotation `json:"note,omitempty"`
	Method            *concept     `json:"method,omitempty"`
	DerivedFrom       []*reference `json:"derivedFrom,omitempty"`
	Component         []component  `json:"component,omitempty"`
}

type component struct {
	Code          concept   `json:"code"`
	ValueQuantity *quantity `json:"valueQuantity,omitempty"`
	ValueBoolean  *bool     `json:"valueBoolean,omitempty"`
}

// own is a code of ours: a key in one of our lists.
func own(list, key, display string) coding {
	return coding{System: base + "CodeSystem/" + list, Code: key, Display: clean(display)}
}

func ownConcept(list, key, display string) concept {
	return concept{Coding: []coding{own(list, key, display)}, Text: clean(display)}
}

// score is a number without a unit.
func score(value float64) *quantity {
	return &quantity{Value: value, Unit: "{score}", System: systemUnits, Code: "{score}"}
}

// notes are the texts that are not empty.
func notes(texts ...string) []annotation {
	var list []annotation
	for _, text := range texts {
		if text = clean(text); text != "" {
			list = append(list, annotation{Text: text})
		}
	}
	return list
}
