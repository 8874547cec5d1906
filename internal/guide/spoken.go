//go:build !pseudo

package guide

// spoken is a text of the content as a person sees it.
func spoken(text string) string { return text }
