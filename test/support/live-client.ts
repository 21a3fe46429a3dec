import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import type { GraphError, TestApp } from './test-app';
import { untilTrue } from './until-true';

export interface LiveOperation {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
}

/** A live operation as a client of its protocol sees it. It never begins again by itself. */
export interface Listening<Data> {
  readonly results: readonly Data[];
  /** Codes of the errors that ended it. */
  readonly codes: readonly string[];
  /** Of a socket that was closed, or the status of a refused request. */
  readonly closeCode: number | null;
  readonly hasEnded: boolean;
  /** Waits for so many results. */
  until(count: number): Promise<void>;
  ended(): Promise<void>;
  stop(): void;
}

/** A server, and tokens that it takes. */
export type Listened = Pick<TestApp, 'address' | 'token'>;

export type Listen = <Data>(
  app: Listened,
  who: string,
  operation: LiveOperation,
) => Promise<Listening<Data>>;

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly GraphError[];
}

class Heard<Data> implements Listening<Data> {
  readonly results: Data[] = [];
  readonly codes: string[] = [];
  closeCode: number | null = null;
  hasEnded = false;
  stop: () => void = () => undefined;

  readonly sink = {
    next: (answer: object) => {
      const { data, errors } = answer as Answer;
      this.note(errors);
      if (!errors && data) this.results.push(data as Data);
    },
    error: (failure: unknown) => {
      this.hasEnded = true;
      if (Array.isArray(failure)) return this.note(failure as GraphError[]);
      const { code, response } = failure as { code?: number; response?: Response };
      this.closeCode = code ?? response?.status ?? 0;
    },
    complete: () => {
      this.hasEnded = true;
    },
  };

  async until(count: number): Promise<void> {
    await untilTrue(() => Promise.resolve(this.results.length >= count || this.hasEnded));
    if (this.results.length < count) {
      throw new Error(`it ended after ${this.results.length}: ${this.codes} ${this.closeCode}`);
    }
  }

  ended(): Promise<void> {
    return untilTrue(() => Promise.resolve(this.hasEnded));
  }

  private note(errors: readonly GraphError[] | undefined): void {
    this.codes.push(...(errors ?? []).map(({ extensions }) => extensions.code));
  }
}

export const overSocket: Listen = async <Data>(
  app: Listened,
  who: string,
  operation: LiveOperation,
) => {
  const heard = new Heard<Data>();
  const client = createClient({
    url: `${app.address.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { Authorization: `Bearer ${await app.token(who)}` },
  });
  client.subscribe(operation, heard.sink);
  heard.stop = () => client.terminate();
  return heard;
};

export const overEvents: Listen = async <Data>(
  app: Listened,
  who: string,
  operation: LiveOperation,
) => {
  const heard = new Heard<Data>();
  const client = createSseClient({
    url: `${app.address}/graphql/stream`,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${await app.token(who)}` },
  });
  client.subscribe(operation, heard.sink);
  heard.stop = () => client.dispose();
  return heard;
};
