import { createClient as createSseClient } from 'graphql-sse';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import type { TestApp } from '../support/test-app';
import { socketUrl } from './portfolio';

/** What both libraries are given for one operation. */
export interface LivePayload {
  readonly query: string;
  readonly variables?: Record<string, unknown>;
  readonly operationName?: string;
}

export interface LiveSink {
  next(answer: object): void;
  error(failure: unknown): void;
  complete(): void;
}

/** A transport of live operations with one end for both clients to hang their link on. */
export interface LiveTransport {
  subscribe(payload: LivePayload, sink: LiveSink): () => void;
  close(): void;
}

type Open = (app: TestApp, persona: string) => Promise<LiveTransport>;

const overSocket: Open = async (app, persona) => {
  const client = createClient({
    url: socketUrl(app),
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { Authorization: `Bearer ${await app.token(persona)}` },
  });
  return {
    subscribe: (payload, sink) => client.subscribe(payload, sink),
    close: () => void client.dispose(),
  };
};

const overEvents: Open = async (app, persona) => {
  const client = createSseClient({
    url: `${app.address}/graphql/stream`,
    retryAttempts: 0,
    headers: { authorization: `Bearer ${await app.token(persona)}` },
  });
  return {
    subscribe: (payload, sink) => client.subscribe(payload, sink),
    close: () => client.dispose(),
  };
};

export const TRANSPORTS: readonly (readonly [string, Open])[] = [
  ['WebSocket (graphql-ws)', overSocket],
  ['server-sent events (graphql-sse)', overEvents],
];
