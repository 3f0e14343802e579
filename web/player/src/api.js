// The console API. Every refusal becomes a Refused with the API's own list.

/** @import {ApiCall, Distribution, Exchange, Mistake, Policies, ReplayChange, State, StoredList} from './types.d.ts' */
/** @import {Scenario, Shown} from './gallery.d.ts' */

/** The API refused, and said why. */
export class Refused extends Error {
  /**
   * @param {Mistake[]} mistakes the first is what the service itself answers
   */
  constructor(mistakes) {
    super(mistakes.map((m) => `${m.code}: ${m.message}`).join('\n'));
    this.name = 'Refused';
    this.mistakes = mistakes;
  }
}

/** The API could not be reached, or did not answer as it should. */
export class Unreachable extends Error {
  /** @param {string} why */
  constructor(why) {
    super(why);
    this.name = 'Unreachable';
  }
}

/**
 * @param {string} method
 * @param {string} path
 * @param {{json?: unknown, text?: string, signal?: AbortSignal}} [options]
 * @returns {Promise<any>} the answer's JSON; null when it has no body
 */
async function call(method, path, { json, text, signal } = {}) {
  /** @type {RequestInit} */
  const init = { method, signal, headers: { Accept: 'application/json' } };
  if (json !== undefined) {
    init.body = JSON.stringify(json);
    init.headers = { ...init.headers, 'Content-Type': 'application/json' };
  } else if (text !== undefined) {
    init.body = text;
    init.headers = { ...init.headers, 'Content-Type': 'text/plain; charset=utf-8' };
  }
  let response;
  try {
    response = await fetch(path, init);
  } catch (cause) {
    if (signal?.aborted) throw cause;
    throw new Unreachable('The emulator does not answer. Is it still running?');
  }
  const body = await response.text();
  /** @type {any} */
  let answer = null;
  try {
    answer = body === '' ? null : JSON.parse(body);
  } catch {
    throw new Unreachable(`The emulator answered ${response.status} to ${method} ${path}, and not in JSON.`);
  }
  if (response.ok) return answer;
  if (Array.isArray(answer?.errors) && answer.errors.length > 0) throw new Refused(answer.errors);
  throw new Unreachable(`The emulator answered ${response.status} to ${method} ${path}.`);
}

/** @param {string} bucket */
const corsPath = (bucket) => `/api/buckets/${encodeURIComponent(bucket)}/cors`;

/** @returns {Promise<State>} */
export const getState = () => call('GET', '/api/state');

/** @returns {Promise<Policies>} */
export const getPolicies = () => call('GET', '/api/policies');

/**
 * @param {string} bucket
 * @returns {Promise<unknown[] | null>} the rules, null when the bucket has no configuration
 */
export const getCors = async (bucket) => (await call('GET', corsPath(bucket)))?.cors ?? null;

/**
 * @param {string} bucket
 * @param {string} text any of the three forms
 * @returns {Promise<unknown[]>}
 */
export const putCors = async (bucket, text) => (await call('PUT', corsPath(bucket), { text }))?.cors ?? [];

/**
 * What S3 would say; nothing is saved.
 * @param {string} bucket
 * @param {string} text
 * @param {AbortSignal} signal
 * @returns {Promise<{errors: Mistake[], warnings: {message: string}[]}>} the first error is S3's own answer;
 *   warnings are what S3 accepts, but not for what its author means
 */
export const validateCors = async (bucket, text, signal) => {
  const answer = await call('POST', `${corsPath(bucket)}/validate`, { text, signal });
  return { errors: answer?.errors ?? [], warnings: answer?.warnings ?? [] };
};

/** @param {string} bucket */
export const deleteCors = (bucket) => call('DELETE', corsPath(bucket));

/**
 * @param {string} id
 * @param {number} index
 * @param {Record<string, unknown>} changed
 * @returns {Promise<Distribution>}
 */
export const putBehavior = (id, index, changed) =>
  call('PUT', `/api/distributions/${encodeURIComponent(id)}/behaviors/${index}`, { json: changed });

/**
 * @param {string} id
 * @param {string[]} paths
 * @returns {Promise<{id: string, status: string, paths: string[]}>}
 */
export const invalidate = (id, paths) =>
  call('POST', `/api/distributions/${encodeURIComponent(id)}/invalidations`, { json: { paths } });

/**
 * One call of an advice's remedy.
 * @param {ApiCall} remedy
 */
export const perform = ({ method, path, body }) => call(method, path, { json: body });

/**
 * The exchange's request sent again.
 * @param {string} id
 * @param {ReplayChange} change
 * @returns {Promise<Exchange>} the new exchange
 */
export const replay = (id, change) => call('POST', `/api/exchanges/${encodeURIComponent(id)}/replay`, { json: change });

/**
 * @param {string} id
 * @returns {Promise<Exchange>}
 */
export const getExchange = (id) => call('GET', `/api/exchanges/${encodeURIComponent(id)}`);

/**
 * @param {string} id
 * @returns {Promise<StoredList>} what the distribution has stored, the most recently used first
 */
export const getCache = (id) => call('GET', `/api/distributions/${encodeURIComponent(id)}/cache`);

/** @returns {Promise<{now: string}>} */
export const getClock = () => call('GET', '/api/clock');

/**
 * @param {{advance?: string, reset?: boolean}} how
 * @returns {Promise<{now: string}>}
 */
export const moveClock = (how) => call('POST', '/api/clock', { json: how });

export const reset = () => call('POST', '/api/reset');

/**
 * @param {{after?: string, limit?: number}} query
 * @returns {Promise<Exchange[]>} oldest first
 */
export const getExchanges = async ({ after, limit }) => {
  const query = new URLSearchParams();
  if (after) query.set('after', after);
  if (limit) query.set('limit', String(limit));
  const answer = await call('GET', `/api/exchanges?${query}`);
  return (Array.isArray(answer) ? answer : answer?.exchanges) ?? [];
};

/**
 * @param {string} words
 * @returns {Promise<Scenario[]>} the gallery's scenarios that have the words, or most of them
 */
export const getScenarios = (words) => call('GET', `/api/scenarios?q=${encodeURIComponent(words)}`);

/**
 * @param {string} id
 * @returns {Promise<Shown>} with all that happens in it
 */
export const getScenario = (id) => call('GET', `/api/scenarios/${encodeURIComponent(id)}`);
