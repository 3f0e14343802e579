package policy

import (
	"regexp"
	"strings"
)

// FunctionConfig is the API structure of that name, 2020-05-31.
type FunctionConfig struct {
	Comment                   string                     `json:"Comment" xml:"Comment"`
	Runtime                   string                     `json:"Runtime" xml:"Runtime"`
	KeyValueStoreAssociations *KeyValueStoreAssociations `json:"KeyValueStoreAssociations,omitempty" xml:"KeyValueStoreAssociations,omitempty"`
}

// KeyValueStoreAssociations are the stores that a function can read: at most
// one. Source: API:KeyValueStoreAssociations, DG:cloudfront-limits.
type KeyValueStoreAssociations struct {
	Quantity int                        `json:"Quantity" xml:"Quantity"`
	Items    []KeyValueStoreAssociation `json:"Items,omitempty" xml:"Items>KeyValueStoreAssociation"`
}

// KeyValueStoreAssociation names one store. Source: API:KeyValueStoreAssociation.
type KeyValueStoreAssociation struct {
	KeyValueStoreARN string `json:"KeyValueStoreARN" xml:"KeyValueStoreARN"`
}

// Stores are the ARNs of the stores that a function can read.
func (c *FunctionConfig) Stores() []string {
	if c.KeyValueStoreAssociations == nil {
		return nil
	}
	arns := make([]string, len(c.KeyValueStoreAssociations.Items))
	for i, a := range c.KeyValueStoreAssociations.Items {
		arns[i] = a.KeyValueStoreARN
	}
	return arns
}

// FunctionARN is the ARN of a function.
func FunctionARN(account, name string) string {
	return "arn:aws:cloudfront::" + account + ":function/" + name
}

// FunctionName is the name in a function's ARN; ok is false when it is none.
func FunctionName(arn string) (name string, ok bool) {
	account, name, ok := strings.Cut(strings.TrimPrefix(arn, "arn:aws:cloudfront::"), ":function/")
	return name, ok && strings.HasPrefix(arn, "arn:aws:cloudfront::") && len(account) == 12 && ValidFunctionName(name)
}

// ValidFunctionName: Source: API:CreateFunction (Name; [a-zA-Z0-9-_]{1,64}).
// Key value stores are named likewise.
func ValidFunctionName(name string) bool {
	return regexp.MustCompile(`^[a-zA-Z0-9_-]{1,64}$`).MatchString(name)
}

// maxFunctionCode is the most bytes of a function's code.
// Source: DG:cloudfront-limits#limits-functions.
const maxFunctionCode = 10 << 10

// ValidateFunction checks what a function is made or updated with, as [Errors].
// Whether its code can run is not asked: CloudFront takes any. storeExists
// reports whether there is a store of that ARN.
// Source: API:CreateFunction.
func ValidateFunction(name string, cfg *FunctionConfig, code []byte, storeExists func(arn string) bool) error {
	var c checker
	if !ValidFunctionName(name) {
		c.invalid("Name", "The parameter Name must have 1 to 64 letters, digits, hyphens and underscores: %q.", name)
	}
	c.oneOf("FunctionConfig.Runtime", cfg.Runtime, "cloudfront-js-1.0", "cloudfront-js-2.0")
	switch {
	case len(code) == 0:
		c.invalid("FunctionCode", "The parameter FunctionCode is required.")
	case len(code) > maxFunctionCode:
		c.add("FunctionSizeLimitExceeded", "FunctionCode", "The function is too large: it has %d bytes, and at most %d are allowed.", len(code), maxFunctionCode)
	}
	if stores := cfg.KeyValueStoreAssociations; stores != nil {
		const field = "FunctionConfig.KeyValueStoreAssociations"
		c.quantity(field, stores.Quantity, len(stores.Items))
		if len(stores.Items) > 1 {
			c.invalid(field, "A function can be associated with one key value store; %d were given.", len(stores.Items))
		}
		if len(stores.Items) > 0 && cfg.Runtime == "cloudfront-js-1.0" {
			c.invalid(field, "Key value stores can be associated with functions of the runtime cloudfront-js-2.0 only.")
		}
		for i, s := range stores.Items {
			if !storeExists(s.KeyValueStoreARN) {
				c.invalid(index(field+".Items", i)+".KeyValueStoreARN", "The key value store does not exist: %s.", s.KeyValueStoreARN)
			}
		}
	}
	return c.errs.orNil()
}
