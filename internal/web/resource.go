package web

import (
	"net/http"

	"fermata/internal/companion"
	"fermata/internal/entry"
	"fermata/internal/fault"
	"fermata/internal/guide"
	"fermata/internal/journey"
	"fermata/internal/views"
	"fermata/internal/web/components"
	"fermata/internal/web/pages"
)

func (s *Server) resources(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Resources(s.frame(r, components.PlacePlan), views.NewResources(j)))
}

// foundResource is the resource an address names; none when it names none.
func (s *Server) foundResource(r *http.Request) (*journey.Journey, entry.Resource, error) {
	j, err := s.home.Look(r.Context())
	if err != nil || r.PathValue("key") == "" {
		return j, entry.Resource{}, err
	}
	found, ok := views.FindResource(j, r.PathValue("key"))
	if !ok {
		return j, found, fault.New(fault.NotFound, "web.resource", guide.Say("resources.gone"))
	}
	return j, found, nil
}

func (s *Server) resourcePage(w http.ResponseWriter, r *http.Request) error {
	return s.renderResource(w, r, http.StatusOK, s.newForm(r, ""))
}

func (s *Server) renderResource(w http.ResponseWriter, r *http.Request, status int, form views.Form) error {
	_, found, err := s.foundResource(r)
	if err != nil {
		return err
	}
	v := views.NewResourceForm(found, form, companion.NewID())
	v.Repeat = status == http.StatusConflict
	return render(w, r, status, pages.ResourceForm(s.frame(r, components.PlacePlan), v))
}

// resource saves a resource, new or changed.
func (s *Server) resource(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, found, err := s.foundResource(r)
	if err != nil {
		return err
	}
	key := found.Key
	if key == "" {
		key = lineKey(form.ID)
	}
	body, fields := views.ReadResource(j, key, form)
	return s.tellState(w, r, form, state{
		body: body, fields: fields, then: "/plan/resources", say: guide.Say("resources.saved"), render: s.renderResource,
	})
}

func (s *Server) resourceRemove(w http.ResponseWriter, r *http.Request) error {
	form, err := readForm(r)
	if err != nil {
		return err
	}
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return s.tellState(w, r, form, state{
		body: views.WithoutResource(j, r.PathValue("key")), then: "/plan/resources", say: guide.Say("resources.removed"),
		render: func(w http.ResponseWriter, r *http.Request, _ int, _ views.Form) error {
			return seeOther(w, r, "/plan/resources")
		},
	})
}
