// One failure: what people see, its cause, and what happens before and after the
// cure.
import { html, nothing } from 'lit';
import { engineNames, list } from '../words.js';
import { copy } from './copy.js';
import { icon } from './icon.js';
import { Part } from './part.js';
import './journey-picture.js';

/** @import {Half, Shown, Step, Visit} from '../gallery.d.ts' */
/** @import {Engine} from '../types.d.ts' */

const halves = /** @type {const} */ ({ broken: 'Broken', fixed: 'Fixed' });

class GalleryScenario extends Part {
  static properties = {
    shown: { attribute: false },
    half: { state: true },
    engine: { state: true },
  };

  constructor() {
    super();
    /** @type {Shown | null} */
    this.shown = null;
    /** @type {keyof typeof halves} */
    this.half = 'broken';
    /** @type {Engine} */
    this.engine = 'chromium';
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('shown')) this.half = 'broken';
  }

  render() {
    const { shown } = this;
    if (!shown) return nothing;
    const half = shown[this.half];
    return html`
      <article class="scenario" data-testid="scenario" data-half=${this.half}>
        <h2>${shown.title}</h2>
        <div><h3>What people see</h3><ul class="symptoms">${shown.symptoms.map((s) => html`<li>${s}</li>`)}</ul></div>
        <div><h3>Why</h3><p>${shown.cause}</p></div>
        <div class="switches">
          <div class="switch" role="group" aria-label="The world">${this.choices(halves, this.half, (name) => { this.half = name; })}</div>
          <div class="switch" role="group" aria-label="The browser">${this.choices(engineNames, this.engine, (name) => { this.engine = name; })}</div>
        </div>
        ${this.half === 'fixed' ? html`<div><h3>What was changed</h3><p data-testid="fix">${shown.fix}</p></div>` : nothing}
        ${half.expectations.map((x) => html`
          <section class="asked"><h3>${x.name}</h3>${this.asked(x.steps)}</section>`)}
        ${shown.engines ? html`<div><h3>Between browsers</h3><p>${shown.engines}</p></div>` : nothing}
        ${this.world(half)}
        <div><h3>Where people had it</h3><ul>${shown.sources.map((s) => html`<li><a class="gallery-link source" href=${s} rel="noreferrer">${s}</a></li>`)}</ul></div>
      </article>
    `;
  }

  /**
   * @template {string} T
   * @param {Readonly<Record<T, string>>} names
   * @param {T} chosen
   * @param {(name: T) => void} choose
   */
  choices(names, chosen, choose) {
    return /** @type {T[]} */ (Object.keys(names)).map((name) => html`
      <button type="button" data-testid=${name} aria-pressed=${name === chosen} @click=${() => choose(name)}>${names[name]}</button>`);
  }

  /** The steps, or whose they are when the chosen browser has no part in them. @param {Step[]} steps */
  asked(steps) {
    const engines = /** @type {Engine[]} */ ([...new Set(steps.flatMap((s) => s.visits.map((v) => v.engine)))]);
    if (!engines.length || engines.includes(this.engine)) return steps.map((s) => this.step(s));
    return html`<p>Expected of ${list(engines.map((e) => engineNames[e]))} alone, to be chosen above.</p>`;
  }

  /** @param {Step} step */
  step(step) {
    const visit = step.visits.find((v) => v.engine === this.engine);
    return html`
      <div class="asked-step">
        ${step.before.map((what) => html`<p>${what}</p>`)}
        ${visit ? this.visit(visit) : nothing}
      </div>
    `;
  }

  /** @param {Visit} visit */
  visit(visit) {
    const last = visit.legs.at(-1);
    const { allowed, error, message } = visit.verdict;
    return html`
      ${visit.legs.map((leg) => html`
        <h4>${leg.preflight ? 'First, the preflight: ' : ''}<code>${leg.exchange.request.method} ${leg.exchange.request.url}</code></h4>
        <journey-picture .exchange=${leg.exchange} .engine=${this.engine}></journey-picture>`)}
      ${last ? nothing : html`<p>No request was made.</p>`}
      ${last && last.verdict.allowed === allowed && last.verdict.error === error ? nothing : html`<p class="verdict-line" data-allowed=${allowed} data-testid="verdict">${icon(allowed ? 'allowed' : 'blocked')}
        <strong>${engineNames[this.engine]} ${allowed ? 'allows it' : `blocks it: ${error}`}</strong></p>`}
      ${message ? html`<p class="message">${message}</p>` : nothing}
      ${visit.advice.slice(0, 1).map((a) => html`<p>${a.what}</p>`)}
      ${visit.notes.map((note) => html`<p>${note}</p>`)}
    `;
  }

  /** @param {Half} half */
  world(half) {
    return html`
      <details>
        <summary>This world as a file for <code>emulator check</code></summary>
        <p><button type="button" class="button quiet" @click=${(/** @type {Event} */ e) => copy(/** @type {HTMLElement} */ (e.currentTarget), half.yaml)}>Copy</button></p>
        <pre tabindex="0">${half.yaml}</pre>
      </details>
    `;
  }
}

customElements.define('gallery-scenario', GalleryScenario);
