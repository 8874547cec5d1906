package instrument

import (
	"strconv"
	"strings"
)

// ValidLOINC says whether a numeric LOINC code, as "44249-1", ends in the right
// check digit (mod 10, every second digit doubled, from the right). It shows
// that a code is well formed, never that it names the right thing. Answer codes
// ("LA6568-5") do not follow the scheme [C]; they are not valid here.
func ValidLOINC(code string) bool {
	digits, check, ok := strings.Cut(code, "-")
	if !ok || len(check) != 1 || len(digits) == 0 || len(digits) > 7 {
		return false
	}
	if _, err := strconv.ParseUint(digits+check, 10, 64); err != nil {
		return false
	}
	return check == strconv.Itoa(checkDigit(digits))
}

func checkDigit(digits string) int {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 0 {
			d *= 2
		}
		sum += d/10 + d%10
	}
	return (10 - sum%10) % 10
}

// looksNumericLOINC separates 44249-1 from LA6568-5, LL358-3, LP…
func looksNumericLOINC(code string) bool {
	return code != "" && code[0] >= '0' && code[0] <= '9'
}

// loincSystem mends the spellings of LOINC's address seen in public files.
func loincSystem(system string) string {
	switch strings.TrimSuffix(system, "/") {
	case "http://loinc.org", "https://loinc.org", "urn:oid:2.16.840.1.113883.6.1":
		return LOINC
	}
	return system
}
