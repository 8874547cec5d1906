package web_test

import (
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/net/html"

	"fermata/internal/companion"
	"fermata/internal/entry"
)

// hostile are texts that would do harm where a page took them for more than
// words: markup, a script's address, a template, a formula, a link, an end of
// a header line.
var hostile = []string{
	`"><img src=x onerror=alert(1)>`,
	`</textarea></title><script>alert(2)</script>`,
	`javascript:alert(3)`,
	`{{7*191}} ${7*191} <%= 7*191 %>`,
	`=HYPERLINK("https://evil.example","x")`,
	`[x](javascript:alert(4)) ![x](https://evil.example/p.png)`,
	"line\r\nSet-Cookie: evil=1",
}

// poisoned is an entry of a golden file, with a hostile text in each place
// where a text may stand.
func poisoned(t *testing.T, file, text string, nth int) (entry.Entry, bool) {
	t.Helper()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var whole map[string]any
	if err := json.Unmarshal(raw, &whole); err != nil {
		t.Fatal(err)
	}
	delete(whole, "corrects")
	read := func() (entry.Entry, bool) {
		sealed, err := json.Marshal(whole)
		if err != nil {
			t.Fatal(err)
		}
		e, err := entry.Decode(entry.Envelope{ID: companion.NewID(), RecordedAt: time.Date(2026, 10, 1, 8, 0, nth, 0, time.UTC), Scope: entry.Private}, sealed)
		if err != nil {
			e, err = entry.Decode(entry.Envelope{ID: companion.NewID(), RecordedAt: time.Date(2026, 10, 1, 8, 0, nth, 0, time.UTC), Scope: entry.Shareable}, sealed)
		}
		return e, err == nil && e.Validate() == nil
	}
	if _, ok := read(); !ok {
		return entry.Entry{}, false // an erasure, or of a kind that is not known
	}
	eachText(whole["body"], func(set func(string)) {
		set(text)
		if _, ok := read(); !ok {
			set("")
		}
	})
	return read()
}

// eachText offers every text in a JSON value for a change; an empty one brings
// back what was there.
func eachText(value any, offer func(set func(string))) {
	each := func(now string, put func(string)) {
		offer(func(text string) {
			if text == "" {
				text = now
			}
			put(text)
		})
	}
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			if text, ok := inner.(string); ok {
				each(text, func(s string) { v[key] = s })
			} else {
				eachText(inner, offer)
			}
		}
	case []any:
		for i, inner := range v {
			if text, ok := inner.(string); ok {
				each(text, func(s string) { v[i] = s })
			} else {
				eachText(inner, offer)
			}
		}
	}
}

// Whatever a record holds, be it told or brought in, is words on every page.
func TestNoTextOfARecordIsMoreThanWords(t *testing.T) {
	files, err := filepath.Glob("../entry/testdata/golden/*.json")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, text := range hostile {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			h, b := startedHouse(t)
			var all []entry.Entry
			for i, file := range files {
				e, ok := poisoned(t, file, text, i)
				if ok && e.Kind() != entry.KindErasure && e.Kind() != entry.KindProfile {
					all = append(all, e)
				}
			}
			if err := h.home.Bring(t.Context(), all); err != nil {
				t.Fatal(err)
			}
			pages, met := lookAtAll(t, b, text)
			if pages < 60 || met < 15 {
				t.Errorf("%d pages were seen, on %d of them the text", pages, met)
			}
		})
	}
}

// lookAtAll opens every page that a link leads to and looks for what came alive.
func lookAtAll(t *testing.T, b *browser, text string) (pages, met int) {
	t.Helper()
	seen, todo := map[string]bool{}, []string{"/contents", "/help-now", "/devices"}
	for len(todo) > 0 && pages < 400 {
		p := b.get(todo[0])
		at := todo[0]
		todo, pages = todo[1:], pages+1
		for _, alive := range alive(p) {
			t.Errorf("%s: %s", at, alive)
		}
		if strings.Contains(p.body, "1337") && strings.Contains(text, "7*191") {
			t.Errorf("%s: a template was filled in", at)
		}
		if p.header.Get("Set-Cookie") != "" {
			t.Errorf("%s: sets %s", at, p.header.Get("Set-Cookie"))
		}
		if p.says(text) {
			met++
		}
		for _, link := range p.links() {
			link, _, _ = strings.Cut(link, "#")
			if strings.HasPrefix(link, "/") && !strings.HasPrefix(link, "/gallery") && !strings.HasPrefix(link, "/leave") && !seen[link] {
				seen[link] = true
				todo = append(todo, link)
			}
		}
	}
	return pages, met
}

// alive is what a page holds that no page of Fermata's holds by itself.
func alive(p page) []string {
	if !strings.HasPrefix(p.header.Get("Content-Type"), "text/html") {
		return nil // nosniff: it is shown as what it says it is
	}
	var found []string
	for n := range p.root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if n.Data == "script" && !strings.HasPrefix(attr(n, "src"), "/assets/") {
			found = append(found, "a script of its own")
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"):
				found = append(found, "an attribute "+a.Key)
			case slices.Contains([]string{"href", "src", "action", "formaction"}, a.Key) &&
				(strings.HasPrefix(value, "javascript:") || strings.HasPrefix(value, "data:") || strings.HasPrefix(value, "vbscript:")):
				found = append(found, "an address "+value)
			case a.Key == "src" && strings.Contains(value, "evil.example"), a.Key == "style":
				found = append(found, a.Key+"="+value)
			}
		}
	}
	return found
}

// Files that are made to hurt their reader are refused with a sentence, and
// soon.
func TestHostileFilesAreRefused(t *testing.T) {
	_, b := startedHouse(t)
	const deep = 200_000
	xml := `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY b "&a;&a;&a;&a;">]><r><day>&b;</day></r>`
	line := `{"fermata":"entry/1","id":"0199b1c2-0000-7000-8000-000000000001","seq":1,"recorded_at":"2026-09-24T01:30:15.123456Z","scope":"shareable","entry":`
	for name, content := range map[string]string{
		"entities.xml":    xml,
		"entities.csv":    xml,
		"deep.json":       strings.Repeat("[", deep) + strings.Repeat("]", deep),
		"deeper.json":     strings.Repeat(`{"a":`, deep) + "1" + strings.Repeat("}", deep),
		"bundle.json":     `{"resourceType":"Bundle","entry":` + strings.Repeat("[", deep) + strings.Repeat("]", deep) + "}",
		"entries.jsonl":   line + strings.Repeat("[", deep) + strings.Repeat("]", deep) + "}\n",
		"open.csv":        `date,note` + "\n" + `2026-01-01,"` + strings.Repeat("x", 1<<20),
		"nothing.csv":     "\x00\x00\x00\x00",
		"program.csv":     "MZ\x90\x00\x03" + strings.Repeat("\xff", 1000),
		"numbers.json":    `{"resourceType":"Bundle","total":1e999999999}`,
		"half-a-zip.zip":  "PK\x03\x04" + strings.Repeat("\x00", 100),
		"not-really.xlsx": "PK\x03\x04nothing",
	} {
		p := b.upload(name, []byte(content))
		if p.status >= 500 || p.says("/etc/passwd") || p.says("root:") || p.says("is ready to come in") {
			t.Errorf("%s is answered with %d: %s", name, p.status, heading(p.root))
		}
	}
	b.get("/import").want(http.StatusOK)
}

// Someone who opens many connections and says nothing on them keeps nobody
// out, and is hung up on.
func TestSlowClientsAreHungUpOnAndKeepNobodyOut(t *testing.T) {
	t.Parallel()
	s := serve(t, nil)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(t.Context(), listener) }()
	var slow []net.Conn
	for i := range 200 {
		c, err := net.Dial("tcp", listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "GET /help-now HTTP/1.1\r\nHost: fermata.example.org\r\nX-%d: ", i)
		slow = append(slow, c)
	}
	request, err := http.NewRequest(http.MethodGet, "http://"+listener.Addr().String()+"/help-now", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Host = "fermata.example.org"
	answer, err := http.DefaultClient.Do(request)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("beside slow clients Help now answers %v (%v)", answer, err)
	}
	answer.Body.Close()
	for _, c := range slow {
		c.SetReadDeadline(time.Now().Add(time.Minute))
		if _, err := c.Read(make([]byte, 1)); err == nil {
			continue // told that it was too slow, which is hanging up too
		} else if os.IsTimeout(err) {
			t.Fatal("a client that says nothing is still connected after a minute")
		}
	}
}

// Headers have a limit, whatever they hold.
func TestHugeHeadersAreRefused(t *testing.T) {
	h, _ := startedHouse(t)
	for _, header := range []string{"Cookie", "X-Anything", "Referer"} {
		request, err := http.NewRequest(http.MethodGet, h.url+"/help-now", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set(header, strings.Repeat("x", 2<<20))
		if answer, err := http.DefaultClient.Do(request); err == nil {
			answer.Body.Close()
			if answer.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
				t.Errorf("%s of two megabytes is answered with %s", header, answer.Status)
			}
		}
	}
}

// No answer may be read by another site, framed by it, or taken for something
// else than it says.
func TestNoAnswerIsForAnotherSite(t *testing.T) {
	s := serve(t, nil)
	phone := s.device("192.0.2.7").enter()
	phone.headers = http.Header{"Origin": {"https://evil.example"}, "Sec-Fetch-Site": {"cross-site"}, "Access-Control-Request-Method": {"GET"}}
	for _, path := range []string{"/help-now", "/check-ins", "/assets/none.css", "/calendar.ics", "/nothing"} {
		answer := phone.get(path)
		for name := range answer.Header {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s answers with %s", path, name)
			}
		}
		wantGuarded(t, path, answer.Header)
		if kind := answer.Header.Get("Content-Type"); kind == "" || strings.HasPrefix(kind, "text/") && !strings.Contains(kind, "charset=utf-8") {
			t.Errorf("%s is of type %q", path, kind)
		}
		if n, err := strconv.Atoi(strings.TrimPrefix(answer.Header.Get("Strict-Transport-Security"), "max-age=")); err != nil || n < 365*24*3600 {
			t.Errorf("%s: HSTS is %q", path, answer.Header.Get("Strict-Transport-Security"))
		}
	}
}
