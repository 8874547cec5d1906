// Package who5 is a content pack: the WHO-5 Well-Being Index, kept apart from
// the code because it comes under its own terms.
//
// # Licence of the content
//
// The index belongs to the World Health Organization. Sources call it free of
// charge without permission [F: CORC] and public domain if the source is named
// [F: INSPQ]; the 2024 edition is believed to be CC BY-NC-SA 3.0 IGO [M]. The
// file who-5.json is therefore not under the licence of this program. Whoever
// passes the program on and cannot follow those terms builds with
//
//	go build -tags nowho5
//
// and gets a program that does not contain the file.
package who5
