// The gallery: failures found by what people see, each with its world broken and
// fixed.
import { html, nothing } from 'lit';
import { getScenario, getScenarios } from '../api.js';
import { count } from '../words.js';
import { Part } from './part.js';
import './gallery-scenario.js';

/** @import {Scenario, Shown} from '../gallery.d.ts' */

class CrossfrontGallery extends Part {
  static properties = {
    found: { state: true },
    words: { state: true },
    shown: { state: true },
    problem: { state: true },
  };

  constructor() {
    super();
    /** @type {Scenario[] | null} */
    this.found = null;
    this.words = '';
    /** @type {Shown | null} */
    this.shown = null;
    this.problem = '';
    this.looking = 0;
    this.opening = 0;
    this.onHash = () => this.open();
  }

  connectedCallback() {
    super.connectedCallback();
    addEventListener('hashchange', this.onHash);
    this.search('');
    this.open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    removeEventListener('hashchange', this.onHash);
  }

  /** @param {string} words */
  async search(words) {
    this.words = words;
    const mine = ++this.looking;
    try {
      const found = await getScenarios(words);
      if (mine === this.looking) this.found = found;
    } catch (cause) {
      if (mine === this.looking) this.problem = String(/** @type {Error} */ (cause).message);
    }
  }

  /** Opens the scenario that the address names. */
  async open() {
    const id = decodeURIComponent(location.hash.slice(1));
    const mine = ++this.opening;
    if (!id) {
      this.shown = null;
      return;
    }
    try {
      const shown = await getScenario(id);
      if (mine !== this.opening) return;
      this.shown = shown;
      this.problem = '';
      document.title = `${shown.title} · Crossfront gallery`;
    } catch (cause) {
      if (mine === this.opening) this.problem = String(/** @type {Error} */ (cause).message);
    }
  }

  render() {
    return html`
      <header class="top">
        <h1>Crossfront gallery</h1>
        <div class="top-actions"><a class="gallery-link" href="./">The player and your own exchanges</a></div>
      </header>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      <main class="gallery" data-open=${this.shown !== null}>
        <section class="gallery-side" aria-label="Failures">
          <div class="gallery-search">
            <label class="field"><span class="field-name">What do you see?</span>
              <input type="search" data-testid="symptom" placeholder="my video does not play, ETag undefined, …" maxlength="200"
                .value=${this.words} @input=${(/** @type {Event} */ e) => this.search(/** @type {HTMLInputElement} */ (e.target).value)}></label>
            <p role="status" class="symptom">${this.found ? count(this.found.length, 'failure') : ''}</p>
          </div>
          <ul class="gallery-list" data-testid="scenarios">${(this.found ?? []).map((s) => html`
            <li><a href="#${s.id}" aria-current=${this.shown?.id === s.id}>
              <strong>${s.title}</strong>
              <span class="symptom">${s.symptoms[0]}</span>
              <span class="gallery-layer">${s.layer}</span>
            </a></li>`)}</ul>
          ${this.found?.length === 0 ? html`<p>No failure has these words. The browser's own message is a good start.</p>` : nothing}
        </section>
        ${this.shown
          ? html`<gallery-scenario .shown=${this.shown}></gallery-scenario>`
          : html`<section class="scenario"><h2>Failures that people have</h2>
              <p>Choose one to see its world broken, and the same world fixed. Nothing of it touches your own buckets and distributions.</p></section>`}
      </main>
    `;
  }
}

customElements.define('crossfront-gallery', CrossfrontGallery);
