package staged

import (
	"context"
	"net/url"
	"strconv"
	"strings"
	"time"

	"crossfront/browsers/drive"
	"crossfront/emulator/suite"
)

// audible reports whether a verdict's message can be heard: what Chromium's
// developer tools say of a failed load is in no log.
func audible(message string) bool {
	return !strings.HasPrefix(message, "Failed to load resource: ")
}

// heard is the message once the browser has printed it, or all else that it has
// printed since the last step, with the scenario's URLs.
func (p *play) heard(ctx context.Context, s *suite.Step, message string) (string, error) {
	var all strings.Builder
	for late := time.Now().Add(patience); ; {
		text, err := p.browser.Heard()
		if err != nil {
			return "", err
		}
		all.WriteString(p.inScenario(s, text))
		switch {
		case strings.Contains(all.String(), message):
			return message, nil
		case time.Now().After(late):
			return all.String(), nil
		}
		if err := wait(ctx, 20*time.Millisecond); err != nil {
			return "", err
		}
	}
}

// inScenario has URLs be what they are in the scenario.
func (p *play) inScenario(s *suite.Step, text string) string {
	local := "localhost"
	if u, err := url.Parse(s.Page.URL); err == nil {
		local = u.Host
	}
	port := ":" + strconv.Itoa(p.port)
	return strings.NewReplacer(s.Page.Origin+drive.Loop, s.Page.Origin+"/", p.network.proxy.Direct, local, "localhost"+port, local, port+"/", "/").Replace(text)
}
