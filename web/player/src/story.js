// The demo's story: which step comes next, read off the world, never stored.
// Only the reader's own "I have seen it" and "never again" are remembered.

/** The policy that every answer on the web tells one to paste. */
export const WELL_KNOWN_POLICY = `[
    {
        "AllowedHeaders": ["*"],
        "AllowedMethods": ["GET", "PUT", "POST", "DELETE", "HEAD"],
        "AllowedOrigins": ["*"],
        "ExposeHeaders": []
    }
]
`;

/**
 * @typedef {object} Scene
 * @property {boolean} demo the demo is there
 * @property {boolean} pristine nothing was changed since seeding
 * @property {boolean} cors the bucket has a CORS configuration
 * @property {boolean} forwards Origin reaches the bucket
 * @property {boolean} detour a setting that the story does not touch was changed
 * @property {boolean} looked the reader has opened an exchange or said so
 * @property {boolean} plays the stream plays since the last change
 * @property {boolean} begun this page has followed the story from an earlier step
 */

/**
 * @typedef {object} StoryStep
 * @property {number} number from 1; 5 is the end
 * @property {string} title
 * @property {string} text
 * @property {'look' | 'insert' | 'choose' | 'invalidate' | 'finish'} action
 * @property {string} label the button's
 */

/** What the steps are called, in order; the end is none of them. */
export const chapters = ['See it fail', 'CORS policy', 'Origin request policy', 'Invalidate'];

/**
 * The step to show, or null when the world has left the story's path.
 * @param {Scene} scene
 * @returns {StoryStep | null}
 */
export function nextStep(scene) {
  if (!scene.demo || scene.detour) return null;
  if (!scene.pristine && !scene.begun) return null;
  if (!scene.cors && !scene.forwards) return scene.looked ? steps[1] : steps[0];
  if (!scene.cors) return steps[1];
  if (!scene.forwards) return steps[2];
  return scene.plays ? steps[4] : steps[3];
}

/** @type {StoryStep[]} */
const steps = [
  {
    number: 1,
    title: 'The video is blocked',
    text: 'It comes through the edge from another origin, and the answer carries no Access-Control-Allow-Origin. Open the newest exchange to see where that was decided, or the browser’s own console for its side of it.',
    action: 'look',
    label: 'Show the exchange',
  },
  {
    number: 2,
    title: 'Give the bucket a CORS policy',
    text: 'The bucket has none, so S3 adds no CORS header for anyone. Insert the policy that everybody pastes and save it, then reload the player. It will still fail.',
    action: 'insert',
    label: 'Insert the policy',
  },
  {
    number: 3,
    title: 'Let Origin through the edge',
    text: 'S3 answers CORS only when it sees Origin, and CloudFront removes Origin unless a policy forwards it. Set the origin request policy to CORS-S3Origin and save, then reload. It will still fail.',
    action: 'choose',
    label: 'Show the setting',
  },
  {
    number: 4,
    title: 'Drop the stored answers',
    text: 'Where an exchange says hit, the edge repeats an answer that it stored while Origin was being removed. Invalidate /* and reload the player.',
    action: 'invalidate',
    label: 'Show Invalidate',
  },
  {
    number: 5,
    title: 'It plays',
    text: 'Three places had to agree: the bucket allows the origin, the edge forwards Origin, and no older answer is left in the cache.',
    action: 'finish',
    label: 'Close',
  },
];
