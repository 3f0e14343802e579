package fetch

// ErrorNames are the names that an engine's verdicts can have here.
func ErrorNames(e Engine) []string {
	switch e {
	case Chromium:
		return []string{
			"MissingAllowOriginHeader", "MultipleAllowOriginValues", "InvalidAllowOriginValue", "AllowOriginMismatch",
			"WildcardOriginNotAllowed", "InvalidAllowCredentials",
			"PreflightMissingAllowOriginHeader", "PreflightMultipleAllowOriginValues", "PreflightInvalidAllowOriginValue",
			"PreflightAllowOriginMismatch", "PreflightWildcardOriginNotAllowed", "PreflightInvalidAllowCredentials",
			"PreflightInvalidStatus", "PreflightDisallowedRedirect",
			"InvalidAllowMethodsPreflightResponse", "InvalidAllowHeadersPreflightResponse",
			"MethodDisallowedByPreflightResponse", "HeaderDisallowedByPreflightResponse", "RedirectContainsCredentials",
			"net::ERR_FAILED", "net::ERR_CONNECTION_RESET", "origin", "corp-not-same-origin", "corp-not-same-site",
			"InsecureLocalNetwork", "LocalNetworkAccessPermissionDenied",
		}
	case Firefox:
		return []string{
			"CORSMissingAllowOrigin", "CORSMultipleAllowOriginNotAllowed", "CORSAllowOriginNotMatchingOrigin",
			"CORSNotSupportingCredentials", "CORSMissingAllowCredentials",
			"CORSExternalRedirectNotAllowed", "CORSPreflightDidNotSucceed", "CORSInvalidAllowMethod", "CORSMethodNotFound",
			"CORSInvalidAllowHeader", "CORSMissingAllowHeaderFromPreflight", "CORSDidNotSucceed",
			"CheckLoadURI", "CORP",
		}
	case WebKit:
		return []string{
			"OriginNotAllowed", "MultipleOrigins", "WildcardWithCredentials", "CredentialsNotTrue",
			"PreflightNotSuccessful", "InvalidAllowMethods", "InvalidAllowHeaders", "MethodNotAllowed", "HeaderNotAllowed",
			"RedirectDenied", "RedirectHasCredentials", "RedirectNotAllowed", "CORP", "ConnectionLost",
		}
	}
	return nil
}
