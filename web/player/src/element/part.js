// The base of the page's elements: they render into the page itself, so that
// one style sheet, labels and ids reach across them.
import { LitElement } from 'lit';

export class Part extends LitElement {
  createRenderRoot() {
    return this;
  }

  /**
   * Tells the elements around this one.
   * @param {string} type
   * @param {unknown} [detail]
   */
  tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true }));
  }
}
