package corsengine

import "strings"

const otherNamespace = "the element is not in the namespace of CORSConfiguration"

// elementHint names the element that was probably meant.
func elementHint(name string) string {
	if field := meant(name); field != "" {
		if element := elementOf(field); element != name {
			return "the element is " + element
		}
		return otherNamespace
	}
	return "a rule holds ID, AllowedOrigin, AllowedMethod, AllowedHeader, ExposeHeader and MaxAgeSeconds only"
}

// memberHint names the JSON member that was probably meant.
func memberHint(name string) string {
	if field := meant(name); field != "" {
		return "the member is " + field
	}
	return "a rule has ID, AllowedOrigins, AllowedMethods, AllowedHeaders, ExposeHeaders and MaxAgeSeconds only"
}

// meant is the member of a rule that a name stands for in other notations:
// CloudFormation's (Id, ExposedHeaders, MaxAge), Terraform's (allowed_origins),
// singular and plural, any case. It is empty for anything else.
func meant(name string) string {
	plain := strings.TrimSuffix(strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(name)), "s")
	switch plain {
	case "id":
		return "ID"
	case "allowedorigin", "alloworigin", "origin":
		return "AllowedOrigins"
	case "allowedmethod", "allowmethod", "method":
		return "AllowedMethods"
	case "allowedheader", "allowheader", "header":
		return "AllowedHeaders"
	case "exposeheader", "exposedheader":
		return "ExposeHeaders"
	case "maxage", "maxagesecond", "maxageinsecond":
		return "MaxAgeSeconds"
	}
	return ""
}

// elementOf is the XML element for a JSON member.
func elementOf(field string) string {
	if field == "MaxAgeSeconds" {
		return field
	}
	return strings.TrimSuffix(field, "s")
}
