// One exchange as one picture: what travels from station to station, where it
// stops and because of what. The drawing is element/journey-picture.js.

/** @import {Engine, Exchange, HeaderLine, Step} from './types.d.ts' */
import { cacheWord, engineNames, header, isCors, sentence, verdictOf } from './words.js';

/** @typedef {'browser' | 'edge' | 'bucket'} Place */

/**
 * @typedef {object} Chip
 * @property {string} name
 * @property {string} value
 * @property {Place} from
 * @property {Place} to where it ends up; a stopped one, where it was stopped
 * @property {boolean} stopped struck through: it got no further, or was never sent
 */

/**
 * @typedef {object} Note
 * @property {Place} at
 * @property {string} text
 * @property {'good' | 'bad' | ''} tone
 */

/**
 * @typedef {object} Picture
 * @property {{place: Place, name: string, about: string}[]} stations
 * @property {Place} turn where the line turns back
 * @property {string} status
 * @property {Chip[]} there
 * @property {Chip[]} back
 * @property {Note[]} notes the reasons, in the order of the journey; the last is the verdict
 * @property {'good' | 'bad' | ''} tone
 */

/**
 * @param {Exchange} e
 * @param {Engine} engine
 * @returns {Picture}
 */
export function pictureOf(e, engine) {
  const turn = turnOf(e);
  const there = chipsThere(e, turn);
  const back = chipsBack(e, turn);
  const outcome = verdictOf(e, engine);
  const tone = outcome === 'blocked' ? 'bad' : outcome === 'allowed' ? 'good' : '';
  return {
    stations: stationsOf(e),
    turn,
    status: String(e.response.status),
    there: there.map(({ why: _, ...chip }) => chip),
    back: back.map(({ why: _, ...chip }) => chip),
    notes: [...there.flatMap(noteOf), ...faultNotes(e, turn), ...turnNotes(e, turn), ...back.flatMap(noteOf), { at: 'browser', text: verdictText(e, engine), tone }],
    tone,
  };
}

/** @typedef {Chip & {why: string}} Reasoned */

/** @param {Reasoned} chip @returns {Note[]} */
function noteOf(chip) {
  return chip.why ? [{ at: chip.stopped ? chip.to : chip.from, text: sentence(chip.why), tone: chip.stopped ? 'bad' : '' }] : [];
}

/** @param {Exchange} e @returns {Picture['stations']} */
function stationsOf(e) {
  /** @type {Picture['stations']} */
  const stations = [{ place: 'browser', name: 'Browser', about: header(e.request.headers, 'origin') ?? 'no Origin' }];
  if (e.edge) stations.push({ place: 'edge', name: 'Edge', about: `${e.edge.distributionId || 'no distribution'}, ${cacheWord(e)}` });
  const custom = !e.s3 && e.edge?.originRequest;
  stations.push({ place: 'bucket', name: custom ? 'Origin' : 'Bucket', about: custom ? hostOf(custom.url) : e.s3 ? e.s3.bucket : 'not asked' });
  return stations;
}

/** @param {string} url */
function hostOf(url) {
  try {
    return new URL(url).host;
  } catch {
    return url;
  }
}

/** @param {Exchange} e @returns {Place} */
function turnOf(e) {
  return e.edge && !e.edge.originRequest && !e.s3 ? 'edge' : 'bucket';
}

/** @param {HeaderLine[] | null | undefined} headers @param {RegExp} which */
const pick = (headers, which) => (headers ?? []).filter(([name]) => which.test(name));

const asking = /^(origin|access-control-request-.+)$/i;
const telling = /^access-control-.+$/i;

/** The steps of the edge that speak of a header. @param {Exchange} e @param {string} name @param {RegExp} [stages] */
function stepsOn(e, name, stages = /./) {
  const words = new RegExp(`^${name}\\b(?!-)`, 'i');
  return (e.edge?.steps ?? []).filter((s) => stages.test(s.stage) && words.test(s.what));
}

/** @param {Step | undefined} step @param {string} otherwise */
const inWords = (step, otherwise) => (step ? `${step.what}${step.because ? `: ${step.because}` : ''}` : otherwise);

/** @param {Exchange} e @param {Place} turn @returns {Reasoned[]} */
function chipsThere(e, turn) {
  return pick(e.request.headers, asking).map(([name, value]) => {
    const sent = e.edge?.originRequest;
    if (!sent || header(sent.headers, name.toLowerCase()) !== null) return { name, value, from: 'browser', to: turn, stopped: false, why: '' };
    const step = stepsOn(e, name, /^origin request$/)[0];
    return { name, value, from: 'browser', to: 'edge', stopped: true, why: inWords(step, `${name} removed here`) };
  });
}

/** The injected faults, where the line turns: none acts before. @param {Exchange} e @param {Place} turn @returns {Note[]} */
function faultNotes(e, turn) {
  return (e.faults ?? []).map((f) => ({
    at: turn,
    text: `Injected fault${f.stored ? ', met by the request that this answer was for' : ''}: ${f.what}, from ${f.from}`,
    tone: f.broke ? 'bad' : '',
  }));
}

/** @param {Exchange} e @param {Place} turn @returns {Note[]} */
function turnNotes(e, turn) {
  const steps = e.edge?.steps ?? [];
  if (turn === 'edge') {
    const told = steps.find((s) => s.stage === 'cache' || s.stage === 'lookup') ?? steps.findLast((s) => s.stage === 'gate') ?? steps.at(-1);
    return [{ at: 'edge', text: sentence(inWords(told, 'The edge answered by itself.')), tone: '' }];
  }
  if (!e.s3) return [];
  if (e.s3.code) return [{ at: 'bucket', text: `${e.s3.status ?? ''} ${e.s3.code}: ${e.s3.message ?? ''}`.trim(), tone: 'bad' }];
  return [];
}

/**
 * The answer's headers, as S3 or the stored answer had them and as they left.
 * @param {Exchange} e
 * @param {Place} turn
 * @returns {Reasoned[]}
 */
function chipsBack(e, turn) {
  const left = pick(e.response.headers, telling);
  const given = e.edge?.originResponse ? pick(e.edge.originResponse.headers, telling) : e.edge ? [] : left;
  /** @type {Reasoned[]} */
  const chips = [];
  for (const [name, value] of left) {
    const own = header(given, name.toLowerCase()) !== null;
    const policy = stepsOn(e, name, /^(response headers policy|viewer-response function)$/)[0];
    const from = own && !policy ? 'bucket' : e.edge ? 'edge' : 'bucket';
    chips.push({ name, value, from, to: 'browser', stopped: false, why: policy ? inWords(policy, '') : '' });
  }
  for (const [name, value] of given) {
    if (header(left, name.toLowerCase()) !== null) continue;
    chips.push({ name, value, from: 'bucket', to: 'edge', stopped: true, why: inWords(stepsOn(e, name)[0], `${name} removed here`) });
  }
  const name = 'Access-Control-Allow-Origin';
  if (isCors(e) && !chips.some((c) => c.name.toLowerCase() === name.toLowerCase())) {
    chips.push({ name, value: 'not sent', from: turn, to: turn, stopped: true, why: whyNotSent(e, turn) });
  }
  return chips;
}

/** @param {Exchange} e @param {Place} turn */
function whyNotSent(e, turn) {
  if (turn === 'edge') return e.edge?.cache === 'hit' ? 'The stored answer has no Allow-Origin' : 'The edge’s own answer has no Allow-Origin';
  if (!e.s3) return 'The origin sent no Allow-Origin';
  if (e.edge && !e.edge.originResponse && e.s3.cors && e.s3.cors.rule !== null) return 'S3’s answer, with its CORS headers, did not come through';
  return e.s3.cors ? e.s3.cors.why || 'No CORS rule matched: S3 adds no Allow-Origin' : 'S3 saw no Origin, so it added no Allow-Origin';
}

/** @param {Exchange} e @param {Engine} engine */
function verdictText(e, engine) {
  const name = engineNames[engine];
  switch (verdictOf(e, engine)) {
    case 'allowed': return `${name} allows it`;
    case 'blocked': return `${name} blocks it: ${e.browser?.[engine].error || 'CORS'}`;
    default: return 'No CORS check: no Origin';
  }
}

/**
 * The picture in sentences.
 * @param {Picture} p
 */
export function pictureText(p) {
  const at = (/** @type {Place} */ place) => p.stations.find((s) => s.place === place)?.name ?? place;
  const line = p.stations.slice(0, p.stations.findIndex((s) => s.place === p.turn) + 1).map((s) => s.name);
  const fate = (/** @type {Chip} */ c) => (c.from === c.to ? `${c.name} not sent by ${at(c.from)}` : `${c.name} from ${at(c.from)} ${c.stopped ? `stopped at ${at(c.to)}` : `to ${at(c.to)}`}`);
  return [`${line.join(' to ')} and back with ${p.status}.`, ...[...p.there, ...p.back].map((c) => `${fate(c)}.`), ...p.notes.map((n) => `${at(n.at)}: ${n.text}.`)].join(' ');
}
