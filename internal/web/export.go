package web

import (
	"archive/zip"
	"io"
	"net/http"

	"fermata/internal/views"
	"fermata/internal/web/pages"
)

func (s *Server) exportPage(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, pages.Export(s.frame(r, ""), views.NewExport(j)))
}

// export sends everything as one zip, as it is read. A failure before the
// first byte is a page like any other; one after it breaks the download off,
// so that no browser takes half a file for a whole one.
func (s *Server) export(w http.ResponseWriter, r *http.Request) error {
	j, err := s.home.Look(r.Context())
	if err != nil {
		return err
	}
	now := s.home.Now()
	var archive *zip.Writer
	err = s.home.Export(r.Context(), func(name string) (io.Writer, error) {
		if archive == nil {
			w.Header().Set("Content-Type", "application/zip")
			w.Header().Set("Content-Disposition", `attachment; filename="fermata-`+j.Today(now).String()+`.zip"`)
			archive = zip.NewWriter(w)
		}
		return archive.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: now})
	})
	if archive == nil {
		return err
	}
	if err == nil {
		err = archive.Close()
	}
	if err != nil {
		s.options.Log.Error("export broken off", "error", err)
		panic(http.ErrAbortHandler)
	}
	return nil
}
