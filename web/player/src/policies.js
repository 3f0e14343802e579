// What a policy contains, in words: a name alone explains nothing.

/** @import {Policy} from './types.d.ts' */
import { duration, list } from './words.js';

/** The three sets of methods that a behavior can allow, as CloudFront's form lists them. */
export const methodSets = [
  ['GET', 'HEAD'],
  ['GET', 'HEAD', 'OPTIONS'],
  ['GET', 'HEAD', 'OPTIONS', 'PUT', 'POST', 'PATCH', 'DELETE'],
];

export const viewerProtocolPolicies = [
  ['allow-all', 'HTTP and HTTPS'],
  ['redirect-to-https', 'Redirect HTTP to HTTPS'],
  ['https-only', 'HTTPS only'],
];

/**
 * The set, of the three, that holds exactly these methods; -1 for none.
 * @param {readonly string[] | null | undefined} methods
 */
export function methodSetOf(methods) {
  const wanted = [...(methods ?? [])].sort().join();
  return methodSets.findIndex((set) => [...set].sort().join() === wanted);
}

/**
 * @typedef {[label: string, value: string]} Fact
 */

/**
 * @param {any} config CachePolicyConfig
 * @returns {Fact[]}
 */
export function cachePolicyFacts(config) {
  const key = config.ParametersInCacheKeyAndForwardedToOrigin ?? {};
  return [
    ['Time to live', ttl(config)],
    ...present(' in the key', [...selections(key), ['Compression', compression(key)]]),
  ];
}

/**
 * The three things that cache and origin request policies choose from.
 * @param {any} config
 * @returns {Fact[]}
 */
function selections(config) {
  return [
    ['Headers', selection(config.HeadersConfig?.HeaderBehavior, config.HeadersConfig?.Headers?.Items)],
    ['Query strings', selection(config.QueryStringsConfig?.QueryStringBehavior, config.QueryStringsConfig?.QueryStrings?.Items)],
    ['Cookies', selection(config.CookiesConfig?.CookieBehavior, config.CookiesConfig?.Cookies?.Items)],
  ];
}

/**
 * What there is, one line each, and what there is not, in one line.
 * @param {string} where after each name: " in the key"
 * @param {Fact[]} facts
 * @returns {Fact[]}
 */
function present(where, facts) {
  const absent = facts.filter(([, value]) => value === 'none').map(([name]) => name.toLowerCase());
  /** @type {Fact[]} */
  const lines = facts.filter(([, value]) => value !== 'none').map(([name, value]) => [name + where, value]);
  return absent.length > 0 ? [...lines, [`Not${where}`, list(absent)]] : lines;
}

/** @param {any} config */
function ttl(config) {
  const { MinTTL = 0, DefaultTTL, MaxTTL } = config;
  if (MaxTTL === 0) return '0 s: nothing is stored';
  const parts = [`minimum ${duration(MinTTL)}`];
  if (DefaultTTL != null) parts.push(`default ${duration(DefaultTTL)}`);
  if (MaxTTL != null) parts.push(`maximum ${duration(MaxTTL)}`);
  return parts.join(', ');
}

/** @param {any} key */
function compression(key) {
  const codings = [];
  if (key.EnableAcceptEncodingGzip) codings.push('gzip');
  if (key.EnableAcceptEncodingBrotli) codings.push('br');
  return codings.length > 0 ? list(codings) : 'none';
}

/**
 * @param {any} config OriginRequestPolicyConfig
 * @returns {Fact[]}
 */
export function originRequestPolicyFacts(config) {
  return present(' sent', selections(config));
}

/**
 * @param {any} config ResponseHeadersPolicyConfig
 * @returns {Fact[]}
 */
export function responseHeadersPolicyFacts(config) {
  /** @type {Fact[]} */
  const facts = [];
  const cors = config.CorsConfig;
  if (cors) {
    facts.push(['Access-Control-Allow-Origin', items(cors.AccessControlAllowOrigins)]);
    facts.push(['Access-Control-Allow-Methods', items(cors.AccessControlAllowMethods)]);
    facts.push(['Access-Control-Allow-Headers', items(cors.AccessControlAllowHeaders)]);
    facts.push(['Access-Control-Expose-Headers', items(cors.AccessControlExposeHeaders)]);
    facts.push(['Access-Control-Allow-Credentials', cors.AccessControlAllowCredentials ? 'true' : 'not sent']);
    if (cors.AccessControlMaxAgeSec != null) facts.push(['Access-Control-Max-Age', duration(cors.AccessControlMaxAgeSec)]);
    facts.push(['Origin override', cors.OriginOverride
      ? 'yes: replaces what the origin sent'
      : 'no: adds none of these when the origin sent any CORS header']);
  }
  const security = Object.keys(config.SecurityHeadersConfig ?? {});
  if (security.length > 0) facts.push(['Security headers', list(security.map(spaced))]);
  const custom = config.CustomHeadersConfig?.Items ?? [];
  if (custom.length > 0) facts.push(['Custom headers', custom.map((/** @type {any} */ h) => `${h.Header}: ${h.Value}`).join('; ')]);
  const removed = config.RemoveHeadersConfig?.Items ?? [];
  if (removed.length > 0) facts.push(['Removed headers', list(removed.map((/** @type {any} */ h) => h.Header))]);
  if (config.ServerTimingHeadersConfig?.Enabled) {
    facts.push(['Server-Timing', `${config.ServerTimingHeadersConfig.SamplingRate ?? 0} % of answers`]);
  }
  return facts;
}

/** @param {{Items?: string[]} | null | undefined} value */
function items(value) {
  return value?.Items?.length ? value.Items.join(', ') : 'none';
}

/** @param {string} name ContentTypeOptions → Content Type Options */
function spaced(name) {
  return name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');
}

const behaviors = new Map([
  ['none', 'none'],
  ['all', 'all'],
  ['allViewer', 'all that the viewer sent, Host included'],
]);

/**
 * @param {string | undefined} behavior
 * @param {string[] | undefined} names
 */
function selection(behavior, names) {
  const named = names?.length ? names.join(', ') : 'none';
  switch (behavior) {
    case 'whitelist':
      return named;
    case 'allExcept':
      return `all except ${named}`;
    case 'allViewerAndWhitelistCloudFront':
      return `all that the viewer sent, and ${named}`;
    default:
      return behaviors.get(behavior ?? 'none') ?? behavior ?? 'none';
  }
}

/**
 * Whether the viewer's Origin reaches the origin under these two policies.
 * @param {Policy | undefined} originRequestPolicy
 * @param {Policy | undefined} cachePolicy
 */
export function forwardsOrigin(originRequestPolicy, cachePolicy) {
  return passesOrigin(originRequestPolicy?.config?.HeadersConfig) || keysOrigin(cachePolicy);
}

/**
 * Whether the cache keeps one entry for each Origin.
 * @param {Policy | undefined} cachePolicy
 */
export function keysOrigin(cachePolicy) {
  return passesOrigin(cachePolicy?.config?.ParametersInCacheKeyAndForwardedToOrigin?.HeadersConfig);
}

/** @param {any} headers */
function passesOrigin(headers) {
  const named = (headers?.Headers?.Items ?? []).some((/** @type {string} */ h) => h.toLowerCase() === 'origin');
  switch (headers?.HeaderBehavior) {
    case 'whitelist':
      return named;
    case 'allExcept':
      return !named;
    case 'allViewer':
    case 'allViewerAndWhitelistCloudFront':
      return true;
    default:
      return false;
  }
}

/**
 * A managed policy's name without the prefix that AWS's API gives it.
 * @param {Policy} policy
 */
export function policyName(policy) {
  return policy.name.replace(/^Managed-/, '');
}
