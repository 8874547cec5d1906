package views

import (
	"net/url"
	"slices"

	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
)

// resourcesMost is how many resources the shelf holds.
const resourcesMost = 200

// Resources is the shelf: what to try, what is in use, what is done.
type Resources struct {
	Shelves []Shelf
}

// Shelf holds the resources that stand alike.
type Shelf struct {
	Key, Title string
	Rows       []Row
}

// resourceStatuses are the shelves, what is in use first.
func resourceStatuses() []entry.ResourceStatus {
	return []entry.ResourceStatus{entry.ResourceUsing, entry.ResourceToTry, entry.ResourceDone}
}

// NewResources lays out the shelf; parts of it that are empty are left out.
func NewResources(j *journey.Journey) Resources {
	var v Resources
	for _, status := range resourceStatuses() {
		shelf := Shelf{Key: string(status), Title: guide.Say("resources." + string(status))}
		for _, r := range j.Plan.Resources {
			if r.Status == status {
				row := Row{Title: r.Name, End: r.Sort, URL: "/plan/resources/" + r.Key, Done: status == entry.ResourceDone}
				if r.Took != "" {
					row.Note = "“" + r.Took + "”"
				}
				shelf.Rows = append(shelf.Rows, row)
			}
		}
		if len(shelf.Rows) > 0 {
			v.Shelves = append(v.Shelves, shelf)
		}
	}
	return v
}

// FindResource is the resource with a key.
func FindResource(j *journey.Journey, key string) (entry.Resource, bool) {
	at := slices.IndexFunc(j.Plan.Resources, func(r entry.Resource) bool { return r.Key == key })
	if at < 0 {
		return entry.Resource{}, false
	}
	return j.Plan.Resources[at], true
}

// ResourceForm is the form for one of them: new, or to change.
type ResourceForm struct {
	Form     Form
	Key      string // "" for a new one
	Name     string
	Statuses []Option
	RemoveID entry.ID
	Repeat   bool
}

// NewResourceForm lays out the form, filled from what is kept unless something
// was typed.
func NewResourceForm(r entry.Resource, form Form, removeID entry.ID) ResourceForm {
	v := ResourceForm{Form: form, Key: r.Key, Name: r.Name, RemoveID: removeID}
	for _, status := range []entry.ResourceStatus{entry.ResourceToTry, entry.ResourceUsing, entry.ResourceDone} {
		v.Statuses = append(v.Statuses, Option{Value: string(status), Title: guide.Say("resources." + string(status))})
	}
	if len(form.Values) == 0 {
		v.Form.Values = url.Values{"name": {r.Name}, "sort": {r.Sort}, "status": {string(r.Status)}, "took": {r.Took}}
		if r.Key == "" {
			v.Form.Values.Set("status", string(entry.ResourceToTry))
		}
	}
	return v
}

// ReadResource makes the whole shelf with one resource written anew.
func ReadResource(j *journey.Journey, key string, form Form) (entry.Resources, fault.Fields) {
	r := entry.Resource{
		Key: key, Name: form.Value("name"), Sort: form.Value("sort"),
		Status: entry.ResourceStatus(form.Value("status")), Took: form.Value("took"),
	}
	fields := resourceFields(r)
	if _, known := FindResource(j, key); !known && len(j.Plan.Resources) >= resourcesMost {
		fields.Add("name", guide.Say("resources.most"))
	}
	list := slices.Clone(j.Plan.Resources)
	if at := slices.IndexFunc(list, func(q entry.Resource) bool { return q.Key == key }); at >= 0 {
		list[at] = r
	} else {
		list = append(list, r)
	}
	return entry.Resources{Resources: list}, fields
}

// resourceFields puts what is wrong beside its field, as supporterFields does.
func resourceFields(r entry.Resource) fault.Fields {
	var fields fault.Fields
	for _, part := range []struct {
		field string
		alone entry.Resource
	}{
		{"name", entry.Resource{Name: r.Name, Status: entry.ResourceToTry}},
		{"sort", entry.Resource{Name: "name", Status: entry.ResourceToTry, Sort: r.Sort}},
		{"status", entry.Resource{Name: "name", Status: r.Status}},
		{"took", entry.Resource{Name: "name", Status: entry.ResourceToTry, Took: r.Took}},
	} {
		part.alone.Key = "one"
		given, _ := entry.Resources{Resources: []entry.Resource{part.alone}}.Validate().(fault.Fields)
		for _, f := range given {
			fields.Add(part.field, f.Say)
		}
	}
	return fields
}

// WithoutResource is the shelf without a resource.
func WithoutResource(j *journey.Journey, key string) entry.Resources {
	list := slices.DeleteFunc(slices.Clone(j.Plan.Resources), func(r entry.Resource) bool { return r.Key == key })
	return entry.Resources{Resources: list}
}
