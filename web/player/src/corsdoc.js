// The console's JSON form of a CORS configuration, as text to edit.

const WIDTH = 76;

/**
 * The rules as S3's console shows them, short lists on one line.
 * @param {unknown[] | null} rules
 */
export function formatRules(rules) {
  return rules === null ? '' : `${write(rules, '')}\n`;
}

/**
 * @param {unknown} value
 * @param {string} indent
 * @returns {string}
 */
function write(value, indent) {
  const deeper = `${indent}    `;
  if (Array.isArray(value)) {
    const flat = `[${value.map((v) => JSON.stringify(v)).join(', ')}]`;
    const plain = value.every((v) => v === null || typeof v !== 'object');
    if (plain && indent.length + flat.length <= WIDTH) return flat;
    return `[\n${value.map((v) => deeper + write(v, deeper)).join(',\n')}\n${indent}]`;
  }
  if (value !== null && typeof value === 'object') {
    const members = Object.entries(value).map(([k, v]) => `${deeper}${JSON.stringify(k)}: ${write(v, deeper)}`);
    return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
  }
  return JSON.stringify(value);
}

/**
 * Where a mistake is, in words; empty when it is nowhere in particular.
 * @param {{rule?: number | null, field?: string, line?: number, column?: number}} mistake rule counts from 0
 */
export function placeOf({ rule, field, line, column }) {
  const place = [];
  if (line) place.push(column ? `line ${line}, column ${column}` : `line ${line}`);
  if (rule != null && rule >= 0) place.push(`rule ${rule + 1}${field ? `, ${field}` : ''}`);
  return place.join(' · ');
}
