//go:build pseudo

package guide

import "strings"

// spoken disguises a text of the content: every letter with a sign over it,
// and longer, as other languages are. With the tag pseudo all words of the
// program look like this, so that a word that is not of the content shows, and
// so does a page that only English fits into. Slots in braces stay.
func spoken(text string) string {
	var out strings.Builder
	depth, form, letters := 0, false, 0
	for _, r := range text {
		switch r {
		case '{':
			depth, form = depth+1, false
		case '}':
			depth--
		case ':':
			form = true
		case '|':
			form = false
		}
		sign, isLetter := disguise[r]
		if !isLetter || depth > 0 && !form {
			out.WriteRune(r)
			letters = 0
			continue
		}
		out.WriteRune(sign)
		if letters++; letters%4 == 0 { // a quarter longer
			out.WriteRune(sign)
		}
	}
	return out.String()
}

var disguise = func() map[rune]rune {
	plain := []rune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
	signs := []rune("áƀćđéƒǵĥíĵķłɱńóƥɋŕśťúṽŵẋýžÁƁĆĐÉƑǴĤÍĴĶŁṀŃÓƤɊŔŚŤÚṼŴẊÝŽ")
	m := map[rune]rune{}
	for i, r := range plain {
		m[r] = signs[i]
	}
	return m
}()
