import type { Advice, Exchange, Verdict } from './types.d.ts';

/** A scenario as the list has it. */
export interface Scenario {
  id: string;
  rank: number;
  title: string;
  symptoms: string[];
  layer: string;
  cause: string;
  fix: string;
  engines?: string;
  sources: string[];
}

/** What one engine did in one step. */
export interface Visit {
  engine: string;
  verdict: Verdict;
  legs: { preflight: boolean; because?: string; exchange: Exchange; verdict: Verdict }[];
  readable: string[];
  advice: Advice[];
  notes: string[];
}

export interface Step {
  /** what was done first: the clock moved, paths invalidated */
  before: string[];
  expect: '' | 'allowed' | 'blocked';
  visits: Visit[];
}

export interface Half {
  yaml: string;
  expectations: { name: string; holds: boolean; steps: Step[] }[];
}

export interface Shown extends Scenario {
  broken: Half;
  fixed: Half;
}
