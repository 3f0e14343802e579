// The browser's own player, a media element without a library: url is a file or,
// where the browser can, a playlist.
import { muted, played, trackShown } from './page/video.js';

export default function ({ url, type, attributes, track }) {
  const video = muted(attributes);
  if (type && !video.canPlayType(type)) return { ok: false, what: `does not play ${type}` };
  const failed = new Promise((resolve) => {
    video.addEventListener('error', () => resolve({ ok: false, what: `MediaError ${video.error.code}` }));
  });
  const works = track ? trackShown(video, track) : played(video);
  video.src = url;
  return Promise.race([failed, works]);
}
