//go:build !nowho5

package who5

import _ "embed"

// Included says whether this build holds the WHO-5.
const Included = true

//go:embed who-5.json
var file string

// Questionnaire gives the WHO-5 as a FHIR R4 Questionnaire in JSON, or
// nothing in a build without it.
func Questionnaire() []byte { return []byte(file) }
