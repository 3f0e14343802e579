// A stand-in for the emulator, for developing and testing the page alone: the
// console API and an edge with one bucket behind it. It knows one story and a
// few mistakes, and no more; what S3 and CloudFront really do is the
// emulator's business and tested there.
import { createServer } from 'node:http';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { managedPolicies } from './policies.mjs';
import { mistakesIn } from './validate.mjs';

const types = new Map([
  ['.html', 'text/html; charset=utf-8'], ['.js', 'text/javascript; charset=utf-8'], ['.css', 'text/css; charset=utf-8'],
  ['.svg', 'image/svg+xml'], ['.m3u8', 'application/vnd.apple.mpegurl'], ['.ts', 'video/mp2t'], ['.jpg', 'image/jpeg'], ['.vtt', 'text/vtt'],
]);
/** @param {string} path */
const typeOf = (path) => types.get(extname(path)) ?? 'application/octet-stream';

/**
 * @typedef {object} MockOptions
 * @property {string} pages folder of the built page
 * @property {string} media folder served as the bucket's content
 * @property {number} [consolePort] 0 takes a free one
 * @property {number} [edgePort]
 */

/** @param {MockOptions} options */
export async function startMock({ pages, media, consolePort = 0, edgePort = 0 }) {
  const mock = new Mock(media);
  const edge = createServer((req, res) => void mock.edge(req, res));
  const console = createServer((req, res) => void mock.console(req, res, pages));
  mock.edgeAddress = await listen(edge, edgePort);
  mock.consoleAddress = await listen(console, consolePort);
  return {
    mock,
    url: mock.consoleAddress,
    async close() {
      for (const server of [edge, console]) {
        server.closeAllConnections();
        await new Promise((done) => server.close(done));
      }
    },
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @returns {Promise<string>}
 */
function listen(server, port) {
  return new Promise((done, fail) => {
    server.once('error', fail);
    server.listen(port, '127.0.0.1', () => {
      const address = /** @type {import('node:net').AddressInfo} */ (server.address());
      done(`http://localhost:${address.port}`);
    });
  });
}

class Mock {
  /** @param {string} media */
  constructor(media) {
    this.media = media;
    this.edgeAddress = '';
    this.consoleAddress = '';
    /** @type {Set<import('node:http').ServerResponse>} */
    this.feeds = new Set();
    this.sequence = 0;
    /** @type {any} */
    this.behavior = {};
    this.reset();
  }

  reset() {
    /** @type {any[] | null} */
    this.cors = null;
    /** Paths that the bucket answers without CORS headers, whatever its rules. @type {RegExp | null} */
    this.withhold = null;
    /** The emulator was started with --empty. */
    this.empty = false;
    this.pristine = true;
    /** @type {Map<string, {status: number, headers: [string, string][], body: Buffer, at: number}>} */
    this.cache = new Map();
    /** @type {any[]} */
    this.exchanges = [];
    this.behavior = {
      index: 0, pathPattern: '*', targetOriginId: 'media', viewerProtocolPolicy: 'allow-all',
      allowedMethods: ['GET', 'HEAD'], cachedMethods: ['GET', 'HEAD'],
      cachePolicyId: '658327ea-f89d-4fab-a63d-7e88639e58f6', originRequestPolicyId: '', responseHeadersPolicyId: '',
      compress: true, legacy: false,
    };
  }

  get forwardsOrigin() {
    return this.behavior.originRequestPolicyId === '88a5eaf4-2fd4-4709-b370-b4c650ea3fcf';
  }

  distribution() {
    return {
      id: 'EDEMO', domainName: 'edemo.cloudfront.localhost', url: this.edgeAddress, urlTls: '', etag: 'E1', default: true,
      enabled: true, aliases: [], behaviors: [this.behavior],
      origins: [{ id: 'media', domainName: 'media.s3.us-east-1.amazonaws.com', bucket: 'media', accessControl: true }],
    };
  }

  state() {
    const world = this.world();
    if (this.empty) return { ...world, demo: null, buckets: [], distributions: [] };
    return world;
  }

  world() {
    return {
      version: 'mock', region: 'us-east-1',
      addresses: { aws: 'http://localhost:4566', edge: this.edgeAddress, edgeTls: 'https://localhost:8443', console: this.consoleAddress },
      demo: { bucket: 'media', distributionId: 'EDEMO', master: '/vod/index.m3u8', poster: '/vod/poster.jpg', captions: '/vod/captions.vtt', pristine: this.pristine },
      buckets: [{ name: 'media', region: 'us-east-1', public: false, cors: this.cors !== null }],
      distributions: [this.distribution()],
    };
  }

  /**
   * @param {import('node:http').IncomingMessage} req
   * @param {import('node:http').ServerResponse} res
   */
  async edge(req, res) {
    const path = normalize(decodeURIComponent(new URL(req.url ?? '/', 'http://edge').pathname));
    const origin = req.headers.origin ?? null;
    const stored = this.cache.get(path);
    const answer = stored ?? (await this.bucket(path, this.forwardsOrigin ? origin : null));
    if (!stored && answer.status === 200) this.cache.set(path, answer);
    /** @type {[string, string][]} */
    const headers = [...answer.headers, ['X-Cache', `${stored ? 'Hit' : answer.status === 200 ? 'Miss' : 'Error'} from cloudfront`]];
    if (stored) headers.push(['Age', String(Math.floor((Date.now() - stored.at) / 1000))]);
    // Nothing here may come out of the browser's cache: the page is tested, not the browser.
    for (const [name, value] of [...headers, ['Cache-Control', 'no-store']]) res.setHeader(name, value);
    res.writeHead(answer.status).end(req.method === 'HEAD' ? undefined : answer.body);
    this.record(req, { path, origin, stored: stored !== undefined, answer, headers });
  }

  /**
   * @param {string} path
   * @param {string | null} origin
   */
  async bucket(path, origin) {
    const at = Date.now();
    /** @type {[string, string][]} */
    const cors = origin !== null && !this.withhold?.test(path) && this.cors?.some((r) => r.AllowedOrigins.includes('*') && r.AllowedMethods.includes('GET'))
      ? [['Access-Control-Allow-Origin', '*'], ['Vary', 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method']]
      : [];
    try {
      const body = await readFile(join(this.media, path));
      return { status: 200, headers: /** @type {[string, string][]} */ ([['Content-Type', typeOf(path)], ...cors]), body, at };
    } catch {
      const body = Buffer.from('<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>');
      return { status: 403, headers: /** @type {[string, string][]} */ ([['Content-Type', 'application/xml'], ...cors]), body, at };
    }
  }

  /**
   * @param {import('node:http').IncomingMessage} req
   * @param {{path: string, origin: string | null, stored: boolean, answer: any, headers: [string, string][]}} seen
   */
  record(req, { path, origin, stored, answer, headers }) {
    const allowed = origin === null || headers.some(([n]) => n === 'Access-Control-Allow-Origin');
    const sawOrigin = !stored && this.forwardsOrigin && origin !== null;
    /** @type {[string, string][]} */
    const viewerHeaders = origin === null ? [['Host', req.headers.host ?? '']] : [['Host', req.headers.host ?? ''], ['Origin', origin]];
    const told = (/** @type {string} */ error, /** @type {string} */ message) => (allowed ? { allowed } : { allowed, error, message });
    const where = `${this.edgeAddress}${path}`;
    this.publish({
      time: new Date().toISOString(), entry: 'edge',
      request: { method: req.method, url: where, headers: viewerHeaders },
      response: { status: answer.status, headers, bytes: answer.body.length },
      edge: {
        distributionId: 'EDEMO', behavior: '*', cache: stored ? 'hit' : answer.status === 200 ? 'miss' : 'error',
        cacheKey: { key: `edemo.cloudfront.localhost${path}`, in: [], forwarded: this.forwardsOrigin ? ['Origin'] : [], dropped: this.forwardsOrigin ? [] : ['Origin'] },
        originRequest: stored ? null : { method: 'GET', url: `http://media.s3.us-east-1.amazonaws.com${path}`, headers: sawOrigin ? [['Origin', origin]] : [] },
        originResponse: stored ? null : { status: answer.status, headers: answer.headers },
        steps: [
          { stage: 'behavior', what: 'The default behavior applies', because: 'no path pattern matches before it' },
          stored
            ? { stage: 'lookup', what: `Answered with the copy stored ${Math.floor((Date.now() - answer.at) / 1000)} s ago`, because: 'the cache key has no header in it' }
            : { stage: 'origin request', what: sawOrigin ? 'Origin goes along to the bucket' : 'Origin does not go along to the bucket', because: this.forwardsOrigin ? 'origin request policy CORS-S3Origin lists it' : 'the behavior has no origin request policy' },
        ],
      },
      s3: stored ? null : {
        bucket: 'media', key: path.slice(1), operation: 'GetObject', status: answer.status,
        ...(answer.status === 403 ? { code: 'AccessDenied', message: 'Access Denied' } : {}),
        cors: sawOrigin ? (this.cors === null
          ? { rule: null, rules: [], why: 'The bucket has no CORS configuration.' }
          : { rule: 0, rules: [{ index: 0, matched: true, reason: `AllowedOrigin * matches ${origin}` }], why: 'Rule 1 matched.' }) : null,
      },
      browser: {
        needsPreflight: false,
        chromium: told('MissingAllowOriginHeader', `Access to XMLHttpRequest at '${where}' from origin '${origin}' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.`),
        firefox: told('CORSMissingAllowOrigin2', `Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at ${where}. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: ${answer.status}.`),
        webkit: told('', `Origin ${origin} is not allowed by Access-Control-Allow-Origin. Status code: ${answer.status}`),
      },
      advice: allowed ? [] : [this.advice(stored)],
    });
  }

  /** @param {boolean} stored */
  advice(stored) {
    if (stored && this.forwardsOrigin) {
      return { layer: 'cache', what: 'The edge repeated an answer that it stored for a request without Origin.', fix: 'aws cloudfront create-invalidation --distribution-id EDEMO --paths "/*"' };
    }
    if (!this.forwardsOrigin) {
      return { layer: 'edge', what: 'Origin was removed at the edge: the behavior has no origin request policy.', fix: 'Set the origin request policy CORS-S3Origin.' };
    }
    return { layer: 'bucket', what: 'The bucket has no CORS configuration.', fix: 'aws s3api put-bucket-cors --bucket media --cors-configuration file://cors.json' };
  }

  /** @param {any} exchange */
  publish(exchange) {
    exchange.id = `0199-${String(++this.sequence).padStart(8, '0')}`;
    this.exchanges.push(exchange);
    for (const feed of this.feeds) feed.write(`id: ${exchange.id}\nevent: exchange\ndata: ${JSON.stringify(exchange)}\n\n`);
  }

  /** Cuts every feed, as a restart would. */
  cutFeeds() {
    for (const feed of this.feeds) feed.destroy();
  }

  /**
   * @param {import('node:http').IncomingMessage} req
   * @param {import('node:http').ServerResponse} res
   * @param {string} pages
   */
  async console(req, res, pages) {
    const url = new URL(req.url ?? '/', 'http://console');
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const reply = (/** @type {number} */ status, /** @type {unknown} */ value) =>
      res.writeHead(status, { 'Content-Type': 'application/json' }).end(value === undefined ? undefined : JSON.stringify(value));
    switch (`${req.method} ${url.pathname}`) {
      case 'GET /api/state': return reply(200, this.state());
      case 'GET /api/policies': return reply(200, managedPolicies);
      case 'GET /api/exchanges': {
        const after = url.searchParams.get('after') ?? '';
        return reply(200, this.exchanges.filter((e) => e.id > after).slice(-Number(url.searchParams.get('limit') ?? 200)));
      }
      case 'GET /api/clock': return reply(200, { now: new Date().toISOString() });
      case 'GET /api/distributions/EDEMO/cache': return reply(200, { total: 0, entries: [] });
      case 'GET /api/events': return this.feed(res);
      case 'GET /api/buckets/media/cors': return reply(200, { cors: this.cors });
      case 'POST /api/buckets/media/cors/validate': return reply(200, { errors: mistakesIn(body), warnings: [] });
      case 'PUT /api/buckets/media/cors': return this.putCors(body, reply);
      case 'DELETE /api/buckets/media/cors':
        this.cors = null;
        return reply(204, undefined);
      case 'PUT /api/distributions/EDEMO/behaviors/0': return this.putBehavior(JSON.parse(body), reply);
      case 'POST /api/distributions/EDEMO/invalidations': return this.invalidate(JSON.parse(body).paths, reply);
      case 'POST /api/reset':
        this.reset();
        return reply(204, undefined);
      default: return this.page(url.pathname, pages, res);
    }
  }

  /** @param {import('node:http').ServerResponse} res */
  feed(res) {
    res.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    res.write(': connected\n\n');
    this.feeds.add(res);
    res.on('close', () => this.feeds.delete(res));
  }

  /**
   * @param {string} body
   * @param {(status: number, value: unknown) => unknown} reply
   */
  putCors(body, reply) {
    const errors = mistakesIn(body);
    if (errors.length > 0) return reply(400, { errors });
    const document = JSON.parse(body);
    this.cors = Array.isArray(document) ? document : document.CORSRules;
    this.pristine = false;
    return reply(200, { cors: this.cors });
  }

  /**
   * @param {any} change
   * @param {(status: number, value: unknown) => unknown} reply
   */
  putBehavior(change, reply) {
    const all = managedPolicies.originRequestPolicies.map((p) => p.id);
    if (change.originRequestPolicyId && !all.includes(change.originRequestPolicyId)) {
      return reply(400, { errors: [{ code: 'NoSuchOriginRequestPolicy', message: 'The specified origin request policy does not exist.', field: 'OriginRequestPolicyId' }] });
    }
    Object.assign(this.behavior, change);
    this.pristine = false;
    return reply(200, this.distribution());
  }

  /**
   * @param {string[]} paths
   * @param {(status: number, value: unknown) => unknown} reply
   */
  invalidate(paths, reply) {
    if (paths.some((p) => !p.startsWith('/'))) {
      return reply(400, { errors: [{ code: 'InvalidArgument', message: 'Your request contains one or more invalid invalidation paths.', field: 'Paths' }] });
    }
    this.cache.clear();
    this.pristine = false;
    return reply(201, { id: 'I2J0I21PCUYOIK', status: 'Completed', paths });
  }

  /**
   * @param {string} path
   * @param {string} pages
   * @param {import('node:http').ServerResponse} res
   */
  async page(path, pages, res) {
    const name = path === '/' ? '/index.html' : normalize(path);
    try {
      const body = await readFile(join(pages, name)).catch(async () => gunzipSync(await readFile(join(pages, `${name}.gz`)))); // as packed.go does
      res.writeHead(200, { 'Content-Type': typeOf(name), 'Cache-Control': 'no-cache' }).end(body);
    } catch {
      res.writeHead(404, { 'Content-Type': 'application/json' }).end('{"errors":[{"code":"NotFound","message":"No such call."}]}');
    }
  }
}
