package drive

import (
	"os"
	"path/filepath"
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

func openFirefox(p *programs, url string) error {
	path, err := find("firefox-esr", "firefox")
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(p.dir, "user.js"), []byte(preferences), 0o600); err != nil {
		return err
	}
	return p.run(nil, path, "--headless", "--no-remote", "--profile", p.dir, url)
}
