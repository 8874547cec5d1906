package browser

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// finder is a JavaScript object whose functions find things on a page by the
// words a person would use. They throw a sentence when they do not find them.
//
//go:embed finder.js
var finder string

// call runs one function of the finder and stores its value in result.
func call(result any, function string, arguments ...string) chromedp.Action {
	return chromedp.ActionFunc(func(ctx context.Context) error {
		list, err := json.Marshal(arguments)
		if err != nil {
			return err
		}
		expression := fmt.Sprintf("%s.%s(...%s)", strings.TrimSuffix(strings.TrimSpace(finder), ";"), function, list)
		return thrown(chromedp.Evaluate(expression, result).Do(ctx))
	})
}

// thrown reduces a JavaScript error to its first line, the sentence.
func thrown(err error) error {
	var exception *runtime.ExceptionDetails
	if !errors.As(err, &exception) || exception.Exception == nil {
		return err
	}
	line, _, _ := strings.Cut(exception.Exception.Description, "\n")
	return errors.New(strings.TrimPrefix(line, "Error: "))
}
