package sigv4

// A Credential is a key pair that may sign, and the account it acts for.
type Credential struct {
	AccessKeyID     string
	SecretAccessKey string
	AccountID       string // 12 digits
}

// A Keyring holds the credentials that are known. It never changes.
type Keyring struct {
	byID map[string]Credential
}

// NewKeyring makes a Keyring of creds. Of two credentials with the same
// access key id the later one counts.
func NewKeyring(creds []Credential) *Keyring {
	k := &Keyring{byID: make(map[string]Credential, len(creds))}
	for _, c := range creds {
		k.byID[c.AccessKeyID] = c
	}
	return k
}

// Credential is the credential with that access key id.
func (k *Keyring) Credential(accessKeyID string) (Credential, bool) {
	c, ok := k.byID[accessKeyID]
	return c, ok
}
