// What all players share: an element, and whether it plays.

/** muted is a video element that browsers let a script start. */
export function muted(attributes = {}) {
  const video = document.createElement('video');
  video.muted = true;
  video.playsInline = true;
  for (const [name, value] of Object.entries(attributes)) video.setAttribute(name, value);
  document.body.append(video);
  return video;
}

/** played is answered once the video has moved, and its frames were decoded. */
export function played(video) {
  return new Promise((resolve) => {
    const look = () => {
      if (video.currentTime < 0.3 || video.readyState < 2 || video.videoWidth === 0) return;
      video.pause();
      resolve({ ok: true, what: 'plays' });
    };
    video.addEventListener('timeupdate', look);
    video.addEventListener('loadeddata', () => video.play());
    if (video.readyState >= 2) video.play();
  });
}

/** trackShown is answered with the cue of a text track that the browser loads. */
export function trackShown(video, src) {
  const element = document.createElement('track');
  Object.assign(element, { kind: 'captions', srclang: 'en', src });
  video.append(element);
  element.track.mode = 'showing'; // hidden ones are not loaded
  return new Promise((resolve) => {
    element.addEventListener('load', () => resolve({ ok: true, what: `cue: ${element.track.cues[0]?.text}` }));
    element.addEventListener('error', () => resolve({ ok: false, what: 'track error' }));
  });
}
