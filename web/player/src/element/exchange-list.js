// The live list of exchanges: newest first, one group a page load, each row
// opening to its journey in words.
import { html, nothing } from 'lit';
import { guard } from 'lit/directives/guard.js';
import { repeat } from 'lit/directives/repeat.js';
import { LINKED, matches } from '../loads.js';
import { linkedTo } from '../linked.js';
import { loadSummary } from '../journey.js';
import { adviceLine, cacheWord, clockTime, engineNames, pathOf, verdictOf, verdictWord } from '../words.js';
import { icon } from './icon.js';
import { Part } from './part.js';
import './exchange-view.js';

/** @import {Engine, Exchange, Load} from '../types.d.ts' */
/** @import {ExchangeView} from './exchange-view.js' */

/** How many rows a group shows at once. */
const WINDOW = 50;

class ExchangeList extends Part {
  static properties = {
    loads: { attribute: false },
    live: { type: Boolean },
    command: {},
    replays: { attribute: false },
    engine: { state: true },
    filter: { state: true },
    verdict: { state: true },
    place: { state: true },
    openIds: { state: true },
    unfolded: { state: true },
    windows: { state: true },
  };

  constructor() {
    super();
    /** @type {Load[]} */
    this.loads = [];
    this.live = false;
    /** What to run to see something here. */
    this.command = '';
    /** What each replay repeated, by its id. @type {ReadonlyMap<string, Exchange>} */
    this.replays = new Map();
    /** @type {Engine} */
    this.engine = 'chromium';
    this.filter = '';
    /** The verdict that alone is shown; empty for all. */
    this.verdict = '';
    /** Which distribution or bucket alone is shown: 'edge:ID' or 'bucket:NAME'; empty for all. */
    this.place = '';
    /** @type {ReadonlySet<string>} */
    this.openIds = new Set();
    /** Groups that the reader folded or unfolded; others follow the rule that only the newest is open. @type {ReadonlyMap<number, boolean>} */
    this.unfolded = new Map();
    /** How many rows a group shows, when that is more than a window. @type {ReadonlyMap<number, number>} */
    this.windows = new Map();
  }

  /**
   * Opens an exchange's row and goes there.
   * @param {string} id
   */
  async show(id) {
    const load = this.loads.find((l) => l.exchanges.some((e) => e.id === id));
    if (!load) return;
    this.filter = '';
    this.verdict = '';
    this.place = '';
    this.openIds = new Set([...this.openIds, id]);
    this.tell('exchange-opened', id);
    this.unfolded = new Map(this.unfolded).set(load.number, true);
    const at = load.exchanges.findIndex((e) => e.id === id);
    if (at >= this.windowOf(load)) this.windows = new Map(this.windows).set(load.number, at + WINDOW);
    await this.updateComplete;
    const row = /** @type {HTMLElement | null} */ (this.querySelector(`[data-id="${CSS.escape(id)}"] .row`));
    row?.scrollIntoView({ block: 'center' });
    row?.focus();
  }

  focusFilter() {
    /** @type {HTMLInputElement | null} */ (this.querySelector('input[type=search]'))?.focus();
  }

  /**
   * The opened exchange that an element belongs to, for keys.
   * @param {Element} element
   * @returns {ExchangeView | null}
   */
  viewOf(element) {
    return /** @type {ExchangeView | null} */ (element.closest('.exchange')?.querySelector('exchange-view') ?? null);
  }

  /** @param {Exchange} e @returns {Exchange | null} */
  partnerOf(e) {
    const load = this.loads.find((l) => l.exchanges.includes(e));
    const { preflight, actual } = linkedTo(e, load?.exchanges ?? []);
    return preflight === e ? actual : preflight;
  }

  /** @param {Load} load */
  windowOf(load) {
    return this.windows.get(load.number) ?? WINDOW;
  }

  /** @param {string} id */
  toggle(id) {
    const open = new Set(this.openIds);
    if (!open.delete(id)) {
      open.add(id);
      this.tell('exchange-opened', id);
    }
    this.openIds = open;
  }

  /** Up and down walk the rows and the heads of their groups. @param {KeyboardEvent} event */
  walk(event) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const rows = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('button.load-head, button.row')]);
    const at = rows.indexOf(/** @type {HTMLElement} */ (event.target));
    const next = at === -1 ? null : rows[at + (event.key === 'ArrowDown' ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  }

  render() {
    const total = this.loads.reduce((sum, l) => sum + l.exchanges.length, 0);
    const groups = this.loads.map((load) => ({ load, rows: this.rowsOf(load) }));
    const found = groups.reduce((sum, g) => sum + g.rows.length, 0);
    return html`
      <section class="exchanges" aria-labelledby="exchanges-title" data-testid="exchange-list" @keydown=${this.walk}
        @engine-chosen=${(/** @type {CustomEvent<Engine>} */ e) => { this.engine = e.detail; }}>
        <div class="exchanges-head">
          <h2 id="exchanges-title">Exchanges</h2>
          <span class="feed" data-live=${this.live ? 'true' : 'false'} role="status">${this.live ? 'live' : 'not connected: trying again'}</span>
          <label class="filter">
            <span class="sr">Filter exchanges by text</span>
            <input type="search" placeholder="Filter" aria-keyshortcuts="/" .value=${this.filter}
              @input=${(/** @type {Event} */ e) => { this.filter = /** @type {HTMLInputElement} */ (e.target).value; }}>
            <kbd aria-hidden="true">/</kbd>
          </label>
          <label class="place">
            <span class="sr">Verdict</span>
            <select data-testid="verdict" @change=${(/** @type {Event} */ e) => { this.verdict = /** @type {HTMLSelectElement} */ (e.target).value; }}>
              ${[['', 'All verdicts'], ['blocked', 'Blocked'], ['allowed', 'Allowed'], ['none', 'Not CORS']].map(([value, name]) =>
                html`<option value=${value} .selected=${value === this.verdict}>${name}</option>`)}
            </select>
          </label>
          ${this.placeChooser()}
          <a class="button" href="/api/exchanges.har" download="exchanges.har" data-testid="har">HAR</a>
          ${this.engines()}
        </div>
        <div class="row-head" aria-hidden="true">
          <span></span><span>Time</span><span>Method</span><span>Path</span><span>Status</span><span>Cache</span><span>CORS in ${engineNames[this.engine]}</span><span>Advice</span>
        </div>
        ${total === 0 ? this.empty() : found === 0 ? html`<p class="empty">None of ${total} exchanges matches the filter.</p>` : nothing}
        ${total === 0 ? nothing : repeat(groups, (g) => g.load.number, (g, i) => this.group(g.load, g.rows, i === 0))}
      </section>
    `;
  }

  get filtering() {
    return this.filter.trim() !== '' || this.verdict !== '' || this.place !== '';
  }

  /** The distributions and buckets that the exchanges came to. */
  placeChooser() {
    const places = [...new Set(this.loads.flatMap((l) => l.exchanges.flatMap(placesOf)))].sort();
    if (this.place && !places.includes(this.place)) places.push(this.place);
    return html`
      <label class="place">
        <span class="sr">Distribution or bucket</span>
        <select data-testid="place" @change=${(/** @type {Event} */ e) => { this.place = /** @type {HTMLSelectElement} */ (e.target).value; }}>
          <option value="" .selected=${this.place === ''}>All distributions and buckets</option>
          ${places.map((p) => html`<option value=${p} .selected=${p === this.place}>${p.replace(/^edge:/, 'Distribution ').replace(/^bucket:/, 'Bucket ')}</option>`)}
        </select>
      </label>
    `;
  }

  empty() {
    return html`<p class="empty">Nothing has arrived yet.${this.command
      ? html` To see an exchange, run <code>${this.command}</code>` : nothing}</p>`;
  }

  engines() {
    return html`
      <fieldset class="engines">
        <legend class="sr">Verdict of which browser</legend>
        ${/** @type {Engine[]} */ (Object.keys(engineNames)).map((engine) => html`
          <label>
            <input type="radio" name="engine" value=${engine} .checked=${engine === this.engine} @change=${() => { this.engine = engine; }}>
            <span>${engineNames[engine]}</span>
          </label>`)}
      </fieldset>
    `;
  }

  /** @param {Load} load */
  rowsOf(load) {
    if (!this.filtering) return load.exchanges;
    return load.exchanges.filter((e) => {
      if (this.place && !placesOf(e).includes(this.place)) return false;
      if (this.verdict && verdictOf(e, this.engine) !== this.verdict) return false;
      const shown = `${e.request.method} ${e.response.status} ${cacheWord(e)} ${verdictWord(e, this.engine)} ${adviceLine(e)}`;
      return matches(e, this.filter.trim(), shown);
    });
  }

  /**
   * @param {Load} load
   * @param {Exchange[]} rows
   * @param {boolean} newest
   */
  group(load, rows, newest) {
    if (rows.length === 0 && !newest) return nothing;
    const { filtering } = this;
    const open = this.unfolded.get(load.number) ?? (newest || filtering);
    const limit = this.windowOf(load);
    const id = `load-${load.number}`;
    return html`
      <div class="load" role="group" aria-labelledby=${id} data-testid="load" data-load=${load.number}>
        <h3 id=${id}>
          <button type="button" class="load-head" aria-expanded=${open} @click=${() => { this.unfolded = new Map(this.unfolded).set(load.number, !open); }}>
            <span class="turn" data-open=${open}>${icon('open')}</span>
            <span>${load.number === LINKED ? 'From a link' : `Page load ${load.number}`}</span>
            <span class="load-at">${clockTime(load.at)}</span>
            <span class="load-summary">${loadSummary(load.exchanges, this.engine)}</span>
          </button>
        </h3>
        ${open ? html`
          <ul class="rows">${repeat(rows.slice(0, limit), (e) => e.id, (e) => this.guardedRow(e))}</ul>
          ${rows.length > limit ? html`
            <button type="button" class="button quiet more" @click=${() => { this.windows = new Map(this.windows).set(load.number, limit + WINDOW); }}>
              Show ${Math.min(WINDOW, rows.length - limit)} earlier
            </button>` : nothing}
        ` : nothing}
      </div>
    `;
  }

  /** A row, drawn anew only when something in it changed. @param {Exchange} e */
  guardedRow(e) {
    const open = this.openIds.has(e.id);
    return guard([e, this.engine, open, open && this.partnerOf(e), open && this.replays.get(e.id)], () => this.row(e));
  }

  /** @param {Exchange} e */
  row(e) {
    const open = this.openIds.has(e.id);
    const verdict = verdictOf(e, this.engine);
    const words = { time: clockTime(e.time), cache: cacheWord(e), verdict: verdictWord(e, this.engine), advice: adviceLine(e) };
    const path = pathOf(e.request.url);
    return html`
      <li class="exchange" data-testid="exchange" data-id=${e.id} data-cache=${e.edge?.cache ?? 'none'} data-verdict=${verdict}
        data-path=${path} data-method=${e.request.method} data-status=${e.response.status}>
        <button type="button" class="row" aria-expanded=${open} @click=${() => this.toggle(e.id)}>
          <span class="turn" data-open=${open}>${icon('open')}</span>
          <span class="cell-time">${words.time}</span>
          <span class="cell-method">${e.request.method}</span>
          <span class="cell-path" title=${e.request.url}>${path}</span>
          <span class="cell-status" data-bad=${e.response.status >= 400}><span class="sr">status </span>${e.response.status}</span>
          <span class="cell-cache" data-cache=${e.edge?.cache ?? 'none'}>${e.edge ? html`<span class="sr">cache </span>` : nothing}${words.cache}</span>
          <span class="cell-verdict" data-verdict=${verdict}>${icon(verdict)}<span><span class="sr">CORS verdict ${engineNames[this.engine]}: </span>${words.verdict}</span></span>
          <span class="cell-advice">${words.advice}</span>
        </button>
        ${open ? html`<exchange-view .exchange=${e} .repeated=${this.replays.get(e.id) ?? null} .partner=${this.partnerOf(e)} .engine=${this.engine}></exchange-view>` : nothing}
      </li>
    `;
  }
}

/** @param {Exchange} e */
function placesOf(e) {
  const places = e.edge?.distributionId ? [`edge:${e.edge.distributionId}`] : [];
  return e.s3?.bucket ? [...places, `bucket:${e.s3.bucket}`] : places;
}

customElements.define('exchange-list', ExchangeList);
export { ExchangeList };
