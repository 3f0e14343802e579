// A preflight and the request that it was for.

/** @import {Exchange} from './types.d.ts' */
import { header } from './words.js';

/** How long after a preflight its request is looked for, in ms; browsers send it at once. */
const WITHIN = 5000;

/** @param {Exchange} e */
export function isPreflight(e) {
  return e.request.method === 'OPTIONS' && header(e.request.headers, 'origin') !== null && header(e.request.headers, 'access-control-request-method') !== null;
}

/**
 * The preflight and the request, as far as both are there; a replay of either may stand for it.
 * @param {Exchange} exchange
 * @param {readonly Exchange[]} others of the same load
 * @returns {{preflight: Exchange | null, actual: Exchange | null}}
 */
export function linkedTo(exchange, others) {
  if (isPreflight(exchange)) return { preflight: exchange, actual: nearest(others.filter((e) => belong(exchange, e)), exchange) };
  return { preflight: nearest(others.filter((e) => isPreflight(e) && belong(e, exchange)), exchange), actual: exchange };
}

/**
 * @param {Exchange} preflight
 * @param {Exchange} request
 */
function belong(preflight, request) {
  const apart = at(request) - at(preflight);
  return apart >= 0 && apart <= WITHIN && request.request.url === preflight.request.url
    && request.request.method === header(preflight.request.headers, 'access-control-request-method')
    && header(request.request.headers, 'origin') === header(preflight.request.headers, 'origin');
}

/** @param {Exchange[]} found @param {Exchange} exchange */
function nearest(found, exchange) {
  const apart = (/** @type {Exchange} */ e) => Math.abs(at(e) - at(exchange));
  return found.reduce((/** @type {Exchange | null} */ best, e) => (best && apart(best) <= apart(e) ? best : e), null);
}

/** @param {Exchange} e */
const at = (e) => new Date(e.time).getTime();
