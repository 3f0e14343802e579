package drive

import "os"

func openChromium(p *programs, url string) error {
	path := os.Getenv("CHROMIUM")
	if path == "" {
		var err error
		if path, err = find("chromium", "chromium-browser", "google-chrome"); err != nil {
			return err
		}
	}
	return p.run(nil, path, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--remote-debugging-port=0", "--user-data-dir="+p.dir, url)
}
