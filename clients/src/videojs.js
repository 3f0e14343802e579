// Video.js with its own HLS engine (VHS). A blocked playlist is an error of the
// player; a blocked segment, key or track is only a line of its log.
import videojs from 'video.js';
import { muted, played } from './page/video.js';

export default function ({ url, type = 'application/x-mpegURL', credentials, attributes, track }) {
  const video = muted(attributes);
  const player = videojs(video, { html5: { vhs: { withCredentials: credentials === true } } });
  // A host that needs credentials, as an app would tell them apart.
  if (typeof credentials === 'string') {
    videojs.Vhs.xhr.onRequest((options) => ({ ...options, withCredentials: options.uri.startsWith(credentials) }));
  }
  const failed = new Promise((resolve) => {
    player.on('error', () => resolve({ ok: false, what: `error ${player.error().code}: ${player.error().message}` }));
    const look = setInterval(() => {
      const line = videojs.log.history().map((words) => words.join(' ')).find((text) => / ERROR: |Problem encountered/.test(text));
      if (line) resolve({ ok: false, what: line });
    }, 50);
    player.on('dispose', () => clearInterval(look));
  });
  const works = track ? trackLoaded(player, track) : played(video);
  player.src({ src: url, type });
  return Promise.race([failed, works]).finally(() => player.dispose());
}

/** trackLoaded is answered when the player says how a text track's file went. */
function trackLoaded(player, track) {
  return new Promise((resolve) => {
    const added = player.addRemoteTextTrack({ src: track, kind: 'captions', srclang: 'en', default: true }, true);
    added.track.mode = 'showing';
    added.addEventListener('load', () => resolve({ ok: true, what: `cue: ${added.track.cues[0]?.text}` }));
    added.addEventListener('error', () => resolve({ ok: false, what: 'track error' }));
  });
}
