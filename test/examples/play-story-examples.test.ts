import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

import { readStoryExamples, type StoryExample } from '../../src/modules/demo/story-examples';
import { type Answer, TestApp } from '../support/test-app';

const examples = readStoryExamples(join(__dirname, '..', '..', 'examples', 'story'));
const REGISTRATION_MS = 250;
const isLive = ({ query }: StoryExample): boolean => /^subscription\b/m.test(query);

function valueAt(answer: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], answer);
}

/** The variables of a step, with what earlier steps kept in the place of `{{name}}`. */
function filled(example: StoryExample, kept: ReadonlyMap<string, string>): Record<string, unknown> {
  const text = JSON.stringify(example.variables ?? {});
  return JSON.parse(
    text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
      const value = kept.get(name);
      if (value === undefined) throw new Error(`${example.name} needs ${name}, which nobody kept`);
      return value;
    }),
  ) as Record<string, unknown>;
}

interface Told {
  readonly relationshipRequestChanged: { readonly id: string; readonly status: string };
}

/** A client that listens as one persona, and what it was told so far. */
class Listener {
  readonly told: Told[] = [];

  private constructor(private readonly client: Client) {}

  static async open(app: TestApp, example: StoryExample, variables: Record<string, unknown>) {
    const token = await app.token(example.persona ?? '');
    const client = createClient({
      url: `${app.address.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      connectionParams: { Authorization: `Bearer ${token}` },
    });
    const listener = new Listener(client);
    await new Promise<void>((resolve, reject) => {
      client.on('connected', () => resolve());
      client.on('closed', reject);
    });
    client.subscribe<Told>(
      { query: example.query, variables },
      {
        next: ({ data }) => void (data && listener.told.push(data)),
        error: () => undefined,
        complete: () => undefined,
      },
    );
    // Nothing tells a client that its operation is registered; the next step must not come before.
    await delay(REGISTRATION_MS);
    return listener;
  }

  /** Waits until `count` messages came; the test's own time limit ends a wait in vain. */
  async hear(count: number): Promise<void> {
    while (this.told.length < count) await delay(20);
  }

  close(): Promise<void> {
    return Promise.resolve(this.client.dispose());
  }
}

describe('the examples, played in order over HTTP on a fresh demo story', () => {
  let app: TestApp;
  let listener: Listener | null = null;
  const kept = new Map<string, string>();
  const answers = new Map<string, Answer<unknown>>();

  beforeAll(async () => {
    app = await TestApp.start();
  });
  afterAll(async () => {
    await listener?.close();
    await app.stop();
  });

  test.each(examples.map((example) => [example.name, example] as const))(
    '%s answers as its header says',
    async (name, example) => {
      const variables = filled(example, kept);

      if (isLive(example)) {
        listener = await Listener.open(app, example, variables);
        return;
      }
      const answer = await app.as<unknown>(example.persona, example.query, variables);

      expect(answer.errors.map(({ extensions }) => extensions.code)).toEqual(
        example.expectedCode === null ? [] : [example.expectedCode],
      );
      for (const [key, path] of Object.entries(example.keep)) {
        const value = valueAt({ data: answer.data }, path);
        expect([key, typeof value]).toEqual([key, 'string']);
        kept.set(key, value as string);
      }
      answers.set(name, answer);
    },
  );

  test('whoever waited was told of the acceptance', async () => {
    await listener?.hear(1);

    expect(listener?.told).toEqual([
      { relationshipRequestChanged: expect.objectContaining({ status: 'ACCEPTED' }) },
    ]);
  });

  // The prose of the examples makes promises that neither data nor a code alone would keep.
  const answerOf = (number: string): Answer<unknown> => {
    const [, answer] = [...answers].find(([name]) => name.startsWith(number)) ?? [];
    if (!answer) throw new Error(`the example ${number} was not played`);
    return answer;
  };

  test('the digest is the same before and after, and in the proof', () => {
    const before = valueAt(answerOf('01'), 'data.customer.subscriptionsDigest');

    expect(before).toMatch(/^[0-9a-f]{64}$/);
    expect(valueAt(answerOf('06'), 'data.customer.subscriptionsDigest')).toBe(before);
    expect(valueAt(answerOf('05'), 'data.acceptRelationshipRequest.proof')).toEqual({
      unchanged: true,
      subscriptionCount: 3,
      before,
      after: before,
    });
  });

  test('several attempts are refused together, the most severe first', () => {
    const [error] = answerOf('09').errors;

    expect(error?.extensions.refusals.map(({ code }) => code)).toEqual([
      'TERMS_CHANGE_NOT_ALLOWED',
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED',
    ]);
  });

  test('the trail begins with the latest attempts, which were refused', () => {
    expect(valueAt(answerOf('10'), 'data.auditRecords.nodes')).toMatchObject([
      { operationStatus: 'FAILED', code: 'TERMS_CHANGE_NOT_ALLOWED', rule: 'R3' },
      { operationStatus: 'FAILED', code: 'POR_CHANGE_NOT_ALLOWED', rule: 'R4' },
      { operationType: 'ACCEPT_RELATIONSHIP_REQUEST', operationStatus: 'SUCCEEDED' },
      { operationType: 'REQUEST_RELATIONSHIP', operationStatus: 'SUCCEEDED' },
    ]);
  });

  test('refusals name who may, what is in the way, and who holds what', () => {
    expect(answerOf('17').errors[0]?.extensions.allowedRoles).toEqual(
      expect.arrayContaining(['ADMIN_AGENT', 'SALES_AGENT', 'GLOBAL_ADMIN']),
    );
    expect(answerOf('21').errors[0]?.extensions.blockers).toEqual([
      expect.objectContaining({ type: 'Subscription', name: 'Design studio' }),
    ]);
    expect(answerOf('23').errors[0]?.extensions.blockers).toEqual([
      expect.objectContaining({ name: 'Contoso Cloud', service: 'EXCHANGE_OFFICE' }),
    ]);
  });
});
