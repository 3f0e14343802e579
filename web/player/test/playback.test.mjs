import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BLOCKED_AFTER, EXCHANGE_WITHIN, fromBrowserCache, reduce, STALLED_AFTER, start, statusOf, STILL_AFTER } from '../src/playback.js';
import { exchange } from './samples.mjs';

/** @import {PlaybackEvent} from '../src/types.d.ts' */

const at = (/** @type {string} */ path) => `http://edemo.cloudfront.localhost:8080${path}`;
const master = at('/vod/index.m3u8');
const segment = at('/vod/360p-00.ts');

const asks = (/** @type {string} */ url, /** @type {number} */ ms) => /** @type {const} */ ({ type: 'request', url, at: ms });
const gets = (/** @type {string} */ url, /** @type {number} */ status, /** @type {number} */ ms) => /** @type {const} */ ({ type: 'response', url, status, at: ms });
const moves = (/** @type {number} */ position, /** @type {number} */ ms, over = {}) => /** @type {const} */ ({ type: 'progress', position, at: ms, paused: false, ended: false, ready: true, ...over });
const still = (/** @type {number} */ ms, over = {}) => /** @type {const} */ ({ type: 'progress', position: 0, at: ms, paused: false, ended: false, ready: false, ...over });
const sees = (/** @type {import('../src/types.d.ts').Exchange} */ e) => /** @type {const} */ ({ type: 'exchange', exchange: e });

/** @type {{name: string, events: PlaybackEvent[], now: number, live?: boolean, state: string, why?: RegExp, exchangeId?: string | null}[]} */
const cases = [
  { name: 'nothing yet', events: [], now: 0, state: 'loading', why: /^$/ },
  { name: 'a request is out', events: [asks(master, 0)], now: 1000, state: 'loading' },
  {
    name: 'nobody answers',
    events: [asks(master, 0)], now: STALLED_AFTER, state: 'stalled', why: /waiting for index\.m3u8/,
  },
  {
    name: 'the master playlist is withheld, and the exchange says why',
    events: [asks(master, 0), gets(master, 0, 20), sees(exchange('7')), { type: 'error', at: 21, code: 2, message: 'HLS playlist request error' }],
    now: 600, state: 'blocked', why: /^index\.m3u8: Origin was removed at the edge\.$/, exchangeId: '7',
  },
  {
    name: 'a segment is withheld: Video.js raises no error, and it is blocked all the same',
    events: [asks(master, 0), gets(master, 200, 10), asks(segment, 20), gets(segment, 0, 40), sees(exchange('8', { path: '/vod/360p-00.ts' }))],
    now: 40 + BLOCKED_AFTER, state: 'blocked', why: /^360p-00\.ts: Origin was removed/, exchangeId: '8',
  },
  {
    name: 'a failure gets a moment: the player may have another rendition',
    events: [asks(segment, 20), gets(segment, 0, 40), sees(exchange('8', { path: '/vod/360p-00.ts' }))], now: 39 + BLOCKED_AFTER, state: 'loading',
  },
  {
    name: 'the same segment fails and is being asked for again',
    events: [asks(segment, 20), gets(segment, 403, 40), sees(exchange('9', { path: '/vod/360p-00.ts', status: 403 })), asks(segment, 900)],
    now: 1000, state: 'blocked', why: /360p-00\.ts/, exchangeId: '9',
  },
  {
    name: 'trying the renditions in turn, for ever: one answer, not a flicker',
    events: [
      asks(segment, 0), gets(segment, 0, 10), sees(exchange('a', { path: '/vod/360p-00.ts' })),
      asks(at('/vod/180p-00.ts'), 900), gets(at('/vod/180p-00.ts'), 0, 910), asks(segment, 2000),
    ],
    now: 2001, state: 'blocked', why: /^360p-00\.ts: Origin was removed/, exchangeId: 'a',
  },
  {
    name: 'a failure that was mended by the next try is forgotten',
    events: [asks(segment, 0), gets(segment, 0, 10), asks(segment, 900), gets(segment, 200, 910)], now: 20 + EXCHANGE_WITHIN, state: 'loading',
  },
  {
    name: 'an error status with CORS headers is blocked too',
    events: [asks(segment, 0), gets(segment, 403, 10), sees(exchange('a', { path: '/vod/360p-00.ts', status: 403, allowed: true }))],
    now: 1000, state: 'blocked', why: /HTTP 403/, exchangeId: 'a',
  },
  {
    name: 'nothing reached the edge: the exchange never comes',
    events: [asks(master, 0), gets(master, 0, 20)], now: 20 + EXCHANGE_WITHIN, state: 'blocked', why: /nothing reached the edge.*or it could not connect\.$/, exchangeId: null,
  },
  {
    name: 'nothing reached the edge over https: the browser may not trust it',
    events: [asks(master.replace('http:', 'https:'), 0), gets(master.replace('http:', 'https:'), 0, 20)],
    now: 20 + EXCHANGE_WITHIN, state: 'blocked', why: /nothing reached the edge.*emulator ca install/, exchangeId: null,
  },
  {
    name: 'before the exchange can have come nothing is claimed',
    events: [asks(master, 0), gets(master, 0, 20), { type: 'error', at: 21, code: 4, message: 'The media could not be loaded.' }],
    now: 19 + EXCHANGE_WITHIN, state: 'loading',
  },
  {
    name: 'without the list of exchanges nothing is claimed about the edge',
    events: [asks(master, 0), gets(master, 0, 20)], now: 20 + EXCHANGE_WITHIN, live: false, state: 'blocked', why: /not connected, so the reason is not known/,
  },
  {
    name: 'the edge allows it and the browser does not: another copy was judged',
    events: [asks(master, 0), gets(master, 0, 20), sees(exchange('b', { allowed: true }))],
    now: 1000, state: 'blocked', why: /copy that it had stored/,
  },
  {
    name: 'captions that are withheld hold nothing up',
    events: [asks(at('/vod/captions.vtt'), 0), gets(at('/vod/captions.vtt'), 0, 20)], now: 1000, state: 'loading',
  },
  {
    name: 'a request given up by the player is no failure',
    events: [asks(segment, 0), { type: 'abort', at: 10, url: segment }], now: 1000, state: 'loading',
  },
  { name: 'the position moves', events: [still(0), moves(0.25, 250)], now: 300, state: 'playing', why: /^$/ },
  {
    name: 'it plays though one rendition failed before',
    events: [asks(segment, 0), gets(segment, 0, 10), moves(0.25, 900)], now: 1000, state: 'playing', why: /360p-00\.ts was refused/,
  },
  {
    name: 'the position stands still and nothing is known to be wrong',
    events: [moves(1, 1000), asks(segment, 900)], now: 1000 + STILL_AFTER, state: 'stalled', why: /waiting for 360p-00\.ts/,
  },
  {
    name: 'it stands still because a later segment was refused',
    events: [moves(1, 1000), asks(segment, 900), gets(segment, 0, 1200), sees(exchange('c', { path: '/vod/360p-00.ts' }))],
    now: 1000 + STILL_AFTER, state: 'blocked', why: /360p-00\.ts/, exchangeId: 'c',
  },
  {
    name: 'the reader paused it',
    events: [moves(1, 1000), moves(1, 1100, { paused: true })], now: 9000, state: 'paused', why: /0:01/,
  },
  { name: 'the browser refused to start by itself', events: [still(0, { paused: true, ready: true })], now: 900, state: 'paused', why: /Press play/ },
  { name: 'it came to its end', events: [moves(9.9, 1000), moves(10, 1200, { ended: true, paused: true })], now: 9000, state: 'ended', why: /0:10/ },
  {
    name: 'a new load forgets the old one',
    events: [asks(master, 0), gets(master, 0, 20), { type: 'load', at: 2000 }], now: 2600, state: 'loading',
  },
  {
    name: 'an error without any request: the player’s own words',
    events: [{ type: 'error', at: 0, code: 3, message: 'The media is broken.' }], now: 1000, state: 'blocked', why: /The media is broken\./,
  },
];

for (const c of cases) {
  test(c.name, () => {
    const playback = c.events.reduce(reduce, start(0));
    const status = statusOf(playback, c.now, 'chromium', c.live ?? true);
    assert.equal(status.state, c.state, status.why);
    if (c.why) assert.match(status.why, c.why);
    if (c.exchangeId !== undefined) assert.equal(status.exchangeId, c.exchangeId);
  });
}

test('reduce changes nothing in place', () => {
  const before = start(0);
  Object.freeze(before);
  const after = reduce(before, asks(master, 0));
  assert.equal(before.requests.size, 0);
  assert.equal(after.requests.size, 1);
});

test('answers that no exchange stands for came from the browser’s cache', () => {
  const playback = [
    asks(master, 0), gets(master, 200, 10), sees(exchange('1')),
    asks(segment, 20), gets(segment, 200, 30),
  ].reduce(reduce, start(0));
  assert.equal(fromBrowserCache(playback, 40), 0, 'too early to tell');
  assert.equal(fromBrowserCache(playback, 30 + EXCHANGE_WITHIN), 1);
});
