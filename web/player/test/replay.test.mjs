import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { curlOf } from '../src/curl.js';
import { canReplay, changeOf, comparison, formOf } from '../src/replay.js';
import { exchange } from './samples.mjs';

/** @param {[string, string][]} headers @param {string} [method] */
const asked = (headers, method = 'GET') => {
  const e = exchange('1', { method });
  e.request.headers = headers;
  return e;
};

describe('a replay', () => {
  const e = asked([['Host', 'edemo.cloudfront.localhost:8080'], ['Accept', '*/*'], ['Origin', 'https://a.example'], ['X-A', '1'], ['X-A', '2']]);

  test('names what the form changed and nothing else', () => {
    const form = formOf(e);
    assert.deepEqual(form, { origin: 'https://a.example', pop: '', headers: 'Accept: */*\nX-A: 1\nX-A: 2' });
    assert.deepEqual(changeOf(e, form), {});
    assert.deepEqual(changeOf(e, { ...form, origin: ' ' }), { origin: '' });
    assert.deepEqual(changeOf(e, { origin: 'null', pop: ' NRT20 ', headers: 'accept: */*\nRange: bytes=0-9\n' }),
      { origin: 'null', pop: 'NRT20', headers: { Range: 'bytes=0-9', 'X-A': null } });
  });

  test('says which line is no header', () => {
    assert.throws(() => changeOf(e, { ...formOf(e), headers: 'X-B' }), /“X-B” is no header/);
  });

  test('is for methods that change nothing', () => {
    assert.deepEqual(['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'DELETE'].map((m) => canReplay(asked([], m))), [true, true, true, false, false, false]);
  });

  test('is compared, the verdict first', () => {
    const blocked = exchange('1', { cache: 'hit' });
    const allowed = exchange('2', { allowed: true });
    assert.equal(comparison(blocked, allowed, 'chromium'), 'Chromium: blocked → allowed · cache: hit → miss');
    assert.equal(comparison(blocked, blocked, 'firefox'), 'nothing changed: still blocked, 200, cache hit');
  });
});

test('curl asks as the browser did', () => {
  assert.equal(curlOf(asked([['Host', 'edemo.cloudfront.localhost:8080'], ['Origin', 'https://a.example'], ['X-Empty', ''], ['Content-Length', '0']])),
    "curl -i -H 'Origin: https://a.example' -H 'X-Empty;' http://edemo.cloudfront.localhost:8080/vod/index.m3u8");
  assert.equal(curlOf(asked([['Host', 'cdn.example'], ['Accept-Encoding', 'gzip, br'], ['X-A', "it's"]], 'OPTIONS')),
    "curl -i -X OPTIONS -H 'Host: cdn.example' -H 'Accept-Encoding: gzip, br' -H 'X-A: it'\\''s' --compressed http://edemo.cloudfront.localhost:8080/vod/index.m3u8");
  assert.match(curlOf(asked([], 'HEAD')), /^curl -i -I http/);
});
