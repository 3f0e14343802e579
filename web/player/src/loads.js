// The exchanges that the page keeps, grouped by page load, newest load first.

/** @import {Exchange, Load} from './types.d.ts' */
import { header, isCors, loadOf, pathOf } from './words.js';

/** How many exchanges the page keeps; the console keeps more. */
export const CAPACITY = 600;

/** The number of the load that holds what a link named and the list had no longer. */
export const LINKED = 0;

/**
 * What was there before this page was opened, cut into loads: one begins where
 * the URLs name another load, or, where they name none, where a page asks for
 * the master playlist again.
 * @param {Exchange[]} exchanges oldest first
 * @param {string} master path of the master playlist; empty when there is none
 * @returns {Load[]} newest first
 */
export function inferLoads(exchanges, master) {
  /** @type {Load[]} */
  let loads = [];
  /** @type {Set<string>} */
  const named = new Set();
  for (const e of exchanges) {
    const name = loadOf(e.request.url);
    const begins = name !== '' ? !named.has(name) : isMaster(e, master) && loads[0]?.exchanges.some((seen) => isMaster(seen, master));
    named.add(name);
    if (loads.length === 0 || begins) {
      loads = [{ number: loads.length + 1, at: e.time, exchanges: [] }, ...loads];
    }
    loads[0].exchanges.unshift(e);
  }
  return loads;
}

/**
 * @param {Exchange} e
 * @param {string} master
 */
function isMaster(e, master) {
  return master !== '' && isCors(e) && e.request.method === 'GET' && pathOf(e.request.url) === master;
}

/**
 * A new load; a load that saw no exchange gives its place to it.
 * @param {Load[]} loads
 * @param {string} at
 * @returns {Load[]}
 */
export function beginLoad(loads, at) {
  const kept = loads.length > 0 && loads[0].exchanges.length === 0 ? loads.slice(1) : loads;
  return [{ number: (kept[0]?.number ?? 0) + 1, at, exchanges: [] }, ...kept];
}

/**
 * The exchanges join the newest load, in the order of ids, each once.
 * @param {Load[]} loads
 * @param {readonly Exchange[]} arrived
 * @returns {Load[]} the same value when all are there already
 */
export function addExchanges(loads, arrived) {
  const known = new Set(loads.flatMap((l) => l.exchanges.map((e) => e.id)));
  const fresh = arrived.filter((e) => !known.has(e.id) && known.add(e.id));
  if (fresh.length === 0) return loads;
  const [newest, ...older] = loads.length > 0 ? loads : beginLoad([], fresh[0].time);
  const exchanges = [...newest.exchanges, ...fresh].sort((a, b) => (a.id < b.id ? 1 : -1));
  return trim([{ ...newest, exchanges }, ...older]);
}

/**
 * An exchange from before the list began, in a load of its own; it may be one more than CAPACITY.
 * @param {Load[]} loads
 * @param {Exchange} exchange
 * @returns {Load[]}
 */
export function addOld(loads, exchange) {
  const last = loads.at(-1);
  if (last?.number !== LINKED) return [...loads, { number: LINKED, at: exchange.time, exchanges: [exchange] }];
  return [...loads.slice(0, -1), { ...last, exchanges: [exchange, ...last.exchanges] }];
}

/**
 * Drops the oldest exchanges beyond CAPACITY, and loads left without any.
 * @param {Load[]} loads
 */
export function trim(loads) {
  let room = CAPACITY;
  /** @type {Load[]} */
  const kept = [];
  for (const load of loads) {
    if (kept.length > 0 && (room === 0 || load.exchanges.length === 0)) break;
    kept.push(load.exchanges.length > room ? { ...load, exchanges: load.exchanges.slice(0, room) } : load);
    room = Math.max(0, room - load.exchanges.length);
  }
  return kept;
}

/**
 * The id to catch up from after a gap: the newest that is known.
 * @param {Load[]} loads
 */
export function newestId(loads) {
  let newest = '';
  for (const l of loads) for (const e of l.exchanges) if (e.id > newest) newest = e.id;
  return newest;
}

/**
 * Whether every word of the filter is somewhere in what the row shows.
 * @param {Exchange} exchange
 * @param {string} filter
 * @param {string} shown the row's own text
 */
export function matches(exchange, filter, shown) {
  const haystack = `${shown} ${exchange.request.url} ${header(exchange.request.headers, 'origin') ?? ''}`.toLowerCase();
  return filter.toLowerCase().split(/\s+/).every((word) => haystack.includes(word));
}
