import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

import { untilTrue } from './until-true';

/** A webhook as it arrived. */
export interface ReceivedWebhook {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly type: string;
  /** The event. */
  readonly data: Readonly<Record<string, unknown>> & { readonly id: string };
}

export type Answering = (response: ServerResponse, webhook: ReceivedWebhook) => void;

/** Whoever gets webhooks in the tests: keeps them, and answers as it is told. */
export class WebhookReceiver {
  readonly received: ReceivedWebhook[] = [];
  /** How the next ones are answered. */
  answering: Answering = answer(204);
  /** Requests at a time, at most. */
  mostAtOnce = 0;
  private atOnce = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<WebhookReceiver> {
    const server = createServer();
    const receiver = new WebhookReceiver(server);
    server.on('request', (request, response) => {
      receiver.atOnce += 1;
      receiver.mostAtOnce = Math.max(receiver.mostAtOnce, receiver.atOnce);
      response.on('close', () => (receiver.atOnce -= 1));
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const { type, data } = JSON.parse(body) as Pick<ReceivedWebhook, 'type' | 'data'>;
        const webhook = { path: request.url ?? '', headers: request.headers, body, type, data };
        receiver.received.push(webhook);
        receiver.answering(response, webhook);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}/hook`;
  }

  /** Forgets what came, and answers 204 again. */
  reset(): void {
    this.received.length = 0;
    this.answering = answer(204);
    this.mostAtOnce = 0;
  }

  untilReceived(count: number): Promise<void> {
    return untilTrue(() => Promise.resolve(this.received.length >= count));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function answer(
  status: number,
  headers: Readonly<Record<string, string>> = {},
  body = '',
): Answering {
  return (response) => response.writeHead(status, headers).end(body);
}
