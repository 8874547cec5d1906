package main

import (
	"debug/buildinfo"
	"encoding/json"
	"runtime/debug"
	"strings"
	"time"

	"github.com/google/uuid"
)

// bom is the part of CycloneDX 1.5 that is written.
type bom struct {
	Format       string       `json:"bomFormat"`
	Spec         string       `json:"specVersion"`
	Serial       string       `json:"serialNumber"`
	Version      int          `json:"version"`
	Metadata     metadata     `json:"metadata"`
	Components   []component  `json:"components"`
	Dependencies []dependency `json:"dependencies"`
}

type metadata struct {
	Timestamp string    `json:"timestamp"`
	Component component `json:"component"`
}

type component struct {
	Type       string     `json:"type"`
	Ref        string     `json:"bom-ref"`
	Name       string     `json:"name"`
	Version    string     `json:"version"`
	PURL       string     `json:"purl,omitempty"`
	Hashes     []hash     `json:"hashes,omitempty"`
	Properties []property `json:"properties,omitempty"`
}

type hash struct {
	Alg     string `json:"alg"`
	Content string `json:"content"`
}

type property struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type dependency struct {
	Ref       string   `json:"ref"`
	DependsOn []string `json:"dependsOn,omitempty"`
}

// sbom lists what a program was built from, as the program itself says: its
// modules with their sums, the compiler, and how it was built.
func sbom(program string, of of) ([]byte, error) {
	info, err := buildinfo.ReadFile(program)
	if err != nil {
		return nil, err
	}
	sum, err := sumOf(program)
	if err != nil {
		return nil, err
	}
	main := component{Type: "application", Ref: "fermata", Name: "fermata", Version: of.version, Hashes: []hash{{"SHA-256", sum}}}
	for _, setting := range info.Settings {
		main.Properties = append(main.Properties, property{"go:build:" + setting.Key, setting.Value})
	}
	compiler := "pkg:golang/std@" + strings.TrimPrefix(info.GoVersion, "go")
	list := []component{{Type: "library", Ref: compiler, Name: "std", Version: info.GoVersion, PURL: compiler}}
	for _, module := range info.Deps {
		list = append(list, componentOf(module))
	}
	for _, script := range strings.FieldsFunc(of.also, func(r rune) bool { return r == ',' }) {
		name, version, _ := strings.Cut(script, "@")
		list = append(list, component{Type: "library", Ref: "pkg:npm/" + script, Name: name, Version: version, PURL: "pkg:npm/" + script})
	}
	direct := dependency{Ref: main.Ref}
	for _, c := range list {
		direct.DependsOn = append(direct.DependsOn, c.Ref)
	}
	return json.MarshalIndent(bom{
		Format: "CycloneDX", Spec: "1.5", Version: 1, Serial: "urn:uuid:" + uuid.NewSHA1(uuid.NameSpaceURL, []byte(sum)).String(),
		Metadata:   metadata{Timestamp: of.at.Format(time.RFC3339), Component: main},
		Components: list, Dependencies: []dependency{direct},
	}, "", "  ")
}

func componentOf(module *debug.Module) component {
	if module.Replace != nil {
		module = module.Replace
	}
	purl := "pkg:golang/" + module.Path + "@" + module.Version
	c := component{Type: "library", Ref: purl, Name: module.Path, Version: module.Version, PURL: purl}
	if module.Sum != "" {
		c.Properties = []property{{"go:sum", module.Sum}}
	}
	return c
}
