// The tables of an opened exchange: CORS rules, cache key, headers.
import { html, nothing } from 'lit';
import { headerDiff } from '../headerdiff.js';
import { nearestMiss } from '../nearest.js';
import { sentence } from '../words.js';
import { icon } from './icon.js';

/** @import {Exchange, HeaderLine} from '../types.d.ts' */

/** @param {Exchange} e */
export function rulesTable(e) {
  if (!e.s3) return html`<p>The bucket was not asked: its rules played no part.</p>`;
  const { cors } = e.s3;
  if (!cors) return html`<p>S3 saw no Origin, so it looked at no CORS rule.</p>`;
  const rules = cors.rules ?? [];
  const nearest = nearestMiss(rules);
  return html`
    <p>${sentence(cors.why || (cors.rule === null ? 'no rule matched' : `rule ${cors.rule + 1} matched`))}</p>
    ${rules.length === 0 ? nothing : html`
      <table class="facts" data-testid="rules">
        <thead><tr><th scope="col">Rule</th><th scope="col">Verdict</th><th scope="col">Why</th></tr></thead>
        <tbody>${rules.map((r) => html`
          <tr data-matched=${r.matched} data-nearest=${r.index === nearest}>
            <th scope="row">${r.index + 1}</th>
            <td><span class="sign" data-tone=${r.matched ? 'good' : 'bad'}>${icon(r.matched ? 'allowed' : 'blocked')}${r.matched ? 'matched' : 'no match'}</span>
              ${r.index === nearest ? html`<span class="mark">nearest miss</span>` : nothing}</td>
            <td>${r.reason}</td>
          </tr>`)}
        </tbody>
      </table>`}
  `;
}

/** @param {Exchange} e */
export function keyTable(e) {
  if (!e.edge) return html`<p>The request went to S3 directly: there is no cache on this way.</p>`;
  const key = e.edge.cacheKey;
  if (!key) return html`<p>The edge answered before it made a cache key.</p>`;
  /** @type {[string, string[], string][]} */
  const groups = [
    ['In the key', (key.in ?? []).map(([name, value]) => (value ? `${name}: ${value}` : name)), 'Requests that differ in these get different stored answers.'],
    ['Forwarded, not in the key', key.forwarded ?? [], 'The origin sees these, and the stored answer is shared by all who differ in them.'],
    ['Dropped', key.dropped ?? [], 'The origin never sees these.'],
  ];
  return html`
    <p>Cache key <code>${key.key}</code></p>
    <div class="columns" data-testid="cache-key">${groups.map(([name, items, about]) => html`
      <section>
        <h5>${name}</h5>
        <p class="about">${about}</p>
        ${items.length === 0 ? html`<p class="about">None</p>` : html`<ul>${items.map((i) => html`<li data-origin=${/^origin(:|$)/i.test(i)}><code>${i}</code></li>`)}</ul>`}
      </section>`)}</div>
  `;
}

/** @param {Exchange} e */
export function headersTables(e) {
  const { edge } = e;
  if (!edge) {
    return html`${plain('Request, as it arrived', e.request.headers)}${plain('Answer, as it left', e.response.headers)}`;
  }
  return html`
    ${edge.originRequest ? diff('Request', 'as it arrived', 'to the origin', e.request.headers, edge.originRequest.headers)
      : html`${plain('Request, as it arrived', e.request.headers)}<p class="about">The origin was not asked.</p>`}
    ${edge.originResponse ? diff('Answer', 'from the origin', 'as it left', edge.originResponse.headers, e.response.headers)
      : plain('Answer, as it left', e.response.headers)}
  `;
}

/** @param {string} name @param {HeaderLine[] | null} lines */
function plain(name, lines) {
  return html`
    <table class="facts headers-table">
      <caption>${name}</caption>
      <thead><tr><th scope="col">Header</th><th scope="col">Value</th></tr></thead>
      <tbody>${(lines ?? []).map(([n, v]) => html`<tr><th scope="row"><code>${n}</code></th><td><code>${v}</code></td></tr>`)}</tbody>
    </table>
  `;
}

const signs = { kept: ' ', added: '+', removed: '−', changed: '±' };

/** @param {string} name @param {string} from @param {string} to @param {HeaderLine[] | null} before @param {HeaderLine[] | null} after */
function diff(name, from, to, before, after) {
  return html`
    <table class="facts headers-table" data-testid="headers-diff">
      <caption>${name}, ${from} and ${to}</caption>
      <thead><tr><th scope="col">Header</th><th scope="col">Change</th><th scope="col">${sentence(from)}</th><th scope="col">${sentence(to)}</th></tr></thead>
      <tbody>${headerDiff(before, after).map((c) => html`
        <tr data-fate=${c.fate} data-header=${c.name.toLowerCase()}>
          <th scope="row"><code>${c.name}</code></th>
          <td class="fate"><span aria-hidden="true">${signs[c.fate]}</span> ${c.fate}</td>
          <td>${c.before === null ? nothing : html`<code>${c.before}</code>`}</td>
          <td>${c.after === null ? nothing : c.fate === 'kept' ? html`<span class="about">the same</span>` : html`<code>${c.after}</code>`}</td>
        </tr>`)}</tbody>
    </table>
  `;
}
