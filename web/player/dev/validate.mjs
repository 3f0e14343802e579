// Enough of S3's validation for the page's tests: S3's codes and words for
// three mistakes, with the place of each in the text.

const allowed = ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'];

/**
 * @param {string} text
 * @returns {{code: string, message: string, rule: number, field: string, line: number, column: number}[]}
 */
export function mistakesIn(text) {
  let document;
  try {
    document = JSON.parse(text);
  } catch {
    return [malformed(text, text.trimEnd().length)];
  }
  const rules = Array.isArray(document) ? document : document?.CORSRules;
  if (!Array.isArray(rules) || rules.length === 0) return [malformed(text, 0)];
  const mistakes = [];
  for (const [i, rule] of rules.entries()) {
    for (const method of rule.AllowedMethods ?? []) {
      if (allowed.includes(method)) continue;
      mistakes.push({
        code: 'InvalidRequest', message: `Found unsupported HTTP method in CORS config. Unsupported method is ${method}`,
        rule: i, field: 'AllowedMethods', ...placeAt(text, text.indexOf(`"${method}"`)),
      });
    }
    for (const origin of rule.AllowedOrigins ?? []) {
      if (origin.split('*').length <= 2) continue;
      mistakes.push({
        code: 'InvalidRequest', message: `AllowedOrigin "${origin}" can not have more than one wildcard.`,
        rule: i, field: 'AllowedOrigins', ...placeAt(text, text.indexOf(`"${origin}"`)),
      });
    }
  }
  return mistakes;
}

/**
 * @param {string} text
 * @param {number} at
 */
function malformed(text, at) {
  return {
    code: 'MalformedXML', message: 'The XML you provided was not well-formed or did not validate against our published schema',
    rule: -1, field: '', ...placeAt(text, at),
  };
}

/**
 * @param {string} text
 * @param {number} at
 */
function placeAt(text, at) {
  const lines = text.slice(0, Math.max(0, at)).split('\n');
  return { line: lines.length, column: lines[lines.length - 1].length + 1 };
}
