package browsers

import (
	"os"
	"path/filepath"
	"testing"
)

// preferences keep Firefox from asking the network for things of its own.
const preferences = `
user_pref("app.normandy.enabled", false);
user_pref("app.update.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
user_pref("toolkit.telemetry.enabled", false);
`

func openFirefox(t *testing.T, s *site) driver {
	t.Helper()
	needAll(t)
	path := find(t, "firefox-esr", "firefox")
	dir := profile(t)
	if err := os.WriteFile(filepath.Join(dir, "user.js"), []byte(preferences), 0o600); err != nil {
		t.Fatal(err)
	}
	run(t, dir, nil, path, "--headless", "--no-remote", "--profile", dir, s.origin+"/loop")
	return s
}
