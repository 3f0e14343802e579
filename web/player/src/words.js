// How the page says things: one place, so that the list, the journey and the
// status strip never disagree about a word.

/** @import {Engine, Exchange, HeaderLine, Verdict} from './types.d.ts' */

export const engineNames = /** @type {const} */ ({ chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' });

/**
 * The engine that a user agent string belongs to.
 * @param {string} userAgent
 * @returns {Engine}
 */
export function engineOf(userAgent) {
  if (/Firefox\//.test(userAgent)) return 'firefox';
  if (/(Chrome|Chromium)\//.test(userAgent)) return 'chromium';
  return /AppleWebKit\//.test(userAgent) ? 'webkit' : 'chromium';
}

const cacheWords = new Map([
  ['hit', 'hit'],
  ['miss', 'miss'],
  ['refreshHit', 'refresh hit'],
  ['error', 'error'],
  ['bypass', 'bypass'],
  ['generated', 'generated'],
]);

/**
 * What the cache did, in a word; an exchange that went straight to S3 passed no cache.
 * @param {Exchange} exchange
 */
export function cacheWord(exchange) {
  if (!exchange.edge) return 'no cache';
  return cacheWords.get(exchange.edge.cache) ?? exchange.edge.cache;
}

/**
 * The verdict of one engine: "none" when no browser rule applies, because the
 * request carried no Origin and so was no CORS request.
 * @param {Exchange} exchange
 * @param {Engine} engine
 * @returns {'allowed' | 'blocked' | 'none'}
 */
export function verdictOf(exchange, engine) {
  const verdict = exchange.browser?.[engine];
  if (!verdict) return 'none';
  if (verdict.allowed && !isCors(exchange)) return 'none';
  return verdict.allowed ? 'allowed' : 'blocked';
}

/**
 * The verdict as the list shows it: the engine's own name for a failure.
 * @param {Exchange} exchange
 * @param {Engine} engine
 */
export function verdictWord(exchange, engine) {
  switch (verdictOf(exchange, engine)) {
    case 'allowed':
      return 'allowed';
    case 'blocked':
      return exchange.browser?.[engine].error || 'blocked';
    default:
      return 'not CORS';
  }
}

/** @param {Exchange} exchange */
export function isCors(exchange) {
  return header(exchange.request.headers, 'origin') !== null;
}

/**
 * The first value of a header, or null.
 * @param {HeaderLine[] | null | undefined} lines
 * @param {string} name in lower case
 */
export function header(lines, name) {
  for (const [n, v] of lines ?? []) if (n.toLowerCase() === name) return v;
  return null;
}

/** The query parameter that makes each load's URLs new to the browser's cache. */
const LOAD_PARAMETER = 'crossfront-load';

/**
 * The URL under a name that the browser has not stored an answer for. Without
 * it a browser repeats a blocked answer from its own cache long after the
 * bucket and the edge were mended, and an allowed one after they were reset:
 * S3 sends Last-Modified and no Cache-Control, which lets it guess a freshness
 * (RFC 9111, section 4.2.2), and a 304 keeps the CORS headers it has stored
 * (section 3.2). The edge sees the query string, as it would any other.
 * @param {string} url absolute
 * @param {string} load different for each load; empty leaves the URL as it is
 */
export function freshUrl(url, load) {
  if (load === '') return url;
  const u = new URL(url);
  u.searchParams.set(LOAD_PARAMETER, load);
  return u.href;
}

/**
 * The load that freshUrl named in a URL, empty when it named none.
 * @param {string} url
 */
export function loadOf(url) {
  try {
    return new URL(url).searchParams.get(LOAD_PARAMETER) ?? '';
  } catch {
    return '';
  }
}

/**
 * Path and query of a URL as it was asked, without what freshUrl added; the
 * URL itself when it is not one.
 * @param {string} url
 */
export function pathOf(url) {
  try {
    const u = new URL(url);
    return u.pathname + u.search.replace(addedQuery, '').replace(/^&/, '?');
  } catch {
    return url;
  }
}

const addedQuery = new RegExp(`[?&]${LOAD_PARAMETER}=[^&]*`);

/**
 * The last part of a URL's path, or the path when it ends in a slash.
 * @param {string} url
 */
export function fileOf(url) {
  const path = pathOf(url).replace(/\?.*$/s, '');
  return path.slice(path.lastIndexOf('/') + 1) || path;
}

/**
 * The first line of advice, or what there is to say without any.
 * @param {Exchange} exchange
 */
export function adviceLine(exchange) {
  return exchange.advice?.[0]?.what ?? '';
}

/**
 * @param {number} bytes
 */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * A number of seconds as people say it: the largest unit that divides it, and the seconds where that helps.
 * @param {number} seconds
 */
export function duration(seconds) {
  const units = /** @type {const} */ ([['day', 86400], ['hour', 3600], ['minute', 60]]);
  for (const [name, length] of units) {
    if (seconds >= length && seconds % length === 0) {
      const n = seconds / length;
      return `${n} ${name}${n === 1 ? '' : 's'}`;
    }
  }
  return `${seconds} s`;
}

/**
 * A time that passes, in its two largest units: 23 h 59 min.
 * @param {number} seconds
 */
export function span(seconds) {
  const units = /** @type {const} */ ([['days', 86400], ['h', 3600], ['min', 60], ['s', 1]]);
  const first = Math.max(0, units.findIndex(([, length]) => seconds >= length));
  if (seconds < 60) return `${seconds} s`;
  return units.slice(first, first + 2).map(([name, length], i) => {
    const n = Math.floor((i === 0 ? seconds : seconds % units[first][1]) / length);
    return n === 0 ? '' : `${n} ${n === 1 && name === 'days' ? 'day' : name}`;
  }).filter(Boolean).join(' ');
}

/**
 * Time of day with seconds, in the reader's own zone and always 24 hours.
 * @param {string | number} time
 */
export function clockTime(time) {
  const d = new Date(time);
  if (Number.isNaN(d.getTime())) return '--:--:--';
  return [d.getHours(), d.getMinutes(), d.getSeconds()].map((n) => String(n).padStart(2, '0')).join(':');
}

/**
 * A position in the stream: 0:03.
 * @param {number} seconds
 */
export function position(seconds) {
  const s = Number.isFinite(seconds) && seconds > 0 ? Math.floor(seconds) : 0;
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
}

/**
 * @param {number} n
 * @param {string} one
 * @param {string} [many]
 */
export function count(n, one, many = `${one}s`) {
  return `${n} ${n === 1 ? one : many}`;
}

/**
 * The text with a capital first.
 * @param {string} text
 */
export function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Words joined as a sentence would.
 * @param {readonly string[]} items
 */
export function list(items) {
  if (items.length < 2) return items.join('');
  return `${items.slice(0, -1).join(', ')} and ${items[items.length - 1]}`;
}

/**
 * What a verdict means, when nobody has worked out a cause.
 * @param {Verdict} verdict
 */
export function verdictSentence(verdict) {
  return verdict.message || verdict.error || 'The browser blocked the answer.';
}
