package store

import (
	"encoding/json"

	"crossfront/corsengine"
	"crossfront/emulator/s3/access"
)

// settingsFile is how Settings are kept: as JSON, which takes new kinds of
// settings as they come. Compiled forms are made anew.
type settingsFile struct {
	Settings
	PolicyDocument []byte `json:",omitempty"`
}

func encodeSettings(s *Settings) ([]byte, error) {
	f := settingsFile{Settings: *s}
	if s.Policy != nil {
		f.PolicyDocument = s.Policy.JSON()
	}
	return json.Marshal(f)
}

func decodeSettings(doc []byte, bucket string) (Settings, error) {
	var f settingsFile
	if err := json.Unmarshal(doc, &f); err != nil {
		return Settings{}, err
	}
	if f.PolicyDocument != nil {
		p, err := access.ParsePolicy(f.PolicyDocument, bucket)
		if err != nil {
			return Settings{}, err
		}
		f.Policy = p
	}
	return f.Settings, f.SetCORS(f.CORS, corsengine.Options{})
}
