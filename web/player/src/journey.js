// One exchange as a journey in words: Browser → Edge → Bucket, and back.
// The sentences of the edge and the bucket are their own (edge.steps, the
// reasons of each CORS rule); what is added here only joins them.

/** @import {Engine, Exchange, HeaderLine, Step} from './types.d.ts' */
import { count, engineNames, fileOf, header, isCors, list, pathOf, sentence, size, verdictOf, verdictSentence } from './words.js';

/**
 * @typedef {object} Line
 * @property {string} text
 * @property {string} [because] the setting or rule that made it so
 * @property {'good' | 'bad'} [tone]
 * @property {HeaderLine[]} [headers] header lines to show under it
 * @property {{name: string, items: string[]}[]} [groups] named lists to show under it
 */

/**
 * @typedef {object} Station
 * @property {'Browser' | 'Edge' | 'Bucket'} name
 * @property {string} title what happens there
 * @property {Line[]} lines
 */

/**
 * @param {Exchange} exchange
 * @param {Engine} engine
 * @returns {Station[]}
 */
export function journey(exchange, engine) {
  const stations = [viewerRequest(exchange)];
  if (exchange.edge) stations.push(atEdge(exchange, exchange.edge));
  stations.push(atBucket(exchange));
  stations.push(answer(exchange));
  stations.push(verdict(exchange, engine));
  return stations;
}

/**
 * @param {Exchange} exchange
 * @returns {Station}
 */
function viewerRequest(exchange) {
  const { method, url, headers } = exchange.request;
  const origin = header(headers, 'origin');
  const asksFor = header(headers, 'access-control-request-method');
  const preflight = method === 'OPTIONS' && asksFor !== null;
  /** @type {Line[]} */
  const lines = [{ text: `${method} ${pathOf(url)}`, because: url.includes('crossfront-load=') ? `asked as ${url}, so that the browser’s own cache stays out of it` : undefined }];
  if (origin === null) {
    lines.push({ text: 'No Origin header: this is not a CORS request, so nothing on the way has a reason to add CORS headers.' });
  } else {
    lines.push({ text: preflight ? `A preflight: may ${origin} send ${asksFor}?` : `The page’s origin travels with it.`, headers: askedHeaders(headers) });
  }
  return { name: 'Browser', title: preflight ? 'asks for permission' : 'sends the request', lines };
}

/**
 * The request headers that CORS is about.
 * @param {HeaderLine[] | null} headers
 */
function askedHeaders(headers) {
  return (headers ?? []).filter(([name]) => /^(origin|access-control-request-.*)$/i.test(name));
}

/**
 * The answer's headers that CORS and caches are about.
 * @param {HeaderLine[] | null} headers
 */
function toldHeaders(headers) {
  return (headers ?? []).filter(([name]) => /^(access-control-.*|vary|x-cache|age|location)$/i.test(name));
}

/**
 * @param {Exchange} exchange
 * @param {NonNullable<Exchange['edge']>} edge
 * @returns {Station}
 */
function atEdge(exchange, edge) {
  const steps = (edge.steps ?? []).filter((s) => !onTheWayBack.has(s.stage));
  /** @type {Line[]} */
  const lines = [];
  for (const step of steps.filter((s) => !afterTheKey.has(s.stage))) lines.push(stepLine(step));
  if (edge.cacheKey) lines.push(keyLine(edge.cacheKey));
  if (!steps.some((s) => s.stage === 'cache')) lines.push(cacheLine(edge));
  const fate = originFate(exchange);
  const told = steps.find((s) => (s.stage === 'origin request' || s.stage === 'cache') && /\bOrigin\b/.test(`${s.what} ${s.because}`));
  if (fate && !told) lines.push(fate);
  for (const step of steps.filter((s) => afterTheKey.has(s.stage))) lines.push({ ...stepLine(step), tone: step === told ? fate?.tone : undefined });
  const behavior = edge.behavior === '*' ? 'default behavior' : `behavior ${edge.behavior || 'none'}`;
  return { name: 'Edge', title: `distribution ${edge.distributionId || 'none'}, ${behavior}`, lines };
}

/** Stages of the edge that come after the origin has answered. */
const onTheWayBack = new Set(['origin response', 'store', 'error page', 'response headers policy', 'viewer-response function']);

/** Stages of the edge that the cache key has been made for. */
const afterTheKey = new Set(['cache', 'origin failover', 'origin request', 'origin access']);

/** @param {Step} step @returns {Line} */
function stepLine(step) {
  return { text: sentence(step.what || step.stage), because: step.because };
}

/**
 * What the cache did, for an edge that does not say so itself.
 * @param {NonNullable<Exchange['edge']>} edge
 * @returns {Line}
 */
function cacheLine(edge) {
  switch (edge.cache) {
    case 'hit':
      return { text: 'Cache hit: a stored answer was repeated, and the bucket was not asked.' };
    case 'refreshHit':
      return { text: 'Refresh hit: the stored answer had expired, the origin said that it is unchanged, and the stored headers were repeated.' };
    case 'miss':
      return { text: 'Cache miss: nothing was stored under this key, so the origin was asked.' };
    case 'bypass':
      return { text: 'Not cached: this method or behavior does not use the cache.' };
    case 'generated':
      return { text: 'Made at the edge: the origin was not asked.' };
    default:
      return { text: edge.originResponse ? 'The origin’s error was passed on.' : 'Refused at the edge: the origin was not asked.', tone: 'bad' };
  }
}

/**
 * @param {NonNullable<NonNullable<Exchange['edge']>['cacheKey']>} key
 * @returns {Line}
 */
function keyLine(key) {
  const inKey = (key.in ?? []).map(([name, value]) => (value ? `${name}: ${value}` : name));
  const groups = [
    { name: 'In the key', items: inKey },
    { name: 'Forwarded, not in the key', items: key.forwarded ?? [] },
    { name: 'Dropped', items: key.dropped ?? [] },
  ];
  return { text: `Cache key: ${key.key}`, groups: groups.filter((g) => g.items.length > 0) };
}

/**
 * What became of Origin on the way to the bucket; null when there was none to lose.
 * @param {Exchange} exchange
 * @returns {Line | null}
 */
export function originFate(exchange) {
  if (!exchange.edge || !isCors(exchange)) return null;
  const { originRequest, cache, cacheKey } = exchange.edge;
  const keyed = (cacheKey?.in ?? []).some(([name]) => name.toLowerCase() === 'origin');
  if (cache === 'hit') {
    if (keyed) return { text: 'Origin is in the key: the stored answer was made for this origin.', tone: 'good' };
    // Not keyed does harm only when the stored answer does not suit.
    const suits = header(exchange.response.headers, 'access-control-allow-origin') !== null;
    return {
      text: 'Origin is not in the key: the stored answer may have been made for a request without Origin, or with another.',
      tone: suits ? undefined : 'bad',
    };
  }
  if (!originRequest) return null;
  return header(originRequest.headers, 'origin') !== null
    ? { text: `Origin was forwarded to the origin${keyed ? ', and is in the key' : ', and is not in the key'}.`, tone: 'good' }
    : { text: 'Origin was removed here: the bucket never saw it.', tone: 'bad' };
}

/**
 * @param {Exchange} exchange
 * @returns {Station}
 */
function atBucket(exchange) {
  const { s3 } = exchange;
  if (!s3) {
    const custom = exchange.edge?.originRequest;
    return {
      name: 'Bucket',
      title: custom ? 'not involved' : 'not asked',
      lines: [{ text: custom ? `The origin ${custom.url} answered.` : 'The edge had the answer. What the bucket would say now plays no part in it.' }],
    };
  }
  /** @type {Line[]} */
  const lines = [{
    text: [s3.operation, s3.key].filter(Boolean).join(' '),
    because: s3.code ? `${s3.status ?? ''} ${s3.code}: ${s3.message ?? ''}`.trim() : s3.status ? `answered ${s3.status}` : undefined,
    tone: s3.code ? 'bad' : undefined,
  }];
  if (!s3.cors) {
    lines.push({ text: 'S3 saw no Origin, so it evaluated no CORS rule and added no CORS header.', tone: isCors(exchange) ? 'bad' : undefined });
  } else {
    lines.push({ text: sentence(s3.cors.why || corsOutcome(s3.cors.rule)), tone: s3.cors.rule === null ? 'bad' : 'good' });
    for (const rule of s3.cors.rules ?? []) {
      lines.push({ text: `Rule ${rule.index + 1} ${rule.matched ? 'matched' : 'did not match'}`, because: rule.reason, tone: rule.matched ? 'good' : 'bad' });
    }
  }
  return { name: 'Bucket', title: s3.bucket, lines };
}

/** @param {number | null} rule */
function corsOutcome(rule) {
  return rule === null ? 'No CORS rule matched, so S3 added no CORS header.' : `CORS rule ${rule + 1} matched.`;
}

/**
 * @param {Exchange} exchange
 * @returns {Station}
 */
function answer(exchange) {
  const { status, bytes, headers } = exchange.response;
  const told = toldHeaders(headers);
  /** @type {Line[]} */
  const lines = (exchange.edge?.steps ?? []).filter((s) => onTheWayBack.has(s.stage)).map(stepLine);
  lines.push({ text: `${status}, ${size(bytes)}`, headers: told, tone: status >= 400 ? 'bad' : undefined });
  if (isCors(exchange) && header(headers, 'access-control-allow-origin') === null) {
    lines.push({ text: 'No Access-Control-Allow-Origin on the answer.', tone: 'bad' });
  }
  return exchange.edge
    ? { name: 'Edge', title: 'answers', lines }
    : { name: 'Bucket', title: 'answers', lines };
}

/**
 * @param {Exchange} exchange
 * @param {Engine} engine
 * @returns {Station}
 */
function verdict(exchange, engine) {
  const name = engineNames[engine];
  const outcome = verdictOf(exchange, engine);
  if (outcome === 'none') {
    return { name: 'Browser', title: name, lines: [{ text: 'No CORS check: the request had no Origin.' }] };
  }
  const told = /** @type {NonNullable<Exchange['browser']>} */ (exchange.browser)[engine];
  /** @type {Line[]} */
  const lines = outcome === 'allowed'
    ? [{ text: `${name} hands ${exchange.browser?.keptDecides ? 'its own copy' : 'the answer'} to the page.`, tone: 'good' }]
    : [{ text: told.error ? `Blocked: ${told.error}` : 'Blocked', because: verdictSentence(told), tone: 'bad' }];
  if (outcome === 'blocked' && exchange.response.status < 400) {
    lines.push({ text: `The answer itself was fine (${exchange.response.status}). The browser withholds it: the page sees status 0 and no reason.` });
  } else if (outcome === 'blocked') {
    lines.push({ text: `The browser hides the status ${exchange.response.status} from the page and reports CORS instead.` });
  }
  if (exchange.browser?.keptDecides) {
    lines.push({
      text: 'Unless that copy was kept without CORS headers: then it is blocked.',
      because: 'A 304 without Access-Control-Allow-Origin leaves the headers of the copy in the browser as they were.',
    });
  }
  if (exchange.browser?.needsPreflight) lines.push({ text: 'A request like this is preceded by a preflight.' });
  return { name: 'Browser', title: name, lines };
}

/**
 * A load's summary: how many exchanges, and how many a browser would block.
 * @param {Exchange[]} exchanges
 * @param {Engine} engine
 */
export function loadSummary(exchanges, engine) {
  const blocked = exchanges.filter((e) => verdictOf(e, engine) === 'blocked');
  if (exchanges.length === 0) return 'nothing has arrived yet';
  const parts = [count(exchanges.length, 'exchange')];
  if (blocked.length > 0) parts.push(`${blocked.length} blocked`);
  const files = [...new Set(blocked.map((e) => fileOf(e.request.url)))];
  return parts.join(', ') + (files.length > 0 && files.length <= 2 ? ` (${list(files)})` : '');
}
