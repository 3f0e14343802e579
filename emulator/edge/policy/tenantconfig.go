package policy

// TenantConfig is the configuration of a distribution of many tenants, which
// this emulator refuses. Source: API:TenantConfig.
type TenantConfig struct {
	ParameterDefinitions []ParameterDefinition `json:"ParameterDefinitions,omitempty" xml:"ParameterDefinitions>member"`
}

// ParameterDefinition is one parameter that tenants fill in.
// Source: API:ParameterDefinition.
type ParameterDefinition struct {
	Name       string                    `json:"Name" xml:"Name"`
	Definition ParameterDefinitionSchema `json:"Definition" xml:"Definition"`
}

// ParameterDefinitionSchema is a parameter's type.
// Source: API:ParameterDefinitionSchema.
type ParameterDefinitionSchema struct {
	StringSchema *StringSchemaConfig `json:"StringSchema,omitempty" xml:"StringSchema,omitempty"`
}

// StringSchemaConfig is a text parameter. Source: API:StringSchemaConfig.
type StringSchemaConfig struct {
	Comment      string `json:"Comment,omitempty" xml:"Comment,omitempty"`
	DefaultValue string `json:"DefaultValue,omitempty" xml:"DefaultValue,omitempty"`
	Required     bool   `json:"Required" xml:"Required"`
}

// ViewerMtlsConfig asks viewers for certificates; only optional ones are
// accepted here.
// Source: API:ViewerMtlsConfig.
type ViewerMtlsConfig struct {
	Mode             string            `json:"Mode,omitempty" xml:"Mode,omitempty"` // required or optional
	TrustStoreConfig *TrustStoreConfig `json:"TrustStoreConfig,omitempty" xml:"TrustStoreConfig,omitempty"`
}

// TrustStoreConfig is whose certificates are accepted from viewers.
// Source: API:TrustStoreConfig.
type TrustStoreConfig struct {
	TrustStoreId               string `json:"TrustStoreId" xml:"TrustStoreId"`
	AdvertiseTrustStoreCaNames *bool  `json:"AdvertiseTrustStoreCaNames,omitempty" xml:"AdvertiseTrustStoreCaNames,omitempty"`
	IgnoreCertificateExpiry    *bool  `json:"IgnoreCertificateExpiry,omitempty" xml:"IgnoreCertificateExpiry,omitempty"`
}

// ConnectionFunctionAssociation is a function that runs for each connection,
// which this emulator refuses. Source: API:ConnectionFunctionAssociation.
type ConnectionFunctionAssociation struct {
	Id string `json:"Id" xml:"Id"`
}

// CacheTagConfig names the response header that carries cache tags.
// Source: API:CacheTagConfig.
type CacheTagConfig struct {
	HeaderName string `json:"HeaderName" xml:"HeaderName"`
}
