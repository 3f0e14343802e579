// The console API's shapes, as the page reads them. They exist for `npm run check` only.

export type HeaderLine = [name: string, value: string];
export type Engine = 'chromium' | 'firefox' | 'webkit';

export interface Verdict {
  allowed: boolean;
  error?: string;
  message?: string;
}

export interface Step {
  stage: string;
  what: string;
  because: string;
}

export interface Advice {
  layer: string;
  what: string;
  fix: string;
  cause?: string;
  /** the change as calls of the console API; absent where no call can make it */
  apply?: { calls: ApiCall[] };
}

export interface ApiCall {
  what: string;
  method: string;
  path: string;
  body?: unknown;
}

export interface Stored {
  path: string;
  query: string;
  pop: string;
  key: string;
  kind: 'object' | 'head' | 'part';
  status: number;
  size: number;
  age: number;
  ttl: number;
  state: 'fresh' | 'held' | 'refreshing' | 'expired';
  method: string;
  origin: string | null;
  allowOrigin: string | null;
}

export interface StoredList {
  total: number;
  entries: Stored[];
}

export interface ReplayChange {
  origin?: string;
  headers?: Record<string, string | null>;
  pop?: string;
}

export interface Exchange {
  id: string;
  time: string;
  entry: 'edge' | 's3';
  request: { method: string; url: string; headers: HeaderLine[] | null };
  response: { status: number; headers: HeaderLine[] | null; bytes: number };
  edge?: {
    distributionId: string;
    behavior: string;
    cacheKey: {
      key: string;
      in: HeaderLine[] | null;
      forwarded: string[] | null;
      dropped: string[] | null;
    } | null;
    cache: string;
    originRequest: { method: string; url: string; headers: HeaderLine[] | null } | null;
    originResponse: { status: number; headers: HeaderLine[] | null } | null;
    steps: Step[] | null;
  };
  s3: {
    bucket: string;
    key: string;
    operation: string;
    status?: number;
    code?: string;
    message?: string;
    cors: {
      rule: number | null;
      rules: { index: number; matched: boolean; reason: string }[] | null;
      why?: string;
    } | null;
  } | null;
  browser?: { needsPreflight: boolean, keptDecides?: boolean } & Record<Engine, Verdict>;
  advice: Advice[] | null;
  faults?: { id: string; what: string; from: string; requests: number; broke: boolean; stored?: boolean }[];
}

export interface Demo {
  bucket: string;
  distributionId: string;
  master: string;
  poster: string;
  captions: string;
  pristine: boolean;
}

export interface Behavior {
  index: number;
  pathPattern: string;
  targetOriginId: string;
  viewerProtocolPolicy: string;
  allowedMethods: string[];
  cachedMethods: string[];
  cachePolicyId: string;
  originRequestPolicyId: string;
  responseHeadersPolicyId: string;
  compress: boolean;
  legacy: boolean;
}

export interface Distribution {
  id: string;
  domainName: string;
  url: string;
  urlTls: string;
  etag: string;
  default: boolean;
  enabled: boolean;
  aliases: string[] | null;
  origins: { id: string; domainName: string; bucket: string; accessControl: boolean }[] | null;
  behaviors: Behavior[];
}

export interface State {
  version: string;
  addresses: { aws: string; edge: string; edgeTls: string; console: string };
  region: string;
  demo: Demo | null;
  buckets: { name: string; region: string; public: boolean; cors: boolean }[] | null;
  distributions: Distribution[] | null;
  faults?: { id: string; what: string; from: string; missing?: string }[];
}

export interface Policy {
  id: string;
  name: string;
  type: 'managed' | 'custom';
  config: any;
}

export interface Policies {
  cachePolicies: Policy[];
  originRequestPolicies: Policy[];
  responseHeadersPolicies: Policy[];
}

export interface Mistake {
  code: string;
  message: string;
  rule?: number;
  field?: string;
  line?: number;
  column?: number;
}

/** One page load of the player and the exchanges seen since it began. */
export interface Load {
  number: number;
  /** When the page asked for it; for loads before this page was opened, the first exchange's time. */
  at: string;
  exchanges: Exchange[];
}

/** What the player tells the status strip. Times are milliseconds of one clock that never goes back. */
export type PlaybackEvent =
  | { type: 'load'; at: number }
  | { type: 'request'; at: number; url: string }
  | { type: 'response'; at: number; url: string; status: number }
  | { type: 'abort'; at: number; url: string }
  | { type: 'progress'; at: number; position: number; paused: boolean; ended: boolean; ready: boolean }
  | { type: 'error'; at: number; code: number; message: string }
  | { type: 'exchange'; exchange: Exchange };

export interface PlayerRequest {
  url: string;
  askedAt: number;
  /** null while the answer is outstanding */
  settledAt: number | null;
  /** last HTTP status; 0 when the browser hands over nothing, as it does for CORS */
  status: number;
  /** when it failed, and has at each try since; null when the last answer was good or none has come */
  failedSince: number | null;
}

export interface Playback {
  loadedAt: number;
  position: number;
  /** when the position last moved; null before the first frame moved */
  movedAt: number | null;
  paused: boolean;
  ended: boolean;
  ready: boolean;
  error: { code: number; message: string } | null;
  requests: ReadonlyMap<string, PlayerRequest>;
  /** the newest exchange of this load by path and query */
  exchanges: ReadonlyMap<string, Exchange>;
}

export type StatusState = 'loading' | 'blocked' | 'playing' | 'stalled' | 'paused' | 'ended';

export interface Status {
  state: StatusState;
  /** the cause, in a sentence; empty when there is nothing to explain */
  why: string;
  /** the exchange that shows it, when one does */
  exchangeId: string | null;
}
