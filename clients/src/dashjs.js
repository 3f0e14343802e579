// dash.js: plays url, and tells its first error by number.
import { MediaPlayer } from 'dashjs';
import { muted, played } from './page/video.js';

export default function ({ url, credentials, cmcd }) {
  const player = MediaPlayer().create();
  const video = muted();
  player.updateSettings({ streaming: { cmcd: { enabled: Boolean(cmcd), mode: cmcd ?? 'query' } } });
  if (credentials) {
    for (const type of ['MPD', 'MediaSegment', 'InitializationSegment', 'IndexSegment']) player.setXHRWithCredentialsForType(type, true);
  }
  const failed = new Promise((resolve) => {
    player.on(MediaPlayer.events.ERROR, ({ error }) => resolve({ ok: false, what: `${error.code} ${error.message}` }));
  });
  player.initialize(video, url, true);
  return Promise.race([failed, played(video)]).finally(() => player.destroy());
}
