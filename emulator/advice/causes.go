package advice

import (
	"crossfront/emulator/journal"
)

// A cause finds its failure in an exchange that a browser blocks, and gives
// the advice, or nothing. Its remedy is the advice as calls of the console
// API: nil, or giving none, where no call can follow it.
type cause struct {
	id     string
	find   func(*facts) (journal.Advice, bool)
	remedy func(*facts) []journal.Call
}

const injected = "INJECTED-FAULT"

// causes in the order in which they are to be acted on: what answered in the
// way comes before what would have had to answer.
func causes() []cause {
	return []cause{
		{injected, injectedFault, removeFault},
		{"UNKNOWN-HOST", unknownHost, nil},
		{"METHOD-NOT-ALLOWED", methodRefused, allowOptions},
		{"SIGNED-COOKIE-CREDS", signatureRefused, nil},
		{"FUNCTION-FAILED", functionFailed, nil},
		{"FUNCTION-ANSWERED", functionAnswered, addSimpleCORS},
		{"FUNCTION-CORS", functionRemoved, nil},
		{"CF-OPTIONS-NOT-ALLOWED", optionsNotAllowed, allowOptions},
		{"EDGE-REFUSED", edgeRefused, nil},
		{"PREFLIGHT-REDIRECT", preflightRedirect, allowHTTP},
		{"NO-BUCKET", noBucket, nil},
		{"ORIGIN-FAILED", originFailed, nil},
		{"CF-HOST-FORWARDED", hostForwarded, keepHost},
		{"DUP-ACAO", doubled, nil},
		{"OPTIONS-CACHED", optionsCached, cacheNoOptions},
		{"RHP-PARTIAL", policySilent, nil},
		{"INVALIDATE", storedBefore, invalidateAll},
		{"CF-ORIGIN-NOT-KEYED", originNotKeyed, keyOrigin},
		{"REFLECT-CACHED", reflectCached, keyOrigin},
		{"MASKED-403", maskedError, nil},
		{"EDGE-FN-ERROR", functionSkipped, nil},
		{"CF-ORIGIN-STRIPPED", originStripped, forwardOrigin},
		{"RHP-PREFLIGHT", originRefusesPreflight, nil},
		{"ORIGIN-SILENT", originSilent, addSimpleCORS},
		{"NO-CORS-CONFIG", noConfiguration, addRule},
		{"NO-RULE-MATCHES", noRuleMatches, addRule},
		{"WILDCARD-CREDS", credentialsRefused, nil},
	}
}

// Causes are the ids that [journal.Advice] can have, in the order in which the
// causes are to be acted on.
func Causes() []string {
	var ids []string
	for _, c := range causes() {
		ids = append(ids, c.id)
	}
	return ids
}

// Applicable are the ids of the causes whose advice can come with the calls
// that follow it, see [journal.Remedy].
func Applicable() []string {
	var ids []string
	for _, c := range causes() {
		if c.remedy != nil {
			ids = append(ids, c.id)
		}
	}
	return ids
}
