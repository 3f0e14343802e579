// Shaka Player: plays url, and tells its first error by number.
import shaka from 'shaka-player';
import { muted, played } from './page/video.js';

export default async function ({ url, credentials, cmcd }) {
  const player = new shaka.Player();
  const video = muted();
  await player.attach(video);
  if (cmcd) player.configure({ cmcd: { enabled: true, useHeaders: cmcd === 'headers' } });
  player.getNetworkingEngine().registerRequestFilter((_, request) => {
    request.allowCrossSiteCredentials = credentials === true || Boolean(credentials && request.uris[0].startsWith(credentials));
  });
  const failed = new Promise((resolve) => {
    player.addEventListener('error', ({ detail }) => resolve(told(detail)));
    player.load(url).catch((error) => resolve(told(error)));
  });
  return Promise.race([failed, played(video)]).finally(() => player.destroy());
}

const named = (of, number) => Object.entries(of).find(([, value]) => value === number)?.[0];

const told = ({ code }) => ({ ok: false, what: `${code} ${named(shaka.util.Error.Code, code)}` });
