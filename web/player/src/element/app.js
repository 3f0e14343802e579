// The page: holds what is known of the world, and passes it to the parts.
import { html, nothing } from 'lit';
import { getExchange, getExchanges, getPolicies, getState, reset } from '../api.js';
import { follow } from '../feed.js';
import { addExchanges, addOld, beginLoad, CAPACITY, inferLoads, newestId } from '../loads.js';
import { recall, remember } from '../memory.js';
import { fromBrowserCache, reduce, start, statusOf } from '../playback.js';
import { forwardsOrigin, policyName } from '../policies.js';
import { nextStep } from '../story.js';
import { applyTheme, storedTheme } from '../theme.js';
import { engineOf, loadOf, verdictOf } from '../words.js';
import { breakView } from './break-view.js';
import { Part } from './part.js';
import './behavior-console.js';
import './cache-console.js';
import './clock-control.js';
import './cors-console.js';
import './exchange-list.js';
import './stage.js';
import './status-strip.js';
import './story-strip.js';

/** @import {Demo, Distribution, Exchange, Load, Playback, PlaybackEvent, Policies, State, Status} from '../types.d.ts' */
/** @import {BehaviorConsole} from './behavior-console.js' */
/** @import {CorsConsole} from './cors-console.js' */
/** @import {ExchangeList} from './exchange-list.js' */
/** @import {VideoStage} from './stage.js' */
/** @import {Theme} from '../theme.js' */

/** How many exchanges from before this page was opened are shown. */
const HISTORY = 200;
/** How often the status is looked at anew, in ms: standing still is an event that nobody sends. */
const LOOK_EVERY = 250;
/** How long exchanges are gathered before they are shown, in ms. */
const SHOW_AFTER = 40;
/** The wait before asking again for a console that did not answer, in ms. */
const RETRY_AFTER = 2000;

const engine = engineOf(navigator.userAgent);

class CrossfrontPlayer extends Part {
  static properties = {
    world: { state: true },
    policies: { state: true },
    bucket: { state: true },
    distributionId: { state: true },
    tab: { state: true },
    loads: { state: true },
    live: { state: true },
    problem: { state: true },
    status: { state: true },
    at: { state: true },
    cached: { state: true },
    theme: { state: true },
    cors: { state: true },
    looked: { state: true },
    begun: { state: true },
    played: { state: true },
    storyOver: { state: true },
    said: { state: true },
    skipCache: { state: true },
    scheme: { state: true },
    replays: { state: true },
  };

  constructor() {
    super();
    /** @type {State | null} */
    this.world = null;
    /** @type {Policies | null} */
    this.policies = null;
    this.bucket = '';
    this.distributionId = '';
    /** @type {'cors' | 'behavior' | 'cache'} */
    this.tab = 'cors';
    /** @type {Load[]} */
    this.loads = [];
    this.live = false;
    this.problem = '';
    /** @type {Status} */
    this.status = { state: 'loading', why: '', exchangeId: null };
    this.at = 0;
    this.cached = 0;
    /** @type {Theme} */
    this.theme = storedTheme();
    /** Whether the demo's bucket has a CORS configuration; null until known. @type {boolean | null} */
    this.cors = null;
    this.looked = false;
    /** The reader follows the story: it goes on though the world is no longer pristine. */
    this.begun = recall('story') === 'begun';
    this.played = false;
    this.storyOver = recall('story') === 'over';
    this.said = '';
    /** Whether this browser's own cache is kept out of the loads. */
    this.skipCache = recall('browser-cache') !== 'used';
    /** How viewers come: browsers send other headers over h2 than over HTTP/1.1. @type {'http' | 'https'} */
    this.scheme = recall('scheme') === 'https' ? 'https' : 'http';
    /** What each replay repeated, by its id. @type {ReadonlyMap<string, Exchange>} */
    this.replays = new Map();
    /** @type {Playback} */
    this.playback = start(performance.now());
    /** Exchanges that have come and are not shown yet. @type {Exchange[]} */
    this.arrived = [];
    /** The name that the first load after the last reset could have had. */
    this.since = '';
    this.stopFeed = () => {};
    this.looking = 0;
    this.onKey = (/** @type {KeyboardEvent} */ e) => this.key(e);
    this.onHash = () => this.followLink();
    this.onReturn = () => {
      if (document.visibilityState === 'visible') this.refreshWorld();
    };
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('keydown', this.onKey);
    document.addEventListener('visibilitychange', this.onReturn);
    window.addEventListener('hashchange', this.onHash);
    window.addEventListener('focus', this.onReturn);
    this.looking = window.setInterval(() => this.look(), LOOK_EVERY);
    this.open();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('keydown', this.onKey);
    document.removeEventListener('visibilitychange', this.onReturn);
    window.removeEventListener('hashchange', this.onHash);
    window.removeEventListener('focus', this.onReturn);
    clearInterval(this.looking);
    this.stopFeed();
  }

  /** @returns {Demo | null} */
  get demo() {
    return this.world?.demo ?? null;
  }

  /** The AWS CLI as it works in a shell that knows nothing of this place. */
  get aws() {
    return `AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_DEFAULT_REGION=us-east-1 aws --endpoint-url ${this.world?.addresses.aws}`;
  }

  /** @returns {Distribution | null} */
  get distribution() {
    return this.world?.distributions?.find((d) => d.id === this.distributionId) ?? null;
  }

  /** Everything from the start: the world, the history, the feed, the stream. */
  async open() {
    try {
      const [world, policies, history] = await Promise.all([getState(), getPolicies(), getExchanges({ limit: HISTORY })]);
      this.problem = '';
      this.policies = policies;
      this.adopt(world);
      this.loads = inferLoads(history, world.demo?.master ?? '');
    } catch (problem) {
      this.problem = messageOf(problem);
      setTimeout(() => this.isConnected && this.open(), RETRY_AFTER);
      return;
    }
    // From here on every exchange belongs to a load that this page began.
    this.loads = beginLoad(this.loads, new Date().toISOString());
    this.stopFeed = follow({
      onExchange: (e) => this.take(e),
      onLive: (live) => { this.live = live; },
      catchUp: async () => {
        for (const e of await getExchanges({ after: newestId(this.loads), limit: CAPACITY })) this.take(e);
      },
    });
    await this.updateComplete;
    this.play();
    await this.followLink();
  }

  /** Opens the exchange that the address names, also one older than the list. */
  async followLink() {
    const id = linked(location.hash);
    if (id === '') return;
    try {
      if (!this.exchange(id)) {
        const exchange = await getExchange(id);
        if (!this.exchange(id)) this.loads = addOld(this.loads, exchange);
        await this.updateComplete;
      }
      this.looked = true;
      await this.list?.show(id);
    } catch (problem) {
      this.say(messageOf(problem));
      this.problem = messageOf(problem);
    }
  }

  /** A request was sent again: its answer opens. @param {{before: Exchange, after: Exchange}} replayed */
  async showReplay({ before, after }) {
    this.replays = new Map([...this.replays, [after.id, before]]);
    this.take(after);
    this.showArrived();
    await this.updateComplete;
    await this.list?.show(after.id);
  }

  /** @param {State} world */
  adopt(world) {
    this.world = world;
    const { demo } = world;
    const buckets = world.buckets ?? [];
    const distributions = world.distributions ?? [];
    if (!buckets.some((b) => b.name === this.bucket)) this.bucket = demo?.bucket ?? buckets[0]?.name ?? '';
    if (!distributions.some((d) => d.id === this.distributionId)) {
      this.distributionId = demo?.distributionId ?? (distributions.find((d) => d.default) ?? distributions[0])?.id ?? '';
    }
    if (demo) this.cors = buckets.find((b) => b.name === demo.bucket)?.cors ?? false;
  }

  async refreshWorld() {
    if (!this.world) return;
    try {
      this.adopt(await getState());
      this.problem = '';
      const console = /** @type {CorsConsole | null} */ (this.querySelector('cors-console'));
      await console?.refresh();
    } catch (problem) {
      this.problem = messageOf(problem);
    }
  }

  /**
   * Takes an exchange in. A burst is shown as one change, not as hundreds.
   * @param {Exchange} exchange
   */
  take(exchange) {
    // What was on its way while the world was reset belongs to the old one.
    const load = loadOf(exchange.request.url);
    if (load !== '' && load < this.since) return;
    if (this.arrived.push(exchange) === 1) setTimeout(() => this.showArrived(), SHOW_AFTER);
  }

  showArrived() {
    const arrived = this.arrived;
    this.arrived = [];
    const loads = addExchanges(this.loads, arrived);
    if (loads === this.loads) return;
    this.loads = loads;
    for (const exchange of arrived) {
      // A replay is not the player’s request.
      if (!this.replays.has(exchange.id)) this.playback = reduce(this.playback, { type: 'exchange', exchange });
    }
    this.look();
  }

  /** Starts the stream over. */
  play() {
    const stage = /** @type {VideoStage | null} */ (this.querySelector('video-stage'));
    const { demo } = this;
    const base = this.demoUrl;
    if (!stage || !demo || !base) return;
    this.played = false;
    stage.load({ master: base + demo.master, poster: base + demo.poster, captions: base + demo.captions, fresh: this.skipCache ? freshName() : '' });
  }

  /** The reader asks for a new load: a new group of exchanges begins. */
  reload() {
    if (!this.demoUrl) return;
    this.showArrived();
    this.loads = beginLoad(this.loads, new Date().toISOString());
    this.play();
  }

  /** @param {CustomEvent<PlaybackEvent>} event */
  hear(event) {
    this.playback = reduce(this.playback, event.detail);
    if (event.detail.type !== 'progress') this.look();
  }

  look() {
    const now = performance.now();
    const status = statusOf(this.playback, now, engine, this.live);
    const { state, why, exchangeId } = this.status;
    // The same words are not said again: a live region would repeat them.
    if (status.state !== state || status.why !== why || status.exchangeId !== exchangeId) this.status = status;
    if (status.state === 'playing') this.played = true;
    this.at = Math.floor(this.playback.position);
    this.cached = fromBrowserCache(this.playback, now);
  }

  async resetWorld() {
    try {
      /** @type {VideoStage | null} */ (this.querySelector('video-stage'))?.stop();
      await reset();
      this.since = freshName();
      const [world, policies] = await Promise.all([getState(), getPolicies()]);
      this.policies = policies;
      this.adopt(world);
      this.arrived = [];
      this.loads = [];
      this.looked = false;
      const behavior = /** @type {BehaviorConsole | null} */ (this.querySelector('behavior-console'));
      behavior?.forget();
      await /** @type {CorsConsole | null} */ (this.querySelector('cors-console'))?.refresh(true);
      await /** @type {any} */ (this.querySelector('clock-control'))?.refresh();
      this.say('Everything is as it was after seeding: objects, settings, cache, clock and exchanges.');
      this.reload();
    } catch (problem) {
      this.say(messageOf(problem));
    }
  }

  /** @param {string} text */
  say(text) {
    this.said = text;
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = /** @type {HTMLElement} */ (event.target);
    if (target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]')) return;
    const view = this.list?.viewOf(target);
    if (view && (event.key === 'r' || event.key === 'c')) {
      event.preventDefault();
      if (event.key === 'r') view.replay();
      else view.copyCurl();
    } else if (event.key === 'r') {
      event.preventDefault();
      this.reload();
    } else if (event.key === '/') {
      event.preventDefault();
      this.list?.focusFilter();
    }
  }

  /** @param {string | null} id @returns {Exchange | null} */
  exchange(id) {
    for (const load of this.loads) for (const e of load.exchanges) if (e.id === id) return e;
    return null;
  }

  get list() {
    return /** @type {ExchangeList | null} */ (this.querySelector('exchange-list'));
  }

  /** The step of the demo's story to show now. */
  get step() {
    const { demo, policies, distribution } = this;
    if (this.storyOver || !demo || !policies || this.cors === null || distribution?.id !== demo.distributionId) return null;
    const behavior = distribution.behaviors[distribution.behaviors.length - 1];
    const cachePolicy = policies.cachePolicies.find((p) => p.id === behavior?.cachePolicyId);
    const originRequestPolicy = policies.originRequestPolicies.find((p) => p.id === behavior?.originRequestPolicyId);
    const step = nextStep({
      demo: true,
      pristine: demo.pristine,
      cors: this.cors,
      forwards: forwardsOrigin(originRequestPolicy, cachePolicy),
      detour: behavior?.responseHeadersPolicyId !== '' || !cachePolicy || policyName(cachePolicy) !== 'CachingOptimized',
      looked: this.looked,
      plays: this.played,
      begun: this.begun,
    });
    return step;
  }

  /** @param {string} action */
  async act(action) {
    switch (action) {
      case 'look': {
        const blocked = this.loads.flatMap((l) => l.exchanges).find((e) => verdictOf(e, engine) === 'blocked');
        if (blocked) await this.list?.show(blocked.id);
        this.looked = true;
        return;
      }
      case 'next':
        this.looked = true;
        return;
      case 'insert':
        await this.choose('cors');
        /** @type {CorsConsole | null} */ (this.querySelector('cors-console'))?.insert();
        return;
      case 'choose':
        await this.choose('behavior');
        /** @type {BehaviorConsole | null} */ (this.querySelector('behavior-console'))?.chooseOriginRequestPolicy();
        return;
      case 'invalidate':
        await this.choose('behavior');
        /** @type {BehaviorConsole | null} */ (this.querySelector('behavior-console'))?.focusOn('invalidate');
        return;
      default:
        this.storyOver = true;
        remember('story', 'over');
    }
  }

  /** @param {'cors' | 'behavior'} tab */
  async choose(tab) {
    this.tab = tab;
    await this.updateComplete;
  }

  willUpdate() {
    if (!this.begun && this.step) {
      this.begun = true;
      remember('story', 'begun');
    }
  }

  render() {
    return html`
      ${this.header()}
      <p class="sr" role="status">${this.said}</p>
      ${this.problem ? html`<p class="problem" role="alert">${this.problem}</p>` : nothing}
      ${this.world ? this.main() : nothing}
    `;
  }

  header() {
    const addresses = this.world?.addresses;
    return html`
      <header class="top">
        <h1><svg class="logo" viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="7"/><path d="M6 16h20M20 10l6 6-6 6"/><path d="M14 7v18" stroke-dasharray="4 5"/></svg>Crossfront</h1>
        ${addresses ? html`
          <dl class="addresses">
            <div><dt>AWS APIs</dt><dd><code>${addresses.aws}</code></dd></div>
            <div><dt>Edge</dt><dd><code>${addresses.edge}</code></dd></div>
            <div><dt>Edge, https</dt><dd><code>${addresses.edgeTls}</code></dd></div>
          </dl>` : nothing}
        <div class="top-actions">
          <clock-control @clock-moved=${() => /** @type {any} */ (this.querySelector('cache-console'))?.refresh()}></clock-control>
          <a class="gallery-link" data-testid="gallery" href="gallery.html">Gallery of failures</a>
          <label class="theme">
            <span class="sr">Colours</span>
            <select data-testid="theme" @change=${(/** @type {Event} */ e) => {
              this.theme = /** @type {Theme} */ (/** @type {HTMLSelectElement} */ (e.target).value);
              applyTheme(this.theme);
            }}>
              ${[['system', 'System colours'], ['light', 'Light'], ['dark', 'Dark']].map(([value, name]) =>
                html`<option value=${value} .selected=${value === this.theme}>${name}</option>`)}
            </select>
          </label>
          <button type="button" class="button" data-testid="reset-world" @click=${() => this.resetWorld()}
            title="Back to the state after seeding: objects, settings, cache, clock and exchanges">Reset world</button>
        </div>
      </header>
    `;
  }

  /** The faults that somebody asked for: else what they do would look like the world’s own failure. */
  faults() {
    const set = this.world?.faults ?? [];
    return set.length === 0 ? nothing : html`
      <ul class="faults" data-testid="faults" aria-label="Injected faults">
        ${set.map((f) => html`<li><strong>Injected fault:</strong> ${f.what}, from ${f.from}${f.missing ? html`. <em>It acts on nothing: ${f.missing}</em>` : nothing}</li>`)}
      </ul>
    `;
  }

  main() {
    const { demo } = this;
    return html`
      <main
        @show-exchange=${(/** @type {CustomEvent<string>} */ e) => { this.looked = true; this.list?.show(e.detail); }}
        @exchange-opened=${(/** @type {CustomEvent<string>} */ e) => { this.looked = true; history.replaceState(null, '', `#exchange=${e.detail}`); }}
        @settings-changed=${() => this.refreshWorld()}
        @replayed=${(/** @type {CustomEvent<{before: Exchange, after: Exchange}>} */ e) => this.showReplay(e.detail)}
        @reload-asked=${() => this.reload()}
        @story-action=${(/** @type {CustomEvent<string>} */ e) => this.act(e.detail)}
        @cors-known=${(/** @type {CustomEvent<{bucket: string, rules: unknown[] | null}>} */ e) => { if (e.detail.bucket === demo?.bucket) this.cors = e.detail.rules !== null; }}
        @distribution-changed=${(/** @type {CustomEvent<Distribution>} */ e) => this.replace(e.detail)}>
        <story-strip .step=${this.step}></story-strip>
        <div class="workbench">
          <section class="viewer" aria-labelledby="player-title">
            <h2 class="sr" id="player-title">Player</h2>
            ${demo && this.demoUrl ? html`
              <div class="stage" data-state=${this.status.state}>
                <video-stage @playback=${this.hear}></video-stage>
                ${this.status.state === 'blocked' && this.playback.movedAt === null ? breakView(this.exchange(this.status.exchangeId)) : nothing}
              </div>
              <status-strip .status=${this.status} .at=${this.at} .cached=${this.cached}></status-strip>
              <div class="viewer-actions">
                <button type="button" class="button" data-testid="reload-player" aria-keyshortcuts="r" @click=${() => this.reload()}>Reload player <kbd aria-hidden="true">r</kbd></button>
                <label class="check" title="Gives each load’s URLs a query string of their own, as a browser’s “Disable cache” would">
                  <input type="checkbox" data-testid="skip-browser-cache" .checked=${this.skipCache} @change=${(/** @type {Event} */ e) => {
                    this.skipCache = /** @type {HTMLInputElement} */ (e.target).checked;
                    remember('browser-cache', this.skipCache ? null : 'used');
                  }}>
                  Skip this browser’s cache
                </label>
                <label class="check" title="Over https, browsers speak HTTP/2 and send other headers, Chromium for one Priority. They must trust the local authority first: ${this.world?.addresses.console}/api/ca.pem">
                  Over
                  <select data-testid="scheme" @change=${(/** @type {Event} */ e) => this.turnTo(/** @type {HTMLSelectElement} */ (e.target).value)}>
                    ${[['http', 'http'], ['https', 'https, h2']].map(([value, name]) =>
                      html`<option value=${value} .selected=${value === this.scheme}>${name}</option>`)}
                  </select>
                </label>
                <code class="source" title="The master playlist">${this.demoUrl + demo.master}</code>
              </div>`
            : demo ? html`
              <div class="stage vacant">
                <p>The demo’s distribution ${demo.distributionId} is not there. Reset world brings it back.</p>
              </div>`
            : html`
              <div class="stage vacant">
                <p>There is no demo stream here: the emulator was started with <code>--empty</code> or with a seed file of its own. What is asked of it shows below, from whatever page. For the demo, run</p>
                <p><code>emulator serve</code></p>
              </div>`}
          </section>
          ${this.consoles()}
        </div>
        ${this.faults()}
        <exchange-list .loads=${this.loads} .live=${this.live} .command=${this.command} .replays=${this.replays}></exchange-list>
      </main>
    `;
  }

  /** Where the demo's distribution is; empty when there is none. */
  get demoUrl() {
    const distribution = this.world?.distributions?.find((d) => d.id === this.demo?.distributionId);
    return (this.scheme === 'https' ? distribution?.urlTls : distribution?.url) ?? '';
  }

  /** @param {string} scheme */
  async turnTo(scheme) {
    this.scheme = scheme === 'https' ? 'https' : 'http';
    remember('scheme', this.scheme === 'https' ? 'https' : null);
    await this.updateComplete;
    this.reload();
  }

  get command() {
    const base = this.distribution?.url;
    return base ? `curl -H 'Origin: ${location.origin}' ${base}${this.demo?.master ?? '/'}` : '';
  }

  consoles() {
    const tabs = /** @type {const} */ ([['cors', 'Permissions', 'CORS'], ['behavior', 'Behavior', ''], ['cache', 'Cache', '']]);
    const ids = tabs.map(([id]) => id);
    const turn = (/** @type {KeyboardEvent} */ e) => {
      if (!['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(e.key)) return;
      e.preventDefault();
      const at = ids.indexOf(this.tab) + (e.key === 'ArrowLeft' ? -1 : 1);
      this.tab = e.key === 'Home' ? ids[0] : e.key === 'End' ? ids[ids.length - 1] : ids[(at + ids.length) % ids.length];
      this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector(`#tab-${this.tab}`))?.focus());
    };
    return html`
      <section class="consoles" aria-labelledby="settings-title">
        <h2 class="sr" id="settings-title">Settings</h2>
        <div class="tabs" role="tablist" aria-label="Consoles" @keydown=${turn}>
          ${tabs.map(([id, name, part]) => html`
            <button type="button" role="tab" id="tab-${id}" data-testid="tab-${id}" aria-controls="panel-${id}"
              aria-selected=${this.tab === id} tabindex=${this.tab === id ? 0 : -1} @click=${() => { this.tab = id; }}>
              <span class="tab-service">${id === 'cors' ? 'S3' : 'CloudFront'}</span>
              <span>${name}${part ? html` <span aria-hidden="true">→</span> ${part}` : nothing}</span>
            </button>`)}
        </div>
        <div role="tabpanel" id="panel-cors" aria-labelledby="tab-cors" ?hidden=${this.tab !== 'cors'}>${this.bucketPanel()}</div>
        <div role="tabpanel" id="panel-behavior" aria-labelledby="tab-behavior" ?hidden=${this.tab !== 'behavior'}>${this.distributionPanel()}</div>
        <div role="tabpanel" id="panel-cache" aria-labelledby="tab-cache" ?hidden=${this.tab !== 'cache'}><cache-console .distribution=${this.distributionId} .shown=${this.tab === 'cache'} .beat=${this.loads}></cache-console></div>
      </section>
    `;
  }

  bucketPanel() {
    const buckets = this.world?.buckets ?? [];
    if (buckets.length === 0) {
      return html`<p class="empty">No bucket yet. Make one: <code>${this.aws} s3 mb s3://media</code></p>`;
    }
    return html`
      ${buckets.length > 1 ? html`
        <label class="field chooser"><span class="field-name">Bucket</span>
          <select data-testid="bucket" @change=${(/** @type {Event} */ e) => { this.bucket = /** @type {HTMLSelectElement} */ (e.target).value; }}>
            ${buckets.map((b) => html`<option value=${b.name} .selected=${b.name === this.bucket}>${b.name}</option>`)}
          </select>
        </label>` : nothing}
      <cors-console .bucket=${this.bucket}></cors-console>
    `;
  }

  distributionPanel() {
    const distributions = this.world?.distributions ?? [];
    if (distributions.length === 0) {
      return html`<p class="empty">No distribution yet. Make one: <code>${this.aws} cloudfront create-distribution --origin-domain-name media.s3.amazonaws.com</code></p>`;
    }
    return html`
      ${distributions.length > 1 ? html`
        <label class="field chooser"><span class="field-name">Distribution</span>
          <select data-testid="distribution" @change=${(/** @type {Event} */ e) => { this.distributionId = /** @type {HTMLSelectElement} */ (e.target).value; }}>
            ${distributions.map((d) => html`<option value=${d.id} .selected=${d.id === this.distributionId}>${d.id} (${d.domainName})</option>`)}
          </select>
        </label>` : nothing}
      <behavior-console .distribution=${this.distribution} .policies=${this.policies}></behavior-console>
    `;
  }

  /** @param {Distribution} changed */
  replace(changed) {
    const { world } = this;
    if (!world) return;
    this.world = { ...world, distributions: (world.distributions ?? []).map((d) => (d.id === changed.id ? changed : d)) };
    this.played = false;
  }
}

/** The exchange that an address names: #exchange=ID. @param {string} hash */
function linked(hash) {
  return new URLSearchParams(hash.slice(1)).get('exchange') ?? '';
}

/** A name that no load of this browser has had. Later ones sort behind. */
function freshName() {
  return Date.now().toString(36);
}

/** @param {unknown} problem */
function messageOf(problem) {
  return problem instanceof Error ? problem.message : String(problem);
}

customElements.define('crossfront-player', CrossfrontPlayer);
