import { setTimeout } from 'node:timers/promises';

import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import type { GraphError } from '../support/test-app';
import type { LastingServer } from './lasting-server';
import type { Reader } from './world';

const EVENTS = `subscription ($after: String) { events(after: $after) { cursor node { id } } }`;
const BEFORE_NEXT_TRY_MS = 150;

interface Delivered {
  readonly data?: { readonly events: { cursor: string; node: { id: string } } } | null;
  readonly errors?: readonly GraphError[];
}

/** A live subscriber that comes back with its last cursor, whatever ended its operation. */
export class Follower {
  /** Opaque ids of the events that it was told of. */
  readonly ids: string[] = [];
  /** What ended its operations: the code of an error or the close code of the socket. */
  readonly ends: string[] = [];
  private hasStopped = false;
  private hangUp: () => void = () => undefined;

  constructor(
    private readonly server: LastingServer,
    readonly reader: Reader,
    private cursor: string,
  ) {}

  async run(): Promise<void> {
    while (!this.hasStopped) {
      const end = await this.listen();
      if (this.hasStopped) return;
      this.ends.push(end);
      await setTimeout(BEFORE_NEXT_TRY_MS);
    }
  }

  stop(): void {
    this.hasStopped = true;
    this.hangUp();
  }

  /** Until the operation ends. */
  private async listen(): Promise<string> {
    const token = await this.server.tokens.of(this.reader.claims);
    const client = createClient({
      url: `${this.server.address.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { Authorization: `Bearer ${token}` },
    });
    const end = await new Promise<string>((resolve) => {
      this.hangUp = () => resolve('hung up');
      client.subscribe(
        { query: EVENTS, variables: { after: this.cursor } },
        {
          next: (answer) => {
            const { data, errors } = answer as Delivered;
            if (errors) return resolve(codesOf(errors));
            if (!data) return resolve('an answer without data');
            this.ids.push(data.events.node.id);
            this.cursor = data.events.cursor;
          },
          error: (failure) => resolve(endOf(failure)),
          complete: () => resolve('complete'),
        },
      );
    });
    client.terminate();
    return end;
  }
}

function codesOf(errors: readonly GraphError[]): string {
  return errors.map(({ extensions }) => extensions.code).join();
}

function endOf(failure: unknown): string {
  if (Array.isArray(failure)) return codesOf(failure as GraphError[]);
  const { code } = failure as { readonly code?: number | string };
  return code === undefined ? 'no connection' : String(code);
}
