// The video: a fresh Video.js player for each load, and an honest report of
// what it asked for, what it got and whether the picture moves.
import videojs from 'video.js';
import { freshUrl } from '../words.js';

/** @import {PlaybackEvent} from '../types.d.ts' */

/**
 * @typedef {object} Source
 * @property {string} master absolute URL of the master playlist
 * @property {string} poster
 * @property {string} captions WebVTT, used when the playlist brings no captions of its own
 * @property {string} fresh makes this load's URLs new to the browser's cache; empty to leave them alone
 */

/** How often the position is read, in ms: often enough to see it stand still. */
const LOOK_EVERY = 250;

class VideoStage extends HTMLElement {
  constructor() {
    super();
    /** @type {any} */
    this.player = null;
    this.looking = 0;
  }

  disconnectedCallback() {
    this.stop();
  }

  stop() {
    clearInterval(this.looking);
    this.player?.dispose();
    this.player = null;
  }

  /**
   * Starts over: what was loaded before is gone, as after a reload of the page.
   * @param {Source} source
   */
  load(source) {
    this.stop();
    this.report({ type: 'load', at: performance.now() });
    const video = document.createElement('video');
    video.className = 'video-js';
    video.setAttribute('crossorigin', 'anonymous');
    video.setAttribute('playsinline', '');
    video.setAttribute('aria-label', 'The demo stream');
    this.append(video);
    const player = videojs(video, {
      autoplay: 'muted',
      muted: true,
      controls: true,
      preload: 'auto',
      fill: true,
      crossOrigin: 'anonymous',
      poster: freshUrl(source.poster, source.fresh),
      errorDisplay: false, // the status strip knows more than Video.js does
      controlBar: { pictureInPictureToggle: false },
      html5: { vhs: { withCredentials: false } },
    });
    this.player = player;
    player.on('xhr-hooks-ready', () => this.watchRequests(player, source.fresh));
    player.on('error', () => {
      const error = player.error();
      if (error) this.report({ type: 'error', at: performance.now(), code: error.code, message: error.message ?? '' });
    });
    player.on('loadedmetadata', () => sideCaptions(player, freshUrl(source.captions, source.fresh)));
    for (const event of ['timeupdate', 'playing', 'pause', 'ended', 'seeking']) player.on(event, () => this.look(player));
    this.looking = window.setInterval(() => this.look(player), LOOK_EVERY);
    player.src({ src: source.master, type: 'application/vnd.apple.mpegurl' });
  }

  /** @param {any} player */
  look(player) {
    if (player !== this.player || player.isDisposed()) return;
    this.report({
      type: 'progress',
      at: performance.now(),
      position: player.currentTime() ?? 0,
      paused: player.paused(),
      ended: player.ended(),
      ready: player.readyState() >= 3,
    });
  }

  /**
   * Video.js tells nobody of a blocked segment, so each request of its HLS
   * engine is watched from its own XMLHttpRequest.
   * @param {any} player
   * @param {string} fresh
   */
  watchRequests(player, fresh) {
    player.tech(true).vhs.xhr.onRequest((/** @type {any} */ options) => {
      const url = freshUrl(options.uri, fresh);
      options.uri = url;
      const report = (/** @type {PlaybackEvent} */ event) => {
        if (player === this.player) this.report(event);
      };
      report({ type: 'request', at: performance.now(), url });
      const before = options.beforeSend;
      options.beforeSend = (/** @type {XMLHttpRequest} */ xhr) => {
        before?.(xhr);
        const answered = () => report({ type: 'response', at: performance.now(), url, status: xhr.status });
        xhr.addEventListener('load', answered);
        xhr.addEventListener('error', answered);
        xhr.addEventListener('timeout', answered);
        xhr.addEventListener('abort', () => report({ type: 'abort', at: performance.now(), url }));
      };
      return options;
    });
  }

  /** @param {PlaybackEvent} event */
  report(event) {
    this.dispatchEvent(new CustomEvent('playback', { detail: event }));
  }
}

/**
 * @param {any} player
 * @param {string} src
 */
function sideCaptions(player, src) {
  const kinds = Array.from(player.textTracks(), (/** @type {TextTrack} */ t) => t.kind);
  if (src && !kinds.some((kind) => kind === 'captions' || kind === 'subtitles')) {
    player.addRemoteTextTrack({ kind: 'captions', src, srclang: 'en', label: 'English', default: true }, false);
  }
}

customElements.define('video-stage', VideoStage);
export { VideoStage };
