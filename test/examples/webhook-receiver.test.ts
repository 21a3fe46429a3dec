import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Webhook } from 'standardwebhooks';

import { givenReseller } from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import { untilTrue } from '../support/until-true';
import {
  type GivenEndpoint,
  givenEndpoint,
  NOBODY,
  webhookDone,
} from '../support/webhook-situations';

const EXAMPLE = join(__dirname, '..', '..', 'examples', 'webhook-receiver.mjs');

/** The example as a process. */
class Example {
  private printed = '';

  private constructor(private readonly child: ChildProcess) {
    child.stdout?.on('data', (chunk: Buffer) => (this.printed += chunk.toString()));
  }

  static async start(secrets: string): Promise<Example> {
    const child = spawn(process.execPath, [EXAMPLE, '0'], {
      env: { PATH: process.env.PATH, WEBHOOK_SECRET: secrets },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const example = new Example(child);
    await untilTrue(() => Promise.resolve(example.lines.length > 0));
    return example;
  }

  get lines(): readonly string[] {
    return this.printed.split('\n').slice(0, -1);
  }

  get url(): string {
    return this.lines[0]?.replace('listening on ', '') ?? '';
  }

  async stop(): Promise<void> {
    const gone = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill();
    await gone;
  }
}

let app: TestApp;
let example: Example;
let endpoint: GivenEndpoint;
let who: Record<string, unknown>;
beforeAll(async () => {
  app = await TestApp.start();
  who = (await givenReseller(app)).as('ADMIN_AGENT');
  endpoint = await givenEndpoint(app, who, { url: NOBODY });
  example = await Example.start(endpoint.secret);
  await webhookDone(app, who, 'updateWebhookEndpoint', {
    webhookEndpointId: endpoint.id,
    url: example.url,
    ifMatch: endpoint.etag,
  });
});
afterAll(async () => {
  await example.stop();
  await app.stop();
});

test('has fewer than 60 lines', () => {
  expect(readFileSync(EXAMPLE, 'utf8').split('\n').length).toBeLessThanOrEqual(60);
});

test('takes an event that the server signed, and once only, however often it comes', async () => {
  const input = { webhookEndpointId: endpoint.id };
  await webhookDone(app, who, 'testWebhook', input);
  await app.deliverWebhooks();
  await webhookDone(app, who, 'redeliverWebhookDeliveries', {
    ...input,
    since: '2020-01-01T00:00:00Z',
  });
  await app.deliverWebhooks();

  const { webhookEndpoints } = await app.succeed<{
    webhookEndpoints: {
      nodes: {
        deliveries: { nodes: { eventId: string; status: string; attemptCount: number }[] };
      }[];
    };
  }>(
    who,
    '{ webhookEndpoints { nodes { deliveries { nodes { eventId status attemptCount } } } } }',
  );
  const deliveries = webhookEndpoints.nodes[0]?.deliveries.nodes ?? [];
  expect(deliveries).toEqual([
    { eventId: expect.any(String), status: 'DELIVERED', attemptCount: 2 },
  ]);
  expect(example.lines.slice(1)).toEqual([`test-created ${deliveries[0]?.eventId}`]);
});

test('takes what either of two secrets has signed', async () => {
  const { secret } = await webhookDone(app, who, 'rotateWebhookSecret', {
    webhookEndpointId: endpoint.id,
    overlapHours: 0,
  });
  const both = await Example.start(`${endpoint.secret} ${secret}`);
  const post = async (signing: string): Promise<number> => (await send(both.url, signing)).status;

  expect([await post(endpoint.secret), await post(secret ?? '')]).toEqual([204, 204]);
  await both.stop();
});

const STRANGERS = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

test.each([
  ['that somebody else signed', () => send(example.url, STRANGERS)],
  ['that was changed on its way', () => send(example.url, endpoint.secret, { change: true })],
  ['from six minutes ago', () => send(example.url, endpoint.secret, { ageMs: 360_000 })],
  ['without a signature', () => fetch(example.url, { method: 'POST', body: '{}' })],
  ['that is too long', () => send(example.url, endpoint.secret, { padding: 1_000_001 })],
])('refuses something %s', async (_, post) => {
  const before = example.lines.length;

  const { status } = await post();

  expect(status).toBe(400);
  expect(example.lines).toHaveLength(before);
});

function send(
  url: string,
  secret: string,
  said: { readonly change?: boolean; readonly ageMs?: number; readonly padding?: number } = {},
): Promise<Response> {
  const { change = false, ageMs = 0, padding = 0 } = said;
  const body = JSON.stringify({ type: 'test-created', padding: 'x'.repeat(padding) });
  const at = new Date(Date.now() - ageMs);
  const id = `by hand ${secret.length} ${at.getTime()}`;
  return fetch(url, {
    method: 'POST',
    body: change ? body.replace('test', 'best') : body,
    headers: {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, body),
    },
  });
}
