import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { headerDiff } from '../src/headerdiff.js';
import { linkedTo } from '../src/linked.js';
import { nearestMiss } from '../src/nearest.js';
import { pictureOf, pictureText } from '../src/picture.js';
import { exchange } from './samples.mjs';

/** @param {ReturnType<typeof exchange>} e @param {string} stage @param {string} what @param {string} because */
const step = (e, stage, what, because) => e.edge?.steps?.push({ stage, what, because });

describe('the picture', () => {
  test('an Origin that the edge removed is struck there, with the setting', () => {
    const e = exchange('1');
    step(e, 'origin request', 'Origin removed here', 'the behavior has no origin request policy');
    const p = pictureOf(e, 'chromium');
    assert.equal(p.turn, 'bucket');
    assert.deepEqual(p.there, [{ name: 'Origin', value: 'http://localhost:3000', from: 'browser', to: 'edge', stopped: true }]);
    assert.deepEqual(p.back, [{ name: 'Access-Control-Allow-Origin', value: 'not sent', from: 'bucket', to: 'bucket', stopped: true }]);
    assert.deepEqual(p.notes, [
      { at: 'edge', text: 'Origin removed here: the behavior has no origin request policy', tone: 'bad' },
      { at: 'bucket', text: 'S3 saw no Origin, so it added no Allow-Origin', tone: 'bad' },
      { at: 'browser', text: 'Chromium blocks it: MissingAllowOriginHeader', tone: 'bad' },
    ]);
    assert.equal(pictureText(p), 'Browser to Edge to Bucket and back with 200. Origin from Browser stopped at Edge. Access-Control-Allow-Origin not sent by Bucket. '
      + 'Edge: Origin removed here: the behavior has no origin request policy. Bucket: S3 saw no Origin, so it added no Allow-Origin. Browser: Chromium blocks it: MissingAllowOriginHeader.');
  });

  test('a hit turns back at the edge and says whose answer it is', () => {
    const e = exchange('1', { cache: 'hit' });
    e.edge?.steps?.splice(0, 1, { stage: 'cache', what: 'Hit: stored 12 s ago by a request without Origin', because: 'Origin is not in the cache key' });
    const p = pictureOf(e, 'firefox');
    assert.equal(p.turn, 'edge');
    assert.deepEqual(p.there.map((c) => [c.to, c.stopped]), [['edge', false]]);
    assert.deepEqual(p.notes[0], { at: 'edge', text: 'Hit: stored 12 s ago by a request without Origin: Origin is not in the cache key', tone: '' });
    assert.equal(p.notes.at(-1)?.text, 'Firefox blocks it: CORSMissingAllowOrigin2');
    assert.deepEqual(p.stations.map((s) => s.about), ['http://localhost:3000', 'EDEMO, hit', 'not asked']);
  });

  test('what a response headers policy adds comes from the edge, what it removes stops there', () => {
    const e = exchange('1', { forwarded: true, allowed: true });
    if (!e.edge) return assert.fail();
    e.edge.originResponse = { status: 200, headers: [['Access-Control-Expose-Headers', 'ETag']] };
    step(e, 'response headers policy', 'Access-Control-Allow-Origin added', 'Managed-SimpleCORS');
    step(e, 'response headers policy', 'Access-Control-Expose-Headers removed', 'the policy removes it');
    const p = pictureOf(e, 'chromium');
    assert.deepEqual(p.back.map((c) => [c.name, c.from, c.to, c.stopped]), [
      ['Access-Control-Allow-Origin', 'edge', 'browser', false],
      ['Access-Control-Expose-Headers', 'bucket', 'edge', true],
    ]);
    assert.deepEqual(p.notes.map((n) => n.text), ['Access-Control-Allow-Origin added: Managed-SimpleCORS', 'Access-Control-Expose-Headers removed: the policy removes it', 'Chromium allows it']);
  });

  test('an injected fault is named where it acted', () => {
    const fault = { id: 'f1', what: 'connection reset on bucket media', from: 'the console', requests: 1, broke: true };
    const e = exchange('1', { forwarded: true, status: 502 });
    if (!e.s3) return assert.fail();
    e.faults = [fault];
    e.s3.cors = { rule: 0, rules: [], why: 'rule 1 is the first that allows this origin' };
    assert.deepEqual(pictureOf(e, 'chromium').notes, [
      { at: 'bucket', text: 'Injected fault: connection reset on bucket media, from the console', tone: 'bad' },
      { at: 'bucket', text: 'S3’s answer, with its CORS headers, did not come through', tone: 'bad' },
      { at: 'browser', text: 'Chromium blocks it: MissingAllowOriginHeader', tone: 'bad' },
    ]);

    const late = exchange('2', { forwarded: true, allowed: true });
    late.faults = [{ ...fault, what: 'latency 1s on bucket media', broke: false }];
    assert.deepEqual(pictureOf(late, 'chromium').notes[0], { at: 'bucket', text: 'Injected fault: latency 1s on bucket media, from the console', tone: '' });

    const hit = exchange('3', { cache: 'hit', status: 502 });
    hit.faults = [{ ...fault, requests: 0, stored: true }];
    assert.deepEqual(pictureOf(hit, 'chromium').notes[0], { at: 'edge', text: 'Injected fault, met by the request that this answer was for: connection reset on bucket media, from the console', tone: 'bad' });
  });

  test('a request straight to S3 has two stations', () => {
    const e = exchange('1', { allowed: true });
    delete e.edge;
    assert.deepEqual(pictureOf(e, 'webkit').stations.map((s) => s.name), ['Browser', 'Bucket']);
    assert.deepEqual(pictureOf(e, 'webkit').back.map((c) => [c.from, c.to]), [['bucket', 'browser']]);
  });
});

describe('the nearest miss', () => {
  const rule = (/** @type {number} */ index, /** @type {string} */ reason, matched = false) => ({ index, matched, reason });
  test('is the rule with the fewest misses, then the one that nearly matched', () => {
    assert.equal(nearestMiss([
      rule(0, 'method PUT is not in AllowedMethods [GET]; origin "https://a" is not in AllowedOrigins ["https://b"]'),
      rule(1, 'origin "https://a" is not in AllowedOrigins ["https://b"]'),
      rule(2, 'origin "https://a" is not in AllowedOrigins ["https://a/"]: "https://a/" ends with a slash, and origins have none'),
    ]), 2);
  });
  test('is none when a rule matched or none was looked at', () => {
    assert.equal(nearestMiss([rule(0, 'origin "x" is not in AllowedOrigins ["y"]'), rule(1, 'method GET is allowed', true)]), null);
    assert.equal(nearestMiss([rule(0, 'not looked at: the request has no Origin header')]), null);
  });
});

test('headers are compared by name, whatever its case', () => {
  assert.deepEqual(headerDiff([['ETag', '"1"'], ['X-Gone', 'a'], ['Vary', 'Origin'], ['Vary', 'Accept']], [['Etag', '"1"'], ['Vary', 'Origin'], ['Age', '0']]), [
    { name: 'Age', before: null, after: '0', fate: 'added' },
    { name: 'Etag', before: '"1"', after: '"1"', fate: 'kept' },
    { name: 'Vary', before: 'Origin, Accept', after: 'Origin', fate: 'changed' },
    { name: 'X-Gone', before: 'a', after: null, fate: 'removed' },
  ]);
});

test('a preflight is linked to the request that it was for', () => {
  const at = (/** @type {string} */ id, /** @type {string} */ method, /** @type {string} */ time, /** @type {[string, string][]} */ more = []) => {
    const e = exchange(id, { method });
    e.time = time;
    e.request.headers = [['Origin', 'https://a.example'], ...more];
    return e;
  };
  const preflight = at('1', 'OPTIONS', '2026-11-23T14:00:00.000Z', [['Access-Control-Request-Method', 'PUT']]);
  const request = at('2', 'PUT', '2026-11-23T14:00:00.020Z');
  const others = [preflight, request, at('3', 'GET', '2026-11-23T14:00:00.010Z'), at('4', 'PUT', '2026-11-23T14:01:00Z')];
  assert.deepEqual(linkedTo(preflight, others), { preflight, actual: request });
  assert.deepEqual(linkedTo(request, others), { preflight, actual: request });
  assert.equal(linkedTo(others[3], others).preflight, null, 'a minute later is another story');
  assert.equal(linkedTo(others[2], others).preflight, null, 'another method');
});
