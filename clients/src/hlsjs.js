// hls.js: plays url, and tells its first error, fatal or not; or shows a native
// text track beside it.
import Hls from 'hls.js';
import { muted, played, trackShown } from './page/video.js';

export default function ({ url, credentials, cmcd, attributes, track }) {
  const hls = new Hls({
    cmcd: cmcd && { useHeaders: cmcd === 'headers' },
    xhrSetup: (xhr, asked) => {
      xhr.withCredentials = credentials === true || Boolean(credentials && asked.startsWith(credentials));
    },
  });
  const video = muted(attributes);
  const failed = new Promise((resolve) => {
    hls.on(Hls.Events.ERROR, (_, { details, response }) => resolve({ ok: false, what: `${details} ${response?.code ?? ''}`.trim() }));
  });
  hls.loadSource(url);
  hls.attachMedia(video);
  return Promise.race([failed, track ? trackShown(video, track) : played(video)]).finally(() => hls.destroy());
}
