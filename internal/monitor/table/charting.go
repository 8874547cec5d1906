package table

import (
	"errors"
	"io"
	"maps"
	"slices"
)

// charting is the second reading.
type charting struct {
	surveyed
	again func() (io.Reader, error)
	o     Options
	w     *writer

	bad   int // rows left out
	first skipped
}

func (c *charting) all() error {
	var err error
	if c.sorted {
		err = c.stream(c.w.write)
	} else if err = c.grouped(); err == errScattered {
		err = c.scattered()
	}
	if err != nil {
		return err
	}
	return unavailable(c.w.out.Flush())
}

// each gives every good row to the function, and counts the others.
func (c *charting) each(use func(row) error) error {
	c.bad, c.first = 0, skipped{}
	in, err := c.again()
	if err != nil {
		return err
	}
	rows, err := open(in, c.o)
	for err == nil {
		var got row
		var bad skipped
		got, bad, err = rows.next(c.items)
		switch {
		case err != nil:
		case bad.line > 0:
			c.bad++
			c.first = earlier(c.first, bad)
		default:
			err = use(got)
		}
	}
	return ended(err)
}

// stream charts each person when the rows of the next one begin.
func (c *charting) stream(done func(text []byte) error) error {
	p := newPerson(len(c.items))
	err := c.each(func(r row) error {
		if p.rows > 0 && r.person != p.name {
			if err := done(c.w.person(p, c.items, c.o)); err != nil {
				return err
			}
			p.forget()
		}
		p.add(r)
		return nil
	})
	if err != nil || p.rows == 0 {
		return err
	}
	return done(c.w.person(p, c.items, c.o))
}

var errScattered = errors.New("the rows of a person do not stand together")

// grouped holds what was found about each person, to write it in order.
func (c *charting) grouped() error {
	texts := map[string][]byte{}
	err := c.stream(func(text []byte) error {
		if _, known := texts[c.w.name]; known {
			return errScattered
		}
		texts[c.w.name] = slices.Clone(text)
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if err := c.w.write(texts[name]); err != nil {
			return err
		}
	}
	return nil
}

// scattered holds all rows.
func (c *charting) scattered() error {
	people := map[string]*person{}
	err := c.each(func(r row) error {
		p := people[r.person]
		if p == nil {
			p = newPerson(len(c.items))
			people[r.person] = p
		}
		p.add(r)
		return nil
	})
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(people)) {
		if err := c.w.write(c.w.person(people[name], c.items, c.o)); err != nil {
			return err
		}
	}
	return nil
}
