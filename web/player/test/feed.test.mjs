import assert from 'node:assert/strict';
import { test } from 'node:test';
import { follow } from '../src/feed.js';

/** A stand-in for EventSource that the test drives. */
class Source extends EventTarget {
  readyState = 0;
  close() {
    this.readyState = 2;
  }
  /** @param {string} type @param {string} [data] */
  fire(type, data) {
    this.dispatchEvent(Object.assign(new Event(type), { data }));
  }
}

function setUp() {
  /** @type {Source[]} */
  const sources = [];
  /** @type {(() => void)[]} */
  const waiting = [];
  /** @type {string[]} */
  const seen = [];
  const close = follow({
    onExchange: (e) => seen.push(e.id),
    onLive: (live) => seen.push(live ? 'live' : 'gone'),
    catchUp: async () => void seen.push('caught up'),
    open: () => {
      const source = new Source();
      sources.push(source);
      return /** @type {any} */ (source);
    },
    later: (run) => waiting.push(run),
  });
  return { sources, waiting, seen, close };
}

test('each opening catches up, and events come through', () => {
  const { sources, seen } = setUp();
  sources[0].fire('open');
  sources[0].fire('exchange', '{"id":"1"}');
  sources[0].fire('exchange', 'not JSON');
  sources[0].fire('exchange', '{}');
  assert.deepEqual(seen, ['live', 'caught up', '1']);
});

test('a feed that the browser opens again by itself is left to it', () => {
  const { sources, waiting, seen } = setUp();
  sources[0].fire('open');
  sources[0].fire('error');
  assert.equal(waiting.length, 0);
  sources[0].fire('open');
  assert.deepEqual(seen, ['live', 'caught up', 'gone', 'live', 'caught up']);
});

test('a feed that the browser gave up is opened anew, until it is closed for good', () => {
  const { sources, waiting, close } = setUp();
  sources[0].readyState = 2;
  sources[0].fire('error');
  assert.equal(waiting.length, 1);
  waiting[0]();
  assert.equal(sources.length, 2);
  close();
  sources[1].fire('error');
  waiting[1]();
  assert.equal(sources.length, 2);
});
