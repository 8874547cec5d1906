// Package pages is what each page looks like: a typed value in, markup out.
// The values come from views; the parts from components; sentences about a
// record's state from guide. One file for each page, named like it.
package pages
