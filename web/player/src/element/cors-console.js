// The bucket's Permissions → Cross-origin resource sharing (CORS).
import { html, nothing } from 'lit';
import { deleteCors, getCors, putCors, Refused, validateCors } from '../api.js';
import { formatRules, placeOf } from '../corsdoc.js';
import { WELL_KNOWN_POLICY } from '../story.js';
import { sentence } from '../words.js';
import { Part } from './part.js';
import './json-editor.js';

/** @import {Mistake} from '../types.d.ts' */
/** @import {JsonEditor} from './json-editor.js' */

/** The pause in typing after which S3 is asked, in ms. */
const ASK_AFTER = 250;

class CorsConsole extends Part {
  static properties = {
    bucket: {},
    saved: { state: true },
    text: { state: true },
    mistakes: { state: true },
    warnings: { state: true },
    refused: { state: true },
    note: { state: true },
    busy: { state: true },
  };

  constructor() {
    super();
    this.bucket = '';
    /** The text of what S3 has; null until it is known, '' when it has none. @type {string | null} */
    this.saved = null;
    this.text = '';
    /** @type {Mistake[]} */
    this.mistakes = [];
    /** @type {{message: string}[]} */
    this.warnings = [];
    /** The mistakes are S3's answer to a Save, not a forecast. */
    this.refused = false;
    this.note = '';
    this.busy = false;
    this.asking = 0;
    /** @type {AbortController | null} */
    this.question = null;
  }

  /** @param {Map<string, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('bucket') && this.bucket) {
      this.saved = null;
      this.refresh(true);
    }
  }

  get dirty() {
    return this.saved !== null && this.text !== this.saved;
  }

  /**
   * Reads what the bucket has; an edit under way stays.
   * @param {boolean} [discard] the edit goes too
   */
  async refresh(discard = false) {
    const bucket = this.bucket;
    if (!bucket) return;
    try {
      const rules = await getCors(bucket);
      if (bucket !== this.bucket) return;
      const untouched = discard || !this.dirty;
      this.saved = formatRules(rules);
      if (untouched) this.edit(this.saved);
      this.tell('cors-known', { bucket, rules });
    } catch (problem) {
      this.fail(problem);
    }
  }

  /** @param {string} text */
  edit(text) {
    this.text = text;
    this.refused = false;
    this.mistakes = [];
    this.warnings = [];
    this.ask();
  }

  /** Puts the well-known policy into the editor; saving it is the reader's. */
  insert() {
    this.note = '';
    this.edit(WELL_KNOWN_POLICY);
    this.updateComplete.then(() => /** @type {HTMLElement | null} */ (this.querySelector('[data-testid=cors-save]'))?.focus());
  }

  ask() {
    clearTimeout(this.asking);
    this.question?.abort();
    if (this.text.trim() === '' || this.text === this.saved) return;
    this.asking = window.setTimeout(() => this.validate(), ASK_AFTER);
  }

  async validate() {
    const question = new AbortController();
    this.question = question;
    try {
      const { errors, warnings } = await validateCors(this.bucket, this.text, question.signal);
      if (question.signal.aborted) return;
      this.mistakes = errors;
      this.warnings = warnings;
      this.refused = false;
    } catch (problem) {
      if (!question.signal.aborted) this.fail(problem);
    }
  }

  /**
   * Runs a change; what goes wrong is shown, never thrown.
   * @param {() => Promise<string>} change answers what to confirm
   */
  async run(change) {
    clearTimeout(this.asking);
    this.question?.abort();
    this.busy = true;
    this.note = '';
    try {
      this.note = await change();
      this.mistakes = [];
      this.warnings = [];
      this.refused = false;
    } catch (problem) {
      this.fail(problem);
    } finally {
      this.busy = false;
    }
  }

  save() {
    return this.run(async () => {
      const rules = await putCors(this.bucket, this.text);
      this.saved = formatRules(rules);
      this.text = this.saved;
      this.tell('cors-known', { bucket: this.bucket, rules });
      return 'Saved. S3 applies it from the next request on; answers that the edge has stored stay as they are.';
    });
  }

  remove() {
    return this.run(async () => {
      await deleteCors(this.bucket);
      this.saved = '';
      this.text = '';
      this.tell('cors-known', { bucket: this.bucket, rules: null });
      return 'Deleted. The bucket has no CORS configuration.';
    });
  }

  /** @param {unknown} problem */
  fail(problem) {
    this.refused = true;
    this.note = '';
    this.mistakes = problem instanceof Refused
      ? problem.mistakes
      : [{ code: '', message: problem instanceof Error ? problem.message : String(problem) }];
  }

  render() {
    const known = this.saved !== null;
    return html`
      <form class="console" @submit=${(/** @type {Event} */ e) => { e.preventDefault(); this.save(); }}>
        <div class="console-head">
          <h3>Cross-origin resource sharing (CORS)</h3>
          <p>Bucket <code>${this.bucket}</code>. JSON as the console shows it, <code>{"CORSRules": […]}</code> as the CLI takes it, or the REST API’s XML.</p>
        </div>
        <json-editor
          .value=${this.text} .marked=${this.mistakes.flatMap((m) => (m.line ? [m.line] : []))}
          label="CORS configuration of bucket ${this.bucket}" testid="cors-editor" described="cors-verdict"
          placeholder=${known ? 'No CORS configuration. S3 adds no CORS header to any answer of this bucket.' : ''}
          @edited=${(/** @type {CustomEvent<string>} */ e) => { this.note = ''; this.edit(e.detail); }}></json-editor>
        <div class="verdict" id="cors-verdict" aria-live="polite">${this.verdict()}</div>
        <div class="actions">
          <button class="button primary" data-testid="cors-save" ?disabled=${!known || this.busy}>Save changes</button>
          <button class="button" type="button" data-testid="cors-reset" ?disabled=${!this.dirty || this.busy} @click=${() => { this.note = ''; this.edit(this.saved ?? ''); }}>Reset</button>
          <button class="button" type="button" data-testid="cors-delete" ?disabled=${!this.saved || this.busy} @click=${() => this.remove()}>Delete</button>
          <button class="button quiet" type="button" data-testid="cors-insert" ?disabled=${!known} @click=${() => this.insert()}>Insert the well-known policy</button>
        </div>
      </form>
    `;
  }

  verdict() {
    const [first, ...more] = this.mistakes;
    return html`
      <div class="refusal" data-testid="cors-error" ?hidden=${!first}>
        ${first ? html`
          <p><strong>${this.refused ? (first.code ? 'S3 refused this: ' : '') : 'S3 will refuse this: '}${first.code}</strong></p>
          <p class="mistake">${first.message} ${this.place(first)}</p>
          ${more.length > 0 ? html`
            <p class="also">S3 stops there. Also wrong:</p>
            <ul>${more.map((m) => html`<li class="mistake">${m.message} ${this.place(m)}</li>`)}</ul>` : nothing}
        ` : nothing}
      </div>
      ${first || this.warnings.length === 0 ? nothing : html`
        <div class="warning" data-testid="cors-warning">
          <p><strong>S3 will take this, but</strong></p>
          <ul>${this.warnings.map((w) => html`<li>${sentence(w.message)}</li>`)}</ul>
        </div>`}
      ${first ? nothing : this.noteView(this.note || (this.dirty ? 'Not saved yet.' : ''), this.note !== '' && !this.dirty, 'cors-note')}
    `;
  }

  /** @param {Mistake} mistake */
  place(mistake) {
    const place = placeOf(mistake);
    if (!place) return nothing;
    if (!mistake.line) return html`<span class="place">(${place})</span>`;
    const go = () => /** @type {JsonEditor} */ (this.querySelector('json-editor')).goTo(mistake.line ?? 1, mistake.column ?? 1);
    return html`<button type="button" class="link place" @click=${go}>${place}</button>`;
  }
}

customElements.define('cors-console', CorsConsole);
export { CorsConsole };
