import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatRules, placeOf } from '../src/corsdoc.js';
import { journey, loadSummary, originFate } from '../src/journey.js';
import * as words from '../src/words.js';
import { exchange } from './samples.mjs';

const origin = 'http://localhost:3000';

test('numbers have units', () => {
  for (const [seconds, said] of /** @type {const} */ ([[0, '0 s'], [1, '1 s'], [90, '90 s'], [60, '1 minute'], [7200, '2 hours'], [86400, '1 day'], [31536000, '365 days']])) {
    assert.equal(words.duration(seconds), said);
  }
  for (const [seconds, said] of /** @type {const} */ ([[0, '0 s'], [59, '59 s'], [60, '1 min'], [71, '1 min 11 s'], [3601, '1 h'], [86396, '23 h 59 min'], [86400, '1 day'], [180000, '2 days 2 h']])) {
    assert.equal(words.span(seconds), said);
  }
  for (const [bytes, said] of /** @type {const} */ ([[0, '0 B'], [999, '999 B'], [1000, '1.0 kB'], [55460, '55.5 kB'], [2500000, '2.5 MB']])) {
    assert.equal(words.size(bytes), said);
  }
  for (const [s, said] of /** @type {const} */ ([[0, '0:00'], [9.99, '0:09'], [61, '1:01'], [NaN, '0:00'], [-1, '0:00']])) {
    assert.equal(words.position(s), said);
  }
});

test('each load asks under names of its own, and shows the plain ones', () => {
  const plain = 'http://edge.localhost:8080/vod/a.ts';
  assert.equal(words.freshUrl(plain, ''), plain);
  for (const url of [plain, `${plain}?v=1`, `${plain}?v=1&w=2`]) {
    const fresh = words.freshUrl(url, 'abc');
    assert.notEqual(fresh, url);
    assert.equal(words.freshUrl(fresh, 'abc'), fresh, 'once is enough');
    assert.equal(words.loadOf(fresh), 'abc');
    assert.equal(words.loadOf(url), '');
    assert.equal(words.pathOf(fresh), url.replace('http://edge.localhost:8080', ''));
  }
  assert.equal(words.pathOf(`${plain}?crossfront-load=x&v=1`), '/vod/a.ts?v=1');
  assert.equal(words.pathOf('not a URL'), 'not a URL');
  assert.equal(words.fileOf(`${plain}?v=/x`), 'a.ts');
});

test('the engine this page runs in', () => {
  for (const [agent, engine] of /** @type {const} */ ([
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36', 'chromium'],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0', 'firefox'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15', 'webkit'],
    ['curl/8.0', 'chromium'],
  ])) assert.equal(words.engineOf(agent), engine);
});

test('verdicts', () => {
  assert.equal(words.verdictOf(exchange('1'), 'chromium'), 'blocked');
  assert.equal(words.verdictWord(exchange('1'), 'chromium'), 'MissingAllowOriginHeader');
  assert.equal(words.verdictWord(exchange('1'), 'webkit'), 'blocked', 'WebKit has no names');
  assert.equal(words.verdictOf(exchange('1', { allowed: true }), 'firefox'), 'allowed');
  assert.equal(words.verdictOf(exchange('1', { allowed: true, origin: null }), 'chromium'), 'none');
  assert.equal(words.verdictOf({ ...exchange('1'), browser: undefined }, 'chromium'), 'none');
});

test('what a 304 leaves open', () => {
  const x = exchange('1', { allowed: true });
  const said = (/** @type {import('../src/types').Exchange} */ e) => journey(e, 'chromium').at(-1)?.lines.map((l) => l.text).join(' ') ?? '';
  assert.match(said(x), /^Chromium hands the answer to the page/);
  assert.doesNotMatch(said(x), /Unless/);
  const kept = { ...x, browser: { .../** @type {NonNullable<typeof x.browser>} */ (x.browser), keptDecides: true } };
  assert.match(said(kept), /^Chromium hands its own copy to the page\. Unless that copy was kept without CORS headers/);
});

test('what became of Origin', () => {
  /** @type {[object, RegExp | null][]} */
  const cases = [
    [{}, /removed here/],
    [{ forwarded: true }, /forwarded to the origin, and is not in the key/],
    [{ cache: 'hit' }, /not in the key: the stored answer/],
    [{ origin: null }, null],
  ];
  for (const [how, said] of cases) {
    const fate = originFate(exchange('1', how));
    if (said === null) assert.equal(fate, null);
    else assert.match(fate?.text ?? '', said);
  }
});

test('a hit that suits is not marked as a fault', () => {
  assert.equal(originFate(exchange('1', { cache: 'hit' }))?.tone, 'bad');
  assert.equal(originFate(exchange('1', { cache: 'hit', allowed: true }))?.tone, undefined);
});

test('a blocked miss, station by station', () => {
  const stations = journey(exchange('1'), 'chromium');
  assert.deepEqual(stations.map((s) => s.name), ['Browser', 'Edge', 'Bucket', 'Edge', 'Browser']);
  const said = stations.map((s) => s.lines.map((l) => `${l.text} ${l.because ?? ''}`).join('\n'));
  assert.match(said[0], /^GET \/vod\/index\.m3u8/);
  assert.match(said[1], /Miss nothing is stored/, 'the edge’s own words');
  assert.match(said[1], /Cache key: edemo\/vod\/index\.m3u8/);
  assert.match(said[2], /S3 saw no Origin/);
  assert.match(said[3], /^200, 455 B/);
  assert.match(said[4], /Blocked: MissingAllowOriginHeader MissingAllowOriginHeader in words\./);
});

test('the bucket’s rules, each with its reason', () => {
  const e = exchange('1', { forwarded: true });
  assert.ok(e.s3);
  e.s3.cors = { rule: 1, why: 'Rule 2 matched.', rules: [{ index: 0, matched: false, reason: 'no AllowedMethod is GET' }, { index: 1, matched: true, reason: 'all three match' }] };
  const bucket = journey(e, 'chromium')[2].lines.map((l) => `${l.text}: ${l.because ?? ''}`).join('\n');
  assert.match(bucket, /Rule 1 did not match: no AllowedMethod is GET/);
  assert.match(bucket, /Rule 2 matched: all three match/);
});

test('a hit never blames the bucket', () => {
  const stations = journey(exchange('1', { cache: 'hit' }), 'chromium');
  assert.equal(stations[2].title, 'not asked');
});

test('an exchange with S3 alone has no edge', () => {
  const e = exchange('1');
  delete e.edge;
  assert.deepEqual(journey(e, 'chromium').map((s) => s.name), ['Browser', 'Bucket', 'Bucket', 'Browser']);
});

test('every journey can be told, whatever is missing', () => {
  const bare = /** @type {any} */ ({ id: '1', time: 'x', entry: 'edge', request: { method: 'GET', url: '/', headers: null }, response: { status: 403, headers: null, bytes: 0 },
    edge: { distributionId: '', behavior: '', cacheKey: null, cache: 'error', originRequest: null, originResponse: null, steps: null }, s3: null, advice: null });
  for (const engine of /** @type {const} */ (['chromium', 'firefox', 'webkit'])) assert.equal(journey(bare, engine).length, 5);
});

test('a load in short', () => {
  assert.equal(loadSummary([exchange('1'), exchange('2', { allowed: true })], 'chromium'), '2 exchanges, 1 blocked (index.m3u8)');
  assert.equal(loadSummary([exchange('1', { allowed: true })], 'chromium'), '1 exchange');
});

test('rules as the console writes them', () => {
  assert.equal(formatRules(null), '');
  const rules = [{ AllowedHeaders: ['*'], AllowedMethods: ['GET'], AllowedOrigins: [origin], ExposeHeaders: [], MaxAgeSeconds: 3000 }];
  const text = formatRules(rules);
  assert.deepEqual(JSON.parse(text), rules);
  assert.match(text, /^ {8}"AllowedMethods": \["GET"\],$/m);
  const long = [{ AllowedOrigins: Array.from({ length: 9 }, (_, i) => `https://site-${i}.example.com`) }];
  assert.deepEqual(JSON.parse(formatRules(long)), long);
  assert.ok(formatRules(long).split('\n').every((line) => line.length < 80));
});

test('where a mistake is', () => {
  assert.equal(placeOf({ line: 3, column: 5, rule: 0, field: 'AllowedMethods' }), 'line 3, column 5 · rule 1, AllowedMethods');
  assert.equal(placeOf({ rule: -1 }), '');
  assert.equal(placeOf({ line: 0, rule: null }), '');
});
