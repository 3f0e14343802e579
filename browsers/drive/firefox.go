package drive

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
)

// preferences keep Firefox from asking the network for things of its own, and for
// what it has kept where its own cache is slow to answer (rcwn: "race cache with
// network"), and let media play by themselves.
const preferences = `
user_pref("app.normandy.enabled", false);
user_pref("app.update.enabled", false);
user_pref("browser.safebrowsing.malware.enabled", false);
user_pref("browser.safebrowsing.phishing.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("extensions.systemAddon.update.enabled", false);
user_pref("media.autoplay.default", 0);
user_pref("media.gmp-manager.updateEnabled", false);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("network.http.rcwn.enabled", false);
user_pref("services.settings.server", "data:,#remote-settings-dummy/v1");
user_pref("toolkit.telemetry.enabled", false);
`

// proxied have Firefox ask a proxy for everything; the last wants its host and
// its port.
const proxied = `
user_pref("network.proxy.type", 1);
user_pref("network.proxy.share_proxy_settings", true);
user_pref("network.proxy.allow_hijacking_localhost", true);
user_pref("network.proxy.no_proxies_on", "");
user_pref("network.proxy.http", %[1]q);
user_pref("network.proxy.http_port", %[2]s);
user_pref("network.proxy.ssl", %[1]q);
user_pref("network.proxy.ssl_port", %[2]s);
`

func openFirefox(p *programs, w *Window) error {
	path, err := find("firefox-esr", "firefox")
	if err != nil {
		return err
	}
	prefs := preferences
	if w.Proxy != nil {
		host, port, err := net.SplitHostPort(w.Proxy.Public)
		if err != nil {
			return err
		}
		prefs += fmt.Sprintf(proxied, host, port)
	}
	args, url := []string{"--headless", "--no-remote", "--profile", p.dir}, w.URL
	if w.Authority != nil { // which must be there before the page
		prefs += marionettePreferences
		args, url = append(args, "--marionette", "--remote-allow-system-access"), "about:blank"
	}
	if err := os.WriteFile(filepath.Join(p.dir, "user.js"), []byte(prefs), 0o600); err != nil {
		return err
	}
	if err := p.run(nil, path, append(args, url)...); err != nil || w.Authority == nil {
		return err
	}
	m, err := p.marionette()
	if err != nil {
		return err
	}
	if err := m.open(w.URL, w.Authority); err != nil {
		return err
	}
	p.heard = m.heard
	return nil
}
