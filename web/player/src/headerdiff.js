// Two lists of header lines side by side: what was kept, added, removed, changed.

/** @import {HeaderLine} from './types.d.ts' */

/**
 * @typedef {object} HeaderChange
 * @property {string} name
 * @property {string | null} before
 * @property {string | null} after
 * @property {'kept' | 'added' | 'removed' | 'changed'} fate
 */

/**
 * By name, whatever its case; lines of one name stand together (RFC 9110, section 5.2).
 * @param {HeaderLine[] | null} before
 * @param {HeaderLine[] | null} after
 * @returns {HeaderChange[]}
 */
export function headerDiff(before, after) {
  const [was, is] = [byName(before), byName(after)];
  return [...new Set([...was.keys(), ...is.keys()])].sort().map((key) => {
    const [a, b] = [was.get(key), is.get(key)];
    const fate = !a ? 'added' : !b ? 'removed' : a.value === b.value ? 'kept' : 'changed';
    return { name: (b ?? a)?.name ?? key, before: a?.value ?? null, after: b?.value ?? null, fate };
  });
}

/** @param {HeaderLine[] | null} lines */
function byName(lines) {
  /** @type {Map<string, {name: string, value: string}>} */
  const found = new Map();
  for (const [name, value] of lines ?? []) {
    const seen = found.get(name.toLowerCase());
    found.set(name.toLowerCase(), seen ? { ...seen, value: `${seen.value}, ${value}` } : { name, value });
  }
  return found;
}
