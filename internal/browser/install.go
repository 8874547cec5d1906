package browser

import (
	"context"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Installable reads the manifest of the page as the browser does, and says why
// the page cannot be installed: what is wrong with the manifest, then what the
// browser misses. Nothing means that it can.
func (tab *Tab) Installable() []string {
	tab.t.Helper()
	var problems []string
	tab.do("read the manifest", chromedp.ActionFunc(func(ctx context.Context) error {
		_, wrong, _, _, err := page.GetAppManifest().Do(ctx)
		for _, one := range wrong {
			problems = append(problems, one.Message)
		}
		return err
	}), chromedp.ActionFunc(func(ctx context.Context) error {
		missing, err := page.GetInstallabilityErrors().Do(ctx)
		for _, one := range missing {
			problems = append(problems, one.ErrorID)
		}
		return err
	}))
	return problems
}

// Before runs a script in every page from now on, before the page's own.
func (tab *Tab) Before(script string) {
	tab.t.Helper()
	tab.do("put a script before every page", chromedp.ActionFunc(func(ctx context.Context) error {
		_, err := page.AddScriptToEvaluateOnNewDocument(script).Do(ctx)
		return err
	}))
}
