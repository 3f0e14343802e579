// Exchanges for the tests, as the console API gives them.

/** @import {Exchange} from '../src/types.d.ts' */

/**
 * A request for a file of the demo from the page, with what differs.
 * @param {string} id
 * @param {{path?: string, origin?: string | null, cache?: string, status?: number, allowed?: boolean, advice?: string, forwarded?: boolean, method?: string}} [how]
 * @returns {Exchange}
 */
export function exchange(id, how = {}) {
  const { path = '/vod/index.m3u8', origin = 'http://localhost:3000', cache = 'miss', status = 200, allowed = false, forwarded = false, method = 'GET', advice = allowed ? '' : 'Origin was removed at the edge.' } = how;
  const verdict = (/** @type {string} */ error) => (allowed ? { allowed } : { allowed, error, message: `${error} in words.` });
  return {
    id,
    time: '2026-11-23T14:03:22Z',
    entry: 'edge',
    request: { method, url: `http://edemo.cloudfront.localhost:8080${path}`, headers: origin === null ? [] : [['Origin', origin]] },
    response: { status, headers: allowed ? [['Access-Control-Allow-Origin', '*']] : [], bytes: 455 },
    edge: {
      distributionId: 'EDEMO', behavior: '*', cache,
      cacheKey: { key: `edemo${path}`, in: [], forwarded: forwarded ? ['Origin'] : [], dropped: forwarded ? [] : ['Origin'] },
      originRequest: cache === 'hit' ? null : { method, url: 'http://media.s3.us-east-1.amazonaws.com/', headers: forwarded && origin ? [['Origin', origin]] : [] },
      originResponse: null,
      steps: [{ stage: 'cache', what: 'Miss', because: 'nothing is stored' }],
    },
    s3: cache === 'hit' ? null : { bucket: 'media', key: path.slice(1), operation: 'GetObject', status, cors: null },
    browser: { needsPreflight: false, chromium: verdict('MissingAllowOriginHeader'), firefox: verdict('CORSMissingAllowOrigin2'), webkit: verdict('') },
    advice: advice ? [{ layer: 'edge', what: advice, fix: 'Set CORS-S3Origin.' }] : [],
  };
}
