package policy

// PublicKeyConfig is a public key that can have signed URLs and cookies.
// Source: API:PublicKeyConfig.
type PublicKeyConfig struct {
	CallerReference string `json:"CallerReference" xml:"CallerReference"`
	// Name: letters, digits, hyphens and underscores, at most 128; unique in the account.
	Name string `json:"Name" xml:"Name"`
	// EncodedKey: PEM, RSA with 2048 bits or ECDSA on P-256.
	EncodedKey string `json:"EncodedKey" xml:"EncodedKey"`
	// Comment: at most 128 characters; the only member that can be changed.
	Comment string `json:"Comment,omitempty" xml:"Comment,omitempty"`
}

// KeyGroupConfig is a group of public keys, which behaviors trust as a whole.
// Source: API:KeyGroupConfig.
type KeyGroupConfig struct {
	// Name: unique in the account.
	Name string `json:"Name" xml:"Name"`
	// Items: ids of public keys, 1 to 5.
	Items []string `json:"Items" xml:"Items>PublicKey"`
	// Comment: at most 128 characters.
	Comment string `json:"Comment,omitempty" xml:"Comment,omitempty"`
}
