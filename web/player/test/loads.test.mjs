import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addExchanges, beginLoad, CAPACITY, inferLoads, matches, newestId } from '../src/loads.js';
import { exchange } from './samples.mjs';

const master = '/vod/index.m3u8';
const ids = (/** @type {import('../src/types.d.ts').Load[]} */ loads) => loads.map((l) => l.exchanges.map((e) => e.id).join(''));

test('history is cut where a page asks for the master playlist again', () => {
  const history = [
    exchange('1', { path: '/vod/poster.jpg' }), exchange('2'), exchange('3', { path: '/vod/a.ts' }),
    exchange('4'), exchange('5', { origin: null }), exchange('6', { path: '/vod/a.ts' }), exchange('7'),
  ];
  assert.deepEqual(ids(inferLoads(history, master)), ['7', '654', '321']);
});

test('history is cut where the URLs name another load', () => {
  const asked = (/** @type {string} */ id, /** @type {string} */ path, /** @type {string} */ load) =>
    exchange(id, { path: `${path}?crossfront-load=${load}` });
  const history = [
    asked('1', '/vod/poster.jpg', 'a'), asked('2', master, 'a'), exchange('3', { path: '/vod/a.ts', origin: null }),
    asked('4', '/vod/poster.jpg', 'b'), asked('5', master, 'b'), exchange('6', { path: '/vod/a.ts' }),
    asked('7', master, 'c'), asked('8', '/vod/poster.jpg', 'c'),
  ];
  assert.deepEqual(ids(inferLoads(history, master)), ['87', '654', '321']);
});

test('history without a demo is one load', () => {
  assert.deepEqual(ids(inferLoads([exchange('1'), exchange('2')], '')), ['21']);
  assert.deepEqual(inferLoads([], master), []);
});

test('a load that saw nothing gives its place to the next', () => {
  const once = beginLoad([], 'a');
  const twice = beginLoad(once, 'b');
  assert.equal(twice.length, 1);
  assert.equal(twice[0].number, 1);
  const third = beginLoad(addExchanges(twice, [exchange('1')]), 'c');
  assert.deepEqual(third.map((l) => l.number), [2, 1]);
});

test('an exchange is taken once, in its place by id', () => {
  let loads = beginLoad([], 'a');
  loads = addExchanges(loads, ['2', '4', '4'].map((id) => exchange(id)));
  loads = addExchanges(loads, ['3', '2', '1'].map((id) => exchange(id)));
  assert.deepEqual(ids(loads), ['4321']);
  assert.equal(addExchanges(loads, [exchange('3')]), loads, 'the same value when nothing changed');
  assert.equal(newestId(loads), '4');
});

test('an exchange of an earlier load is not taken again after a catch-up', () => {
  const loads = beginLoad(addExchanges(beginLoad([], 'a'), [exchange('1')]), 'b');
  assert.equal(addExchanges(loads, [exchange('1')]), loads);
});

test('the oldest go first when there are too many', () => {
  const id = (/** @type {number} */ n) => String(n).padStart(6, '0');
  const some = (/** @type {number} */ from, /** @type {number} */ to) => Array.from({ length: to - from }, (_, i) => exchange(id(from + i)));
  let loads = addExchanges(beginLoad([], 'a'), some(0, 20));
  loads = addExchanges(beginLoad(loads, 'b'), some(20, CAPACITY + 10));
  assert.equal(loads.reduce((sum, l) => sum + l.exchanges.length, 0), CAPACITY);
  assert.equal(loads[1].exchanges.at(-1)?.id, id(10));
  loads = addExchanges(loads, some(CAPACITY + 10, CAPACITY + 30));
  assert.equal(loads.length, 1, 'a load left without any goes too');
});

test('a filter finds every word, anywhere', () => {
  const e = exchange('1');
  for (const [filter, found] of /** @type {const} */ ([['vod', true], ['MISS vod', true], ['localhost:3000', true], ['vod hit', false], ['', true]])) {
    assert.equal(matches(e, filter, 'GET 200 miss MissingAllowOriginHeader'), found, filter);
  }
});
