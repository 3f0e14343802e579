package drive

import (
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
)

// ChromiumPath is the program: $CHROMIUM, else the one on the PATH; else the error
// is [ErrMissing].
func ChromiumPath() (string, error) {
	if path := os.Getenv("CHROMIUM"); path != "" {
		return path, nil
	}
	return find("chromium", "chromium-browser", "google-chrome")
}

func openChromium(p *programs, w *Window) error {
	path, err := ChromiumPath()
	if err != nil {
		return err
	}
	args := []string{"--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--enable-logging=stderr", "--autoplay-policy=no-user-gesture-required", "--remote-debugging-port=0", "--user-data-dir=" + p.dir}
	if p := w.Proxy; p != nil {
		args = append(args, "--proxy-server=https="+p.Public+";http="+p.Near, "--proxy-bypass-list=<-loopback>;"+p.Direct, "--ip-address-space-overrides="+p.Public+"=public")
	}
	if w.Authority != nil {
		key, err := keyHash(w.Authority)
		if err != nil {
			return err
		}
		args = append(args, "--ignore-certificate-errors-spki-list="+key)
	}
	if err := writeSettings(p.dir, w.LocalNetwork); err != nil {
		return err
	}
	return p.run(nil, path, append(args, w.URL)...)
}

// keyHash is a certificate's public key, as Chromium's flag takes it. The flag
// that trusts everything would switch the cache off.
func keyHash(authority []byte) (string, error) {
	block, _ := pem.Decode(authority)
	if block == nil {
		return "", errors.New("the authority is no PEM")
	}
	cert, err := x509.ParseCertificate(block.Bytes)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(cert.RawSubjectPublicKeyInfo)
	return base64.StdEncoding.EncodeToString(sum[:]), nil
}

// writeSettings makes a profile whose user lets one origin reach this machine and
// no other, and takes cookies of other sites, as outside of private windows.
func writeSettings(profile, permitted string) error {
	const no, yes = 2, 1
	forAll, forOne := map[string]any{}, map[string]any{}
	for _, question := range [...]string{"local_network_access", "local_network", "loopback_network"} { // before Chromium 145, and since
		forAll[question] = no
		forOne[question] = map[string]any{permitted + ",*": map[string]any{"setting": yes}}
	}
	doc, err := json.Marshal(map[string]any{"profile": map[string]any{
		"cookie_controls_mode":           0,
		"default_content_setting_values": forAll,
		"content_settings":               map[string]any{"exceptions": forOne},
	}})
	if err != nil {
		return err
	}
	dir := filepath.Join(profile, "Default")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "Preferences"), doc, 0o600)
}
