// The distribution's behavior, with the field names of CloudFront's own form,
// and what each chosen policy contains. Below it, Invalidate.
import { html, nothing } from 'lit';
import { invalidate, putBehavior, Refused } from '../api.js';
import * as policies from '../policies.js';
import { Part } from './part.js';

/** @import {Behavior, Distribution, Mistake, Policies, Policy} from '../types.d.ts' */

/**
 * @typedef {Pick<Behavior, 'viewerProtocolPolicy' | 'allowedMethods' | 'cachedMethods' | 'cachePolicyId'
 *   | 'originRequestPolicyId' | 'responseHeadersPolicyId' | 'compress'>} Draft
 */

/** @type {(keyof Draft)[]} */
const fields = ['viewerProtocolPolicy', 'allowedMethods', 'cachedMethods', 'cachePolicyId',
  'originRequestPolicyId', 'responseHeadersPolicyId', 'compress'];

class BehaviorConsole extends Part {
  static properties = {
    distribution: { attribute: false },
    policies: { attribute: false },
    index: { state: true },
    draft: { state: true },
    mistakes: { state: true },
    note: { state: true },
    busy: { state: true },
    paths: { state: true },
    invalidationNote: { state: true },
    invalidationMistakes: { state: true },
  };

  constructor() {
    super();
    /** @type {Distribution | null} */
    this.distribution = null;
    /** @type {Policies | null} */
    this.policies = null;
    /** Which behavior is shown: the default one, until another is chosen. @type {number | null} */
    this.index = null;
    /** What was changed and not saved. @type {Partial<Draft>} */
    this.draft = {};
    /** @type {Mistake[]} */
    this.mistakes = [];
    this.note = '';
    this.busy = false;
    this.paths = '/*';
    this.invalidationNote = '';
    /** @type {Mistake[]} */
    this.invalidationMistakes = [];
  }

  /** @returns {Behavior | null} */
  get behavior() {
    const all = this.distribution?.behaviors ?? [];
    return all.find((b) => b.index === this.index) ?? all[all.length - 1] ?? null;
  }

  /** The behavior as the form shows it. @returns {Behavior | null} */
  get shown() {
    return this.behavior && { ...this.behavior, ...this.draft };
  }

  /** The edited fields that really differ. @returns {Partial<Draft>} */
  get changed() {
    const { behavior, draft } = this;
    if (!behavior) return {};
    const differing = fields.filter((f) => f in draft && JSON.stringify(draft[f]) !== JSON.stringify(behavior[f] ?? ''));
    return Object.fromEntries(differing.map((f) => [f, draft[f]]));
  }

  /** @param {Partial<Draft>} change */
  edit(change) {
    this.draft = { ...this.draft, ...change };
    this.note = '';
    this.mistakes = [];
  }

  /** Drops what was edited and said: the world was reset. */
  forget() {
    this.index = null;
    this.draft = {};
    this.mistakes = [];
    this.note = '';
    this.paths = '/*';
    this.invalidationNote = '';
    this.invalidationMistakes = [];
  }

  /** Puts the story's third step before the reader. */
  chooseOriginRequestPolicy() {
    const wanted = this.policies?.originRequestPolicies.find((p) => policies.policyName(p) === 'CORS-S3Origin');
    if (!wanted) return;
    this.edit({ originRequestPolicyId: wanted.id });
    this.updateComplete.then(() => this.focusOn('behavior-save'));
  }

  /** @param {string} testid */
  focusOn(testid) {
    const element = /** @type {HTMLElement | null} */ (this.querySelector(`[data-testid=${testid}]`));
    element?.scrollIntoView({ block: 'nearest' });
    element?.focus();
  }

  async save() {
    const { distribution, behavior, changed } = this;
    if (!distribution || !behavior) return;
    this.busy = true;
    this.note = '';
    try {
      const saved = await putBehavior(distribution.id, behavior.index, changed);
      this.draft = {};
      this.mistakes = [];
      this.note = 'Saved. It applies from the next request on; answers already stored stay until they expire or are invalidated.';
      this.tell('distribution-changed', saved);
    } catch (problem) {
      this.mistakes = mistakesOf(problem);
    } finally {
      this.busy = false;
    }
  }

  async invalidate() {
    const { distribution } = this;
    if (!distribution) return;
    const paths = this.paths.split(/\s+/).filter(Boolean);
    this.busy = true;
    this.invalidationNote = '';
    try {
      const made = await invalidate(distribution.id, paths);
      this.invalidationMistakes = [];
      this.invalidationNote = `Invalidation ${made.id}: ${made.paths.join(' ')}. Status ${made.status}. The edge asks the bucket again at the next request.`;
    } catch (problem) {
      this.invalidationMistakes = mistakesOf(problem);
    } finally {
      this.busy = false;
    }
  }

  render() {
    const { distribution, shown } = this;
    if (!distribution || !shown) return nothing;
    const unsaved = Object.keys(this.changed).length > 0;
    return html`
      <form class="console" @submit=${(/** @type {Event} */ e) => { e.preventDefault(); this.save(); }}>
        <div class="console-head">
          <h3>${shown.pathPattern === '*' ? 'Default (*) behavior' : `Behavior ${shown.pathPattern}`}</h3>
          <p>Distribution <code>${distribution.id}</code>, origin <code>${this.originName(shown.targetOriginId)}</code></p>
        </div>
        ${distribution.behaviors.length > 1 ? this.patterns(distribution, shown) : nothing}
        <div class="fields">
          ${this.methods(shown)}
          ${shown.legacy ? html`<p class="warning">This behavior uses legacy cache settings (ForwardedValues). Choosing a cache policy replaces them.</p>` : nothing}
          ${this.policy('Cache policy', 'behavior-cache-policy', 'cachePolicyId', this.policies?.cachePolicies, policies.cachePolicyFacts,
            'None: the legacy settings apply.')}
          ${this.policy('Origin request policy – optional', 'behavior-origin-request-policy', 'originRequestPolicyId', this.policies?.originRequestPolicies, policies.originRequestPolicyFacts,
            shown.legacy ? 'None: the legacy settings decide what is forwarded.' : 'None: only what is in the cache key is sent to the origin. Origin is removed unless the cache policy lists it.')}
          ${this.policy('Response headers policy – optional', 'behavior-response-headers-policy', 'responseHeadersPolicyId', this.policies?.responseHeadersPolicies, policies.responseHeadersPolicyFacts,
            'None: the edge adds no CORS headers of its own.')}
        </div>
        <div class="verdict" aria-live="polite">
          ${this.mistakes.length > 0
            ? html`<div class="refusal" data-testid="behavior-error"><p><strong>CloudFront refused this</strong></p>${mistakeList(this.mistakes)}</div>`
            : this.noteView(this.note || (unsaved ? 'Not saved yet.' : ''), this.note !== '' && !unsaved, 'behavior-note')}
        </div>
        <div class="actions">
          <button class="button primary" data-testid="behavior-save" ?disabled=${this.busy}>Save changes</button>
          <button class="button" type="button" data-testid="behavior-reset" ?disabled=${!unsaved} @click=${() => { this.draft = {}; this.note = ''; this.mistakes = []; }}>Reset</button>
        </div>
      </form>
      ${this.invalidation()}
    `;
  }

  /** @param {string} id */
  originName(id) {
    const origin = this.distribution?.origins?.find((o) => o.id === id);
    return origin ? origin.domainName : id;
  }

  /**
   * @param {Distribution} distribution
   * @param {Behavior} shown
   */
  patterns(distribution, shown) {
    const choose = (/** @type {Event} */ e) => {
      this.index = Number(/** @type {HTMLSelectElement} */ (e.target).value);
      this.draft = {};
      this.note = '';
      this.mistakes = [];
    };
    return html`
      <label class="field">
        <span class="field-name">Path pattern</span>
        <select data-testid="behavior-path-pattern" @change=${choose}>
          ${distribution.behaviors.map((b) => html`<option value=${b.index} ?selected=${b.index === shown.index}>${b.pathPattern === '*' ? 'Default (*)' : b.pathPattern}</option>`)}
        </select>
      </label>
    `;
  }

  /** @param {Behavior} shown */
  methods(shown) {
    const set = policies.methodSetOf(shown.allowedMethods);
    const cachesOptions = (shown.cachedMethods ?? []).includes('OPTIONS');
    const allow = (/** @type {Event} */ e) => {
      const methods = policies.methodSets[Number(/** @type {HTMLSelectElement} */ (e.target).selectedIndex)];
      if (!methods) return;
      this.edit({ allowedMethods: methods, ...(methods.includes('OPTIONS') ? {} : { cachedMethods: ['GET', 'HEAD'] }) });
    };
    return html`
      <div class="field-row">
        <label class="field">
          <span class="field-name">Viewer protocol policy</span>
          <select data-testid="behavior-viewer-protocol-policy" @change=${(/** @type {Event} */ e) => this.edit({ viewerProtocolPolicy: /** @type {HTMLSelectElement} */ (e.target).value })}>
            ${policies.viewerProtocolPolicies.map(([value, name]) => html`<option value=${value} .selected=${value === shown.viewerProtocolPolicy}>${name}</option>`)}
          </select>
        </label>
        <label class="field">
          <span class="field-name">Allowed HTTP methods</span>
          <select data-testid="behavior-allowed-methods" @change=${allow}>
            ${policies.methodSets.map((methods, i) => html`<option value=${methods.join(',')} .selected=${i === set}>${methods.join(', ')}</option>`)}
          </select>
        </label>
      </div>
      ${(shown.allowedMethods ?? []).includes('OPTIONS') ? html`
        <label class="check">
          <input type="checkbox" data-testid="behavior-cache-options" .checked=${cachesOptions}
            @change=${(/** @type {Event} */ e) => this.edit({ cachedMethods: /** @type {HTMLInputElement} */ (e.target).checked ? ['GET', 'HEAD', 'OPTIONS'] : ['GET', 'HEAD'] })}>
          Cache HTTP methods: OPTIONS too
        </label>` : nothing}
    `;
  }

  /**
   * @param {string} name
   * @param {string} testid
   * @param {'cachePolicyId' | 'originRequestPolicyId' | 'responseHeadersPolicyId'} field
   * @param {Policy[] | undefined} all
   * @param {(config: any) => [string, string][]} facts
   * @param {string} none what it means that none is chosen
   */
  policy(name, testid, field, all, facts, none) {
    const chosen = this.shown?.[field] ?? '';
    const policy = all?.find((p) => p.id === chosen);
    const optional = field !== 'cachePolicyId' || this.shown?.legacy || chosen === '';
    const group = (/** @type {'managed' | 'custom'} */ type) => (all ?? []).filter((p) => p.type === type).map((p) =>
      html`<option value=${p.id} .selected=${p.id === chosen}>${policies.policyName(p)}</option>`);
    const custom = group('custom');
    return html`
      <div class="field">
        <label class="field-name" for=${testid}>${name}</label>
        <select id=${testid} data-testid=${testid} aria-describedby="${testid}-contents"
          @change=${(/** @type {Event} */ e) => this.edit({ [field]: /** @type {HTMLSelectElement} */ (e.target).value })}>
          ${optional ? html`<option value="" .selected=${chosen === ''}>None</option>` : nothing}
          <optgroup label="Managed policies">${group('managed')}</optgroup>
          ${custom.length > 0 ? html`<optgroup label="Custom policies">${custom}</optgroup>` : nothing}
        </select>
        <div class="contents" id="${testid}-contents" data-testid="${testid}-contents">
          ${policy
            ? html`<dl>${facts(policy.config ?? {}).map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`
            : html`<p>${chosen === '' ? none : `Policy ${chosen}`}</p>`}
        </div>
      </div>
    `;
  }

  invalidation() {
    return html`
      <form class="console invalidation" @submit=${(/** @type {Event} */ e) => { e.preventDefault(); this.invalidate(); }}>
        <h3>Create invalidation</h3>
        <div class="invalidate-row">
          <label class="field">
            <span class="field-name">Object paths</span>
            <input type="text" data-testid="invalidate-path" spellcheck="false" autocomplete="off" .value=${this.paths}
              @input=${(/** @type {Event} */ e) => { this.paths = /** @type {HTMLInputElement} */ (e.target).value; }}>
          </label>
          <button class="button" data-testid="invalidate" ?disabled=${this.busy || this.paths.trim() === ''}>Invalidate</button>
        </div>
        <div class="verdict short" aria-live="polite">
          ${this.invalidationMistakes.length > 0
            ? html`<div class="refusal" data-testid="invalidate-error">${mistakeList(this.invalidationMistakes)}</div>`
            : this.noteView(this.invalidationNote, true, 'invalidate-note')}
        </div>
      </form>
    `;
  }
}

/** @param {unknown} problem @returns {Mistake[]} */
function mistakesOf(problem) {
  if (problem instanceof Refused) return problem.mistakes;
  return [{ code: '', message: problem instanceof Error ? problem.message : String(problem) }];
}

/** @param {Mistake[]} mistakes */
function mistakeList(mistakes) {
  return html`<ul>${mistakes.map((m) => html`<li class="mistake">${m.code ? html`<strong>${m.code}</strong>: ` : nothing}${m.message}${m.field ? html` <span class="place">(${m.field})</span>` : nothing}</li>`)}</ul>`;
}

customElements.define('behavior-console', BehaviorConsole);
export { BehaviorConsole };
