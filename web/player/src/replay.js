// A request sent again: what of it is changed, and what came of it.

/** @import {Engine, Exchange, ReplayChange} from './types.d.ts' */
import { cacheWord, engineNames, header, verdictOf } from './words.js';

/** What a replay's form holds. @typedef {{origin: string, pop: string, headers: string}} ReplayForm */

/** Headers that a replay does not name: the connection's, and those with a field of their own. */
const kept = /^(host|connection|proxy-connection|keep-alive|te|trailer|transfer-encoding|upgrade|content-length|expect|origin|x-emulator-pop)$/i;

/** Methods that are sent again; others change what is stored. */
const replayable = new Set(['GET', 'HEAD', 'OPTIONS']);

/** @param {Exchange} exchange */
export function canReplay(exchange) {
  return replayable.has(exchange.request.method);
}

/**
 * The form as the exchange's request would fill it.
 * @param {Exchange} exchange
 * @returns {ReplayForm}
 */
export function formOf({ request }) {
  const lines = (request.headers ?? []).filter(([name]) => !kept.test(name)).map(([name, value]) => `${name}: ${value}`);
  return { origin: header(request.headers, 'origin') ?? '', pop: '', headers: lines.join('\n') };
}

/**
 * The form's difference to the request; throws a sentence for a line that is no header.
 * @param {Exchange} exchange
 * @param {ReplayForm} form
 * @returns {ReplayChange}
 */
export function changeOf(exchange, form) {
  const was = formOf(exchange);
  /** @type {ReplayChange} */
  const change = {};
  if (form.origin.trim() !== was.origin) change.origin = form.origin.trim();
  if (form.pop.trim() !== '') change.pop = form.pop.trim();
  const [before, after] = [linesOf(was.headers), linesOf(form.headers)];
  /** @type {Record<string, string | null>} */
  const headers = {};
  for (const [name, line] of after) if (before.get(name)?.value !== line.value) headers[line.name] = line.value;
  for (const [name, line] of before) if (!after.has(name)) headers[line.name] = null;
  if (Object.keys(headers).length > 0) change.headers = headers;
  return change;
}

/**
 * Header lines by name in lower case; of lines with one name the values are joined (RFC 9110, section 5.3).
 * @param {string} text
 */
function linesOf(text) {
  /** @type {Map<string, {name: string, value: string}>} */
  const lines = new Map();
  for (const line of text.split('\n').map((l) => l.trim()).filter(Boolean)) {
    const colon = line.indexOf(':');
    if (colon < 1) throw new Error(`“${line}” is no header; “Name: value” was expected.`);
    const name = line.slice(0, colon).trim();
    const value = line.slice(colon + 1).trim();
    const seen = lines.get(name.toLowerCase());
    lines.set(name.toLowerCase(), seen ? { ...seen, value: `${seen.value}, ${value}` } : { name, value });
  }
  return lines;
}

/**
 * What changed from one exchange to its replay, the verdict first.
 * @param {Exchange} before
 * @param {Exchange} after
 * @param {Engine} engine
 */
export function comparison(before, after, engine) {
  const word = (/** @type {Exchange} */ e) => ({ allowed: 'allowed', blocked: 'blocked', none: 'not CORS' })[verdictOf(e, engine)];
  const pairs = [[engineNames[engine], word(before), word(after)], ['status', before.response.status, after.response.status], ['cache', cacheWord(before), cacheWord(after)]];
  const changed = pairs.filter(([, a, b]) => a !== b).map(([name, a, b]) => `${name}: ${a} → ${b}`);
  return changed.length > 0 ? changed.join(' · ') : `nothing changed: still ${word(after)}, ${after.response.status}, cache ${cacheWord(after)}`;
}
