// The picture of a journey: the line out and back with its chips as SVG, the
// reasons under their stations as text.
import { html, nothing, svg } from 'lit';
import { pictureOf, pictureText } from '../picture.js';
import { icon } from './icon.js';
import { Part } from './part.js';

/** @import {Engine, Exchange} from '../types.d.ts' */
/** @import {Chip, Picture, Place} from '../picture.js' */

/** Lengths in px, on the grid of 4. */
const CHIP = 20;
const ROW = 24;
const HEAD = 52;
const TURN = 40;
/** The advance of a character of the chips' 12 px monospace face, in px, rounded up. */
const CHARACTER = 7.3;

class JourneyPicture extends Part {
  static properties = {
    exchange: { attribute: false },
    engine: {},
    width: { state: true },
  };

  constructor() {
    super();
    /** @type {Exchange | null} */
    this.exchange = null;
    /** @type {Engine} */
    this.engine = 'chromium';
    this.width = 0;
    this.observer = new ResizeObserver(([entry]) => { this.width = Math.floor(entry.contentRect.width); });
  }

  connectedCallback() {
    super.connectedCallback();
    this.observer.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  /** The page's policy allows no style in the markup; the traveller is told its way here. */
  updated() {
    const way = this.querySelector('.way')?.getAttribute('d');
    const traveller = /** @type {SVGElement | null} */ (this.querySelector('.traveller'));
    if (way && traveller) traveller.style.setProperty('offset-path', `path("${way}")`);
  }

  render() {
    if (!this.exchange) return nothing;
    const picture = pictureOf(this.exchange, this.engine);
    return html`
      <div class="picture" data-testid="picture" data-turn=${picture.turn}>
        ${drawing(picture, this.width || 960)}
        <ul class="notes" data-stations=${picture.stations.length}>
          ${picture.stations.map((s) => html`
            <li class="notes-at" data-at=${s.place}><ul aria-label=${s.name}>${picture.notes.filter((n) => n.at === s.place).map((n) => html`
              <li data-tone=${n.tone}>${n.tone ? icon(n.tone === 'good' ? 'allowed' : 'blocked') : nothing}<span><b class="notes-name">${s.name}: </b>${n.text}</span></li>`)}</ul></li>`)}
        </ul>
      </div>
    `;
  }
}

/**
 * @param {Picture} picture
 * @param {number} width
 */
function drawing(picture, width) {
  const n = picture.stations.length;
  const places = picture.stations.map((s) => s.place);
  const x = (/** @type {Place} */ place) => ((places.indexOf(place) + 0.5) * width) / n;
  const gap = width / n;
  const out = HEAD + Math.max(1, picture.there.length) * ROW + 8;
  const home = out + TURN;
  const height = home + 8 + Math.max(1, picture.back.length) * ROW + 8;
  const [start, turn] = [x('browser'), x(picture.turn)];
  const radius = TURN / 2;
  const line = `M${start} ${out}H${turn - radius}A${radius} ${radius} 0 0 1 ${turn - radius} ${home}H${start + 10}`;
  return html`
    <svg class="drawing" role="img" aria-label=${pictureText(picture)} width=${width} height=${height} viewBox="0 0 ${width} ${height}">
      ${picture.stations.map((s) => svg`
        <line class="lifeline" x1=${x(s.place)} x2=${x(s.place)} y1=${HEAD - 4} y2=${height}/>
        <text class="at" x=${x(s.place)} y="16" text-anchor="middle">${s.name}</text>
        <text class="about" x=${x(s.place)} y="36" text-anchor="middle">${fitted(s.about, gap - 8)}</text>`)}
      <path class="way" data-tone=${picture.tone} d=${line}/>
      <path class="way-end" data-tone=${picture.tone} d="M${start + 12} ${home - 6}L${start + 2} ${home}l10 6z"/>
      <circle class="way-start" cx=${start} cy=${out} r="4"/>
      <circle class="traveller" data-tone=${picture.tone} r="5"/>
      <text class="status" x=${(start + turn) / 2} y=${home - 8} text-anchor="middle">${picture.status}</text>
      ${picture.there.map((c, i) => chipThere(c, x, gap, HEAD + i * ROW))}
      ${picture.back.map((c, i) => chipBack(c, x, gap, home + 8 + i * ROW))}
    </svg>
  `;
}

/** A chip on each stretch that it travelled; struck through just beyond the station that stopped it.
 * @param {Chip} c @param {(place: Place) => number} x @param {number} gap @param {number} y */
function chipThere(c, x, gap, y) {
  const first = x('browser') + gap / 2;
  if (c.stopped) return svg`${chip(c, first, y, gap, false)}${chip(c, x(c.to) + gap / 2, y, gap, true)}`;
  const last = x(c.to) - gap / 2;
  return svg`${chip(c, first, y, gap, false)}${last > first + 1 ? chip(c, last, y, gap, false) : nothing}`;
}

/** @param {Chip} c @param {(place: Place) => number} x @param {number} gap @param {number} y */
function chipBack(c, x, gap, y) {
  const nearest = x('browser') + gap / 2;
  const first = x(c.from) - gap / 2;
  if (c.from === c.to) return chip(c, first, y, gap, true);
  if (c.stopped) return svg`${chip(c, first, y, gap, false)}${chip(c, x(c.to) - gap / 2, y, gap, true)}`;
  return svg`${chip(c, nearest, y, gap, false)}${first > nearest + 1 ? chip(c, first, y, gap, false) : nothing}`;
}

/** @param {Chip} c @param {number} middle @param {number} y @param {number} gap @param {boolean} struck */
function chip(c, middle, y, gap, struck) {
  const text = label(c, gap - 24);
  const width = Math.ceil(text.length * CHARACTER) + 12;
  return svg`
    <g class="chip" data-struck=${struck} data-header=${c.name}>
      <title>${c.name}: ${c.value}${struck ? ' (stopped)' : ''}</title>
      <rect x=${middle - width / 2} y=${y} width=${width} height=${CHIP} rx="4"/>
      <text x=${middle} y=${y + 14} text-anchor="middle">${text}</text>
      ${struck ? svg`<line x1=${middle - width / 2 - 4} x2=${middle + width / 2 + 4} y1=${y + CHIP / 2} y2=${y + CHIP / 2}/>` : nothing}
    </g>`;
}

/** As much of a header as there is room for. @param {Chip} c @param {number} room */
function label(c, room) {
  const short = c.name.replace(/^Access-Control-/i, '…');
  const shortest = c.name.replace(/^Access-Control-(?:Request-|Allow-)?/i, '…');
  const whole = c.from === c.to ? c.name : `${c.name}: ${c.value}`;
  return [whole, c.name, short, shortest].find((t) => Math.ceil(t.length * CHARACTER) + 12 <= room) ?? fitted(shortest, room);
}

/** @param {string} text @param {number} room */
function fitted(text, room) {
  const most = Math.max(3, Math.floor(room / CHARACTER));
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`;
}

customElements.define('journey-picture', JourneyPicture);
