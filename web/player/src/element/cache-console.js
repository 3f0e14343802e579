// What lies in the distribution's cache, and Invalidate for each path.
import { html, nothing } from 'lit';
import { getCache, invalidate } from '../api.js';
import { count, size, span } from '../words.js';
import { Part } from './part.js';

/** @import {Stored, StoredList} from '../types.d.ts' */

class CacheConsole extends Part {
  static properties = {
    distribution: {},
    shown: { type: Boolean },
    beat: { attribute: false },
    list: { state: true },
    mistake: { state: true },
    note: { state: true },
  };

  constructor() {
    super();
    /** Id of the distribution. */
    this.distribution = '';
    /** Whether the reader sees it: only then is it asked for. */
    this.shown = false;
    /** Changes when the cache may have. @type {unknown} */
    this.beat = null;
    /** @type {StoredList | null} */
    this.list = null;
    this.mistake = '';
    this.note = '';
    this.asking = false;
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if (this.shown && (changed.has('shown') || changed.has('distribution') || changed.has('beat'))) this.refresh();
  }

  async refresh() {
    if (this.asking || !this.distribution) return;
    this.asking = true;
    try {
      this.list = await getCache(this.distribution);
      this.mistake = '';
    } catch (problem) {
      this.mistake = problem instanceof Error ? problem.message : String(problem);
    } finally {
      this.asking = false;
    }
  }

  /** @param {string} path */
  async drop(path) {
    try {
      await invalidate(this.distribution, [path]);
      this.note = `Invalidated ${path}.`;
    } catch (problem) {
      this.mistake = problem instanceof Error ? problem.message : String(problem);
    }
    await this.refresh();
  }

  render() {
    const { list } = this;
    return html`
      <div class="console" data-testid="cache-list">
        <div class="console-head">
          <h3>What is stored</h3>
          <p>${list ? html`${count(list.total, 'stored answer')} of distribution <code>${this.distribution}</code>${list.total > list.entries.length ? `; the ${list.entries.length} used last are shown` : ''}.` : 'Reading.'}</p>
        </div>
        ${this.mistake ? html`<p class="mistake" role="alert">${this.mistake}</p>` : nothing}
        <p class="sr" role="status">${this.note}</p>
        ${list?.total === 0 ? html`<p class="about">Nothing is stored. The next request is a miss.</p>` : nothing}
        <ul class="stored">${(list?.entries ?? []).map((s) => this.one(s))}</ul>
        <p><button type="button" class="button" data-testid="cache-refresh" @click=${this.refresh}>Read again</button></p>
      </div>
    `;
  }

  /** @param {Stored} s */
  one(s) {
    const path = s.query ? `${s.path}?${s.query}` : s.path;
    return html`
      <li data-testid="stored" data-path=${s.path}>
        <div>
          <p><code title=${s.key}>${path}</code></p>
          <p class="about">${s.pop} · ${s.kind === 'object' ? '' : `${s.kind} · `}${s.status} · ${size(s.size)} · ${span(s.age)} old · ${s.state === 'fresh' ? `fresh for ${span(s.ttl)}` : s.state}</p>
          <p class="about">Stored for a request ${s.origin === null ? 'without Origin' : html`with Origin <code>${s.origin}</code>`}, ${s.allowOrigin === null ? 'without Allow-Origin' : html`with Allow-Origin <code>${s.allowOrigin}</code>`}</p>
        </div>
        <button type="button" class="button quiet" aria-label="Invalidate ${path}" @click=${() => this.drop(path)}>Invalidate</button>
      </li>
    `;
  }
}

customElements.define('cache-console', CacheConsole);
