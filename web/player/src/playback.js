// The status strip's state: a value, changed only by reduce, read by statusOf.
//
// A blocked playlist, segment or key raises no player error in Video.js 8: its
// engine tries again for ever behind a spinner (measured with 8.24.1 in
// Chromium and Firefox; a blocked master playlist gives code 2 or 4). So the
// state rests on two things that cannot be wrong: whether the position moves,
// and what became of each request that the player made.

/** @import {Engine, Exchange, Playback, PlaybackEvent, PlayerRequest, Status} from './types.d.ts' */
import { adviceLine, fileOf, pathOf, position, verdictSentence } from './words.js';

/** A position that has not moved for this long is standing still, in ms. */
export const STILL_AFTER = 1200;
/** A failed request counts once the player had this long to go on without it, in ms. */
export const BLOCKED_AFTER = 500;
/** An answer whose exchange has not arrived by then did not come from the edge, in ms. */
export const EXCHANGE_WITHIN = 1500;
/** Nothing has come for so long that loading is no longer the word, in ms. */
export const STALLED_AFTER = 8000;

/**
 * @param {number} at
 * @returns {Playback}
 */
export function start(at) {
  return {
    loadedAt: at,
    position: 0,
    movedAt: null,
    paused: false,
    ended: false,
    ready: false,
    error: null,
    requests: new Map(),
    exchanges: new Map(),
  };
}

/**
 * @param {Playback} p
 * @param {PlaybackEvent} event
 * @returns {Playback}
 */
export function reduce(p, event) {
  switch (event.type) {
    case 'load':
      return start(event.at);
    case 'request': {
      const before = p.requests.get(event.url);
      return {
        ...p,
        requests: withEntry(p.requests, {
          url: event.url,
          askedAt: event.at,
          settledAt: null,
          status: before?.status ?? 0,
          failedSince: before?.failedSince ?? null, // trying again mends nothing yet
        }),
      };
    }
    case 'response': {
      const before = p.requests.get(event.url);
      const failed = event.status === 0 || event.status >= 400;
      return {
        ...p,
        requests: withEntry(p.requests, {
          url: event.url,
          askedAt: before?.askedAt ?? event.at,
          settledAt: event.at,
          status: event.status,
          failedSince: failed ? (before?.failedSince ?? event.at) : null,
        }),
      };
    }
    case 'abort': {
      const requests = new Map(p.requests);
      requests.delete(event.url);
      return { ...p, requests };
    }
    case 'progress': {
      const moved = event.position !== p.position && !event.paused;
      return {
        ...p,
        position: event.position,
        movedAt: moved ? event.at : p.movedAt,
        paused: event.paused,
        ended: event.ended,
        ready: event.ready,
      };
    }
    case 'error':
      return { ...p, error: { code: event.code, message: event.message } };
    case 'exchange':
      return { ...p, exchanges: new Map(p.exchanges).set(pathOf(event.exchange.request.url), event.exchange) };
  }
}

/**
 * @param {Playback['requests']} requests
 * @param {PlayerRequest} request
 */
function withEntry(requests, request) {
  return new Map(requests).set(request.url, request);
}

/**
 * What to tell the viewer now. engine is the one that this page runs in:
 * the strip speaks of what happened here, not of what others would do.
 * @param {Playback} p
 * @param {number} now
 * @param {Engine} engine
 * @param {boolean} live whether exchanges are coming in
 * @returns {Status}
 */
export function statusOf(p, now, engine, live) {
  if (p.ended) return say('ended', `at ${position(p.position)}`);
  if (p.movedAt !== null && !p.paused && now - p.movedAt < STILL_AFTER) return say('playing', aheadOf(p, engine));
  const failed = failure(p);
  if (failed && settled(p, failed, now)) return blocked(p, failed, engine, live);
  if (!failed && p.error && now - p.loadedAt >= BLOCKED_AFTER) {
    return say('blocked', p.error.message || `The player gave up with error ${p.error.code}.`);
  }
  if (p.paused && p.ready) return say('paused', p.movedAt === null ? 'Press play to start.' : `at ${position(p.position)}`);
  const pending = oldestPending(p);
  if (p.movedAt !== null) return say('stalled', waitingFor(pending) || 'The player has data but does not go on.');
  if (now - p.loadedAt >= STALLED_AFTER) {
    return say('stalled', waitingFor(pending) || 'Everything was fetched, but no picture has come.');
  }
  return say('loading', '');
}

/**
 * The request whose failure holds the picture up: the one that has failed for
 * longest, so that the answer stays the same while the player tries again, now
 * this rendition, now that. Captions never hold the picture up.
 * @param {Playback} p
 * @returns {(PlayerRequest & {failedSince: number}) | null}
 */
function failure(p) {
  let first = null;
  for (const r of p.requests.values()) {
    const since = r.failedSince;
    if (since === null || isCaptions(r.url)) continue;
    // What failed before the picture last moved was got over.
    if (p.movedAt !== null && (r.settledAt ?? r.askedAt) < p.movedAt - STILL_AFTER) continue;
    if (first === null || since < first.failedSince) first = { ...r, failedSince: since };
  }
  return first;
}

/**
 * Whether a failure can be called a block: the player had time to go on
 * without that request, and the reason had time to arrive.
 * @param {Playback} p
 * @param {PlayerRequest & {failedSince: number}} failed
 * @param {number} now
 */
function settled(p, failed, now) {
  const explained = failed.status >= 400 || p.exchanges.has(pathOf(failed.url));
  const age = now - failed.failedSince;
  return age >= EXCHANGE_WITHIN || (explained && (p.error !== null || age >= BLOCKED_AFTER));
}

/** @param {string} url */
function isCaptions(url) {
  return /\.(vtt|webvtt)$/.test(pathOf(url).replace(/\?.*$/s, '')) || /^(captions|subtitles)\b/.test(fileOf(url));
}

/**
 * @param {Playback} p
 * @param {PlayerRequest & {failedSince: number}} r
 * @param {Engine} engine
 * @param {boolean} live
 * @returns {Status}
 */
function blocked(p, r, engine, live) {
  const exchange = p.exchanges.get(pathOf(r.url)) ?? null;
  return say('blocked', `${fileOf(r.url)}: ${cause(r, exchange, engine, live)}`, exchange?.id);
}

/**
 * @param {PlayerRequest} r
 * @param {Exchange | null} exchange
 * @param {Engine} engine
 * @param {boolean} live
 */
function cause(r, exchange, engine, live) {
  if (exchange) {
    const verdict = exchange.browser?.[engine];
    const advice = adviceLine(exchange);
    if (advice) return advice;
    if (verdict && !verdict.allowed) return verdictSentence(verdict);
    if (exchange.response.status >= 400) return `the answer was HTTP ${exchange.response.status}.`;
    // The edge's answer passes, yet the browser refused: it judged another copy.
    return 'the edge allowed it, but the browser used a copy that it had stored before. Reload the player past the browser’s cache.';
  }
  if (r.status >= 400) return `the answer was HTTP ${r.status}.`;
  if (!live) return 'the browser gave the player no answer. The list of exchanges is not connected, so the reason is not known.';
  const untrusted = r.url.startsWith('https:') ? ', as until it trusts the certificate: emulator ca install' : '';
  return `nothing reached the edge. The browser answered from its own cache, with a copy stored before the last change, or it could not connect${untrusted}.`;
}

/**
 * While it plays: is there a block ahead that the picture has not run into?
 * @param {Playback} p
 * @param {Engine} engine
 */
function aheadOf(p, engine) {
  let ahead = null;
  for (const r of p.requests.values()) {
    if (r.failedSince !== null && !isCaptions(r.url) && /\.(ts|m4s|mp4|aac|key)$/.test(fileOf(r.url))) ahead = r;
  }
  if (!ahead) return '';
  const exchange = p.exchanges.get(pathOf(ahead.url));
  const verdict = exchange?.browser?.[engine];
  const why = exchange && (adviceLine(exchange) || (verdict && !verdict.allowed ? verdictSentence(verdict) : ''));
  return `from what was loaded before; ${fileOf(ahead.url)} was refused${why ? `: ${why}` : '.'}`;
}

/** @param {Playback} p */
function oldestPending(p) {
  for (const r of p.requests.values()) if (r.settledAt === null) return r;
  return null;
}

/** @param {PlayerRequest | null} r */
function waitingFor(r) {
  return r ? `waiting for ${fileOf(r.url)}, which has not been answered.` : '';
}

/**
 * How many answers of this load came to the player without passing the edge.
 * @param {Playback} p
 * @param {number} now
 */
export function fromBrowserCache(p, now) {
  let n = 0;
  for (const r of p.requests.values()) {
    if (r.settledAt === null || r.status < 200 || r.status >= 300) continue;
    if (now - r.settledAt >= EXCHANGE_WITHIN && !p.exchanges.has(pathOf(r.url))) n++;
  }
  return n;
}

/**
 * @param {Status['state']} state
 * @param {string} why
 * @param {string} [exchangeId]
 * @returns {Status}
 */
function say(state, why, exchangeId) {
  return { state, why, exchangeId: exchangeId ?? null };
}
