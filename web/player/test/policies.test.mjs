import assert from 'node:assert/strict';
import { test } from 'node:test';
import { managedPolicies } from '../dev/policies.mjs';
import * as p from '../src/policies.js';
import { chapters, nextStep, WELL_KNOWN_POLICY } from '../src/story.js';

const named = (/** @type {any[]} */ all, /** @type {string} */ name) => all.find((policy) => policy.name === name);
const cache = (/** @type {string} */ name) => named(managedPolicies.cachePolicies, name);
const request = (/** @type {string} */ name) => named(managedPolicies.originRequestPolicies, name);

test('a cache policy, by its contents', () => {
  assert.deepEqual(p.cachePolicyFacts(cache('CachingOptimized').config), [
    ['Time to live', 'minimum 1 s, default 1 day, maximum 365 days'],
    ['Compression in the key', 'gzip and br'],
    ['Not in the key', 'headers, query strings and cookies'],
  ]);
  assert.deepEqual(p.cachePolicyFacts(cache('CachingDisabled').config)[0], ['Time to live', '0 s: nothing is stored']);
  assert.deepEqual(p.cachePolicyFacts(cache('Elemental-MediaPackage').config)[1], ['Headers in the key', 'Origin']);
});

test('an origin request policy, by its contents', () => {
  assert.deepEqual(p.originRequestPolicyFacts(request('CORS-S3Origin').config), [
    ['Headers sent', 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method'],
    ['Not sent', 'query strings and cookies'],
  ]);
  assert.deepEqual(p.originRequestPolicyFacts({ HeadersConfig: { HeaderBehavior: 'allExcept', Headers: { Items: ['Host'] } }, CookiesConfig: { CookieBehavior: 'all' }, QueryStringsConfig: { QueryStringBehavior: 'all' } }), [
    ['Headers sent', 'all except Host'], ['Query strings sent', 'all'], ['Cookies sent', 'all'],
  ]);
});

test('a response headers policy, by its contents', () => {
  const facts = new Map(p.responseHeadersPolicyFacts(named(managedPolicies.responseHeadersPolicies, 'SimpleCORS').config));
  assert.equal(facts.get('Access-Control-Allow-Origin'), '*');
  assert.equal(facts.get('Access-Control-Allow-Methods'), 'none');
  assert.match(facts.get('Origin override') ?? '', /^no/);
  assert.deepEqual(p.responseHeadersPolicyFacts(named(managedPolicies.responseHeadersPolicies, 'SecurityHeadersPolicy').config), [
    ['Security headers', 'XSSProtection, Frame Options, Referrer Policy, Content Type Options and Strict Transport Security'],
  ]);
});

test('which policies let Origin through', () => {
  const headers = (/** @type {string} */ HeaderBehavior, /** @type {string[]} */ names) =>
    /** @type {any} */ ({ config: { HeadersConfig: { HeaderBehavior, Headers: { Items: names } } } });
  const optimized = cache('CachingOptimized');
  for (const [policy, passes] of /** @type {const} */ ([
    [undefined, false], [request('CORS-S3Origin'), true], [request('UserAgentRefererHeaders'), false],
    [headers('allViewer', []), true], [headers('allExcept', ['Host']), true], [headers('allExcept', ['origin']), false],
    [headers('allViewerAndWhitelistCloudFront', ['CloudFront-Viewer-Country']), true], [headers('none', []), false],
  ])) assert.equal(p.forwardsOrigin(policy, optimized), passes, JSON.stringify(policy));
  assert.equal(p.forwardsOrigin(undefined, cache('Elemental-MediaPackage')), true, 'what is in the key is sent');
});

test('the three sets of methods', () => {
  assert.equal(p.methodSetOf(['HEAD', 'GET']), 0);
  assert.equal(p.methodSetOf(['GET', 'HEAD', 'OPTIONS']), 1);
  assert.equal(p.methodSetOf(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']), 2);
  assert.equal(p.methodSetOf(['GET']), -1);
  assert.equal(p.methodSetOf(null), -1);
});

test('the story goes where the world is', () => {
  const scene = { demo: true, pristine: true, cors: false, forwards: false, detour: false, looked: false, plays: false, begun: false };
  /** @type {[object, number | undefined][]} */
  const cases = [
    [{}, 1],
    [{ looked: true }, 2],
    [{ pristine: false, begun: true, cors: true }, 3],
    [{ pristine: false, begun: true, cors: true, forwards: true }, 4],
    [{ pristine: false, begun: true, cors: true, forwards: true, plays: true }, 5],
    [{ pristine: false, begun: true, forwards: true }, 2],
    [{ pristine: false }, undefined],
    [{ demo: false }, undefined],
    [{ detour: true }, undefined],
  ];
  for (const [change, number] of cases) assert.equal(nextStep({ ...scene, ...change })?.number, number, JSON.stringify(change));
  assert.equal(chapters.length, 4);
});

test('the well-known policy is the one everybody pastes', () => {
  assert.deepEqual(JSON.parse(WELL_KNOWN_POLICY), [{ AllowedHeaders: ['*'], AllowedMethods: ['GET', 'PUT', 'POST', 'DELETE', 'HEAD'], AllowedOrigins: ['*'], ExposeHeaders: [] }]);
});
