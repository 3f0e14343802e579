// Which CORS rule came nearest, when none matched.

/** @import {Exchange} from './types.d.ts' */

/** @typedef {{index: number, matched: boolean, reason: string}} RuleVerdict */

/** How the engine begins each thing that a rule does not allow. */
const miss = /(?:^|; )(?:method |origin |requested header|the rule has no |the preflight has no )/g;

/**
 * The rule with the fewest misses, of several the one that says what nearly
 * matched; null when one matched or none was looked at.
 * @param {RuleVerdict[]} rules
 * @returns {number | null} its index
 */
export function nearestMiss(rules) {
  if (rules.some((r) => r.matched)) return null;
  const rated = rules.map((r) => ({ index: r.index, misses: r.reason.match(miss)?.length ?? Infinity, near: /[\])"]: /.test(r.reason) }))
    .filter((r) => r.misses !== Infinity)
    .sort((a, b) => a.misses - b.misses || Number(b.near) - Number(a.near) || a.index - b.index);
  return rated[0]?.index ?? null;
}
