import type { GraphQLSchema } from 'graphql';

import type { Config } from '../../config';
import type { TokenVerifier } from '../auth/token-verifier';
import type { ErrorMap } from '../graphql/error-map';
import type { Logger } from '../logging';
import type { RateLimits } from '../rate-limit/rate-limiter';
import type { BucketStore } from '../rate-limit/token-bucket';
import type { DemoPort } from './demo-routes';
import type { LiveLimits } from './live-limits';
import type { Metrics } from './metrics';
import type { RequestFacts } from './request-facts';

/** Budgets, where they are kept, and what is guarded against guessing. */
export interface RateLimitParts {
  readonly limits: RateLimits;
  readonly store: BucketStore;
  /** Fields of the query root that answer to whoever guesses a secret. */
  readonly guessable: readonly string[];
}

export interface HttpServerOptions<Context extends object = object> {
  readonly config: Pick<Config, 'host' | 'port' | 'publicUrl' | 'corsOrigins' | 'trustProxy'>;
  readonly schema: GraphQLSchema;
  /** Makes the text of `/schema.graphql`; called when somebody asks for it, because it takes a while. */
  readonly printSdl: () => string;
  readonly verifier: TokenVerifier;
  /** Called for every request, and for every event of a live operation. */
  readonly contextFor: (facts: RequestFacts) => Promise<Context>;
  readonly errorMap: ErrorMap;
  readonly logger: Logger;
  /** What `/metrics` tells. */
  readonly metrics: Metrics;
  /** Whether the server can answer now: asks the database. */
  readonly readiness: () => Promise<boolean>;
  /** Refuses callers that ask for too much in too little time; left out: nobody. */
  readonly rateLimit?: RateLimitParts;
  /** Other limits of live operations than the usual ones. */
  readonly liveLimits?: Partial<LiveLimits>;
  /** Only while the demo is on. */
  readonly demo?: DemoPort | null;
  /** Folder of the built GraphiQL page. */
  readonly graphiqlDirectory: string;
}

export interface HttpServer {
  /** Starts to listen; the answer is the address that clients use. */
  listen(): Promise<string>;
  /** Finishes what runs and closes every connection. Safe to call twice. */
  close(): Promise<void>;
  /** Address of the server, without a trailing slash; `publicUrl` where it is configured. */
  address(): string;
}
