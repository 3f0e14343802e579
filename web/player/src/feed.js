// The live feed of exchanges: server-sent events, and after every gap the
// exchanges that were missed.

/** @import {Exchange} from './types.d.ts' */

/**
 * @typedef {object} FeedOptions
 * @property {(exchange: Exchange) => void} onExchange
 * @property {(live: boolean) => void} onLive whether the feed stands
 * @property {() => Promise<void>} catchUp fetches what was missed; called each time the feed is (again) open
 * @property {(url: string) => EventSource} [open]
 * @property {(run: () => void, ms: number) => unknown} [later]
 */

/** The wait before opening again a feed that the browser has given up, in ms. */
const REOPEN_AFTER = 2000;

/**
 * Opens the feed and keeps it open.
 * @param {FeedOptions} options
 * @returns {() => void} closes it for good
 */
export function follow({ onExchange, onLive, catchUp, open = (url) => new EventSource(url), later = setTimeout }) {
  let closed = false;
  /** @type {EventSource} */
  let source;

  function connect() {
    if (closed) return;
    source = open('/api/events');
    source.addEventListener('open', () => {
      onLive(true);
      // The events that come meanwhile are told apart by their ids.
      catchUp().catch(() => onLive(false));
    });
    source.addEventListener('exchange', (event) => {
      const exchange = parse(/** @type {MessageEvent} */ (event).data);
      if (exchange) onExchange(exchange);
    });
    source.addEventListener('error', () => {
      onLive(false);
      // The browser tries again by itself, unless the answer was not a stream.
      if (source.readyState === 2) later(connect, REOPEN_AFTER);
    });
  }

  connect();
  return () => {
    closed = true;
    source.close();
  };
}

/**
 * @param {string} data
 * @returns {Exchange | null}
 */
function parse(data) {
  try {
    const exchange = JSON.parse(data);
    return exchange && typeof exchange.id === 'string' ? exchange : null;
  } catch {
    return null;
  }
}
