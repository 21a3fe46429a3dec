import pino from 'pino';

import { webhookEndpointIdOf } from '../../src/modules/visibility/object-ids';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import {
  givenCustomer,
  givenRelationship,
  givenReseller,
  newTenant,
  observe,
  operatorUser,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';
import {
  givenDelivery,
  givenEndpoint,
  NOBODY,
  sendWebhook,
  webhookDone,
} from '../support/webhook-situations';

/** What names resolve to in these tests. */
const HOSTS: Readonly<Record<string, readonly string[]>> = {
  'hooks.example.com': ['93.184.215.14', '2606:2800:21f::1'],
  'rebound.example.com': ['93.184.215.14', '10.0.0.5'],
  'metadata.example.com': ['169.254.169.254'],
  'inside.example.com': ['::ffff:127.0.0.1'],
};

let app: TestApp;
const logged: string[] = [];
beforeAll(async () => {
  app = await TestApp.start({
    logger: pino({ level: 'trace' }, { write: (line: string) => void logged.push(line) }),
    hostLookup: (host) => {
      const found = HOSTS[host];
      return found ? Promise.resolve(found) : Promise.reject(new Error('ENOTFOUND'));
    },
  });
});
afterAll(() => app.stop());

async function codeOf(
  who: Parameters<typeof sendWebhook>[1],
  mutation: string,
  input: Parameters<typeof sendWebhook>[3],
): Promise<string> {
  const { errors } = await sendWebhook(app, who, mutation, input);
  return errors[0]?.extensions.code ?? 'allowed';
}

describe('who owns webhooks (section 6)', () => {
  const PARTNER_ROLES = [
    ['ADMIN_AGENT', 'allowed'],
    ['GLOBAL_ADMIN', 'allowed'],
    ['SALES_AGENT', 'ROLE_NOT_ALLOWED'],
    ['HELPDESK_AGENT', 'ROLE_NOT_ALLOWED'],
    ['BILLING_ADMIN', 'ROLE_NOT_ALLOWED'],
    ['USER_MGMT_ADMIN', 'ROLE_NOT_ALLOWED'],
  ] as const;

  test.each(PARTNER_ROLES)('%s of a reseller: %s', async (role, outcome) => {
    const who = (await givenReseller(app)).as(role);

    expect(await codeOf(who, 'createWebhookEndpoint', { url: NOBODY })).toBe(outcome);
    expect((await app.refusal(who, '{ webhookEndpoints { totalCount } }'))?.code ?? 'allowed').toBe(
      outcome,
    );
  });

  test.each([
    ['CUSTOMER_GLOBAL_ADMIN', 'allowed'],
    ['CUSTOMER_BILLING_ADMIN', 'ROLE_NOT_ALLOWED'],
    ['CUSTOMER_USER', 'ROLE_NOT_ALLOWED'],
  ] as const)('%s: %s', async (role, outcome) => {
    const who = (await givenCustomer(app)).as(role);

    expect(await codeOf(who, 'createWebhookEndpoint', { url: NOBODY })).toBe(outcome);
  });

  test('the operator, a tenant that is not held, an application of a customer and nobody do not', async () => {
    const { tenantId } = await givenCustomer(app);
    const application = { tid: tenantId, sub: 'daemon', idtyp: 'app' };
    const input = { url: NOBODY };
    const outcomes = [
      await codeOf(operatorUser('operator'), 'createWebhookEndpoint', input),
      await codeOf(newTenant().as('CUSTOMER_GLOBAL_ADMIN'), 'createWebhookEndpoint', input),
      await codeOf(application, 'createWebhookEndpoint', input),
      await codeOf(null, 'createWebhookEndpoint', input),
    ];

    expect(outcomes).toEqual([
      ...['ROLE_NOT_ALLOWED', 'ROLE_NOT_ALLOWED', 'ROLE_NOT_ALLOWED'],
      'UNAUTHENTICATED',
    ]);
  });

  test('an application of a reseller owns them, for its reseller', async () => {
    const reseller = await givenReseller(app);
    const application = { tid: reseller.tenantId, sub: 'daemon', idtyp: 'app' };

    const { id, etag } = await givenEndpoint(app, application);

    await webhookDone(app, application, 'pauseWebhookEndpoint', { webhookEndpointId: id });
    await webhookDone(app, application, 'resumeWebhookEndpoint', { webhookEndpointId: id });
    await webhookDone(app, application, 'rotateWebhookSecret', { webhookEndpointId: id });
    await webhookDone(app, application, 'testWebhook', { webhookEndpointId: id });
    expect(etag).toBe('"1"');
    const { webhookEndpoints } = await app.succeed<{ webhookEndpoints: { nodes: object[] } }>(
      reseller.as('GLOBAL_ADMIN'),
      '{ webhookEndpoints { nodes { id } } }',
    );
    expect(webhookEndpoints.nodes).toEqual([{ id }]);
  });

  test('the endpoint of another side is not there', async () => {
    const owner = await givenReseller(app);
    const endpoint = await givenEndpoint(app, owner.as('ADMIN_AGENT'));
    const deliveryId = await givenDelivery(app, endpoint);
    const stranger = (await givenReseller(app)).as(['ADMIN_AGENT', 'GLOBAL_ADMIN']);
    const input = { webhookEndpointId: endpoint.id, ifMatch: '"1"' };
    const { ifMatch: _etag, ...plain } = input;

    const outcomes = [
      await codeOf(stranger, 'updateWebhookEndpoint', { ...input, description: 'Mine' }),
      await codeOf(stranger, 'pauseWebhookEndpoint', input),
      await codeOf(stranger, 'resumeWebhookEndpoint', input),
      await codeOf(stranger, 'deleteWebhookEndpoint', input),
      await codeOf(stranger, 'rotateWebhookSecret', input),
      await codeOf(stranger, 'testWebhook', plain),
      await codeOf(stranger, 'redeliverWebhookDeliveries', {
        ...plain,
        since: '2026-01-01T00:00:00Z',
      }),
      await codeOf(stranger, 'redeliverWebhookDelivery', { webhookDeliveryId: deliveryId }),
    ];
    const read = '{ nodes(ids: $ids) { id } }';
    const ids = [endpoint.id, deliveryId];
    const query = `query ($ids: [ID!]!) ${read}`;

    expect([...new Set(outcomes)]).toEqual(['NOT_FOUND']);
    for (const who of [stranger, operatorUser('operator'), owner.as('BILLING_ADMIN')]) {
      expect(await app.succeed(who, query, { ids })).toEqual({ nodes: [null, null] });
    }
    expect(await app.succeed(owner.as('GLOBAL_ADMIN'), query, { ids })).toEqual({
      nodes: [{ id: endpoint.id }, { id: deliveryId }],
    });
  });
});

describe('registering', () => {
  test('answers with the endpoint and a secret of Standard Webhooks, which is nowhere else', async () => {
    const reseller = await givenReseller(app);
    const customer = await givenCustomer(app);
    await givenRelationship(app, { customer, reseller });
    logged.length = 0;

    const seen = await observe(app, () =>
      webhookDone(app, reseller.as('ADMIN_AGENT'), 'createWebhookEndpoint', {
        url: 'https://hooks.example.com/T0/word-in-path',
        description: ' Ours ',
        eventNames: ['SUBSCRIPTION_UPDATED', 'CUSTOMER_UPDATED', 'SUBSCRIPTION_UPDATED'],
        customerIds: [customer.id],
        clientRequestId: 'first',
      }),
    );

    const { webhookEndpoint, secret } = seen.result;
    expect(webhookEndpoint).toMatchObject({
      url: 'https://hooks.example.com/T0/word-in-path',
      description: 'Ours',
      eventNames: ['CUSTOMER_UPDATED', 'SUBSCRIPTION_UPDATED'],
      customerIds: [customer.id],
      status: 'ACTIVE',
      pauseReason: null,
      pausedAt: null,
      previousSecretEndsAt: null,
      etag: '"1"',
    });
    const [prefix = '', key = ''] = (secret ?? '').split('_');
    expect(prefix).toBe('whsec');
    expect(Buffer.from(key, 'base64')).toHaveLength(32);
    expect(seen.events).toEqual([]);
    expect(seen.audits).toEqual([
      expect.objectContaining({
        operation: 'CREATE_WEBHOOK_ENDPOINT',
        resource_type: 'WEBHOOK_ENDPOINT',
        reseller_id: reseller.key,
        new_value: {
          origin: 'https://hooks.example.com',
          description: 'Ours',
          eventNames: ['CUSTOMER_UPDATED', 'SUBSCRIPTION_UPDATED'],
          status: 'ACTIVE',
        },
      }),
    ]);
    const everything = await app.database.query<{ text: string }>(sql`
      SELECT w::text AS text FROM webhook_endpoints w UNION ALL SELECT a::text FROM audit_records a
      UNION ALL SELECT k::text FROM idempotency_keys k UNION ALL SELECT e::text FROM events e`);
    const stored = everything.map(({ text }) => text).join('\n') + logged.join('\n');
    expect(stored).toContain(reseller.key);
    expect(stored).not.toContain(key);
    expect(logged.join('\n')).not.toContain('word-in-path');
  });

  test('answers a repeated call with the endpoint and no secret (R41)', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const input = { url: NOBODY, clientRequestId: 'mine' };
    const first = await webhookDone(app, who, 'createWebhookEndpoint', input);

    const second = await webhookDone(app, who, 'createWebhookEndpoint', input);

    expect(first.secret).toMatch(/^whsec_/);
    expect(second).toEqual({ ...first, repeated: true, secret: null });
  });

  test('a dry run shows neither', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');

    const dry = await webhookDone(app, who, 'createWebhookEndpoint', {
      url: NOBODY,
      validateOnly: true,
    });

    expect(dry).toMatchObject({ dryRun: true, webhookEndpoint: null, secret: null });
  });

  test.each([
    ['a name that leads to a public address', 'https://hooks.example.com/x', null],
    ['a name with one private address', 'https://rebound.example.com/x', 'ADDRESS_NOT_ALLOWED'],
    ['a name of a metadata service', 'https://metadata.example.com/', 'ADDRESS_NOT_ALLOWED'],
    ['plain http', 'http://hooks.example.com/x', 'ADDRESS_NOT_ALLOWED'],
    ['an address inside', 'https://192.168.1.1/', 'ADDRESS_NOT_ALLOWED'],
    ['credentials', 'https://me:word@hooks.example.com/', 'ADDRESS_NOT_ALLOWED'],
    ['a name that is not found', 'https://nowhere.example.com/', 'HOST_NOT_FOUND'],
  ])('%s', async (_, url, problem) => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');

    const seen = await observe(app, () => sendWebhook(app, who, 'createWebhookEndpoint', { url }));

    const [error] = seen.result.errors;
    if (problem === null) expect(error).toBeUndefined();
    else {
      expect(error?.extensions).toMatchObject({ code: 'INVALID_INPUT', field: 'input.url' });
      expect(error?.extensions.message).toBe(
        problem === 'HOST_NOT_FOUND'
          ? 'The host of input.url was not found.'
          : 'Webhooks go to https addresses of the public Internet only, without a user name.',
      );
      expect(seen.changed).toEqual([]);
      expect(seen.audits).toEqual([expect.objectContaining({ status: 'FAILED' })]);
    }
  });

  test('a customer that is unknown and one of others are NOT_FOUND alike', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const { id: foreign } = await givenCustomer(app);

    const { errors } = await sendWebhook(app, who, 'createWebhookEndpoint', {
      url: NOBODY,
      customerIds: [foreign],
    });

    expect(errors[0]?.extensions).toMatchObject({
      code: 'NOT_FOUND',
      field: 'input.customerIds[0]',
    });
  });

  test('twenty of one side, of two calls at once too; a deleted one makes room', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const made = [];
    for (let i = 0; i < 19; i += 1) made.push(await givenEndpoint(app, who));

    const input = { url: NOBODY };
    const codes = await Promise.all(
      [1, 2, 3].map(() => codeOf(who, 'createWebhookEndpoint', input)),
    );
    expect(codes.sort()).toEqual(['INVALID_INPUT', 'INVALID_INPUT', 'allowed']);
    await webhookDone(app, who, 'deleteWebhookEndpoint', { webhookEndpointId: made[0]?.id });
    expect(await codeOf(who, 'createWebhookEndpoint', input)).toBe('allowed');
    // Another side has its own.
    const other = (await givenReseller(app)).as('ADMIN_AGENT');
    expect(await codeOf(other, 'createWebhookEndpoint', input)).toBe('allowed');
  });
});

describe('changing', () => {
  test('what is sent changes, and makes a new version', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const { id, etag } = await givenEndpoint(app, who, { eventNames: ['CUSTOMER_UPDATED'] });

    const { webhookEndpoint } = await webhookDone(app, who, 'updateWebhookEndpoint', {
      webhookEndpointId: id,
      url: 'https://hooks.example.com/next',
      eventNames: null,
      ifMatch: etag,
    });

    expect(webhookEndpoint).toMatchObject({
      url: 'https://hooks.example.com/next',
      description: null,
      eventNames: [],
      etag: '"2"',
    });
  });

  test.each([
    ['without an etag', { description: 'Ours' }, 'ETAG_REQUIRED'],
    ['with an old one', { description: 'Ours', ifMatch: '"9"' }, 'ETAG_MISMATCH'],
    ['of nothing', { ifMatch: '"1"' }, 'INVALID_INPUT'],
    ['to a forbidden address', { url: 'https://10.1.1.1/', ifMatch: '"1"' }, 'INVALID_INPUT'],
    ['of a note too long', { description: 'x'.repeat(257), ifMatch: '"1"' }, 'INVALID_INPUT'],
    ['that sets what it has', { url: NOBODY, ifMatch: '"1"' }, 'allowed'],
  ])('a change %s', async (_, change, outcome) => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const { id } = await givenEndpoint(app, who);

    const seen = await observe(app, () =>
      codeOf(who, 'updateWebhookEndpoint', { webhookEndpointId: id, ...change }),
    );

    expect(seen.result).toBe(outcome);
    expect(seen.changed).toEqual([]);
  });
});

describe('pausing, resuming, deleting', () => {
  test('a pause tells its owner, once', async () => {
    const customer = await givenCustomer(app);
    const who = customer.as('CUSTOMER_GLOBAL_ADMIN');
    const { id, key } = await givenEndpoint(app, who);

    const seen = await observe(app, () =>
      webhookDone(app, who, 'pauseWebhookEndpoint', { webhookEndpointId: id }),
    );
    const again = await webhookDone(app, who, 'pauseWebhookEndpoint', { webhookEndpointId: id });

    expect(seen.result.webhookEndpoint).toMatchObject({
      status: 'PAUSED',
      pauseReason: 'BY_OWNER',
      pausedAt: app.clock.now().toISOString(),
    });
    expect(seen.events).toEqual([
      expect.objectContaining({
        name: 'WEBHOOK_ENDPOINT_PAUSED',
        customer_id: customer.key,
        recipient_reseller_ids: [],
        to_customer: true,
        resource_id: key,
        data: { webhookEndpointId: key, pauseReason: 'BY_OWNER' },
      }),
    ]);
    expect(again).toMatchObject({ repeated: true });
    const { events } = await app.succeed<{ events: { nodes: object[] } }>(
      who,
      '{ events { nodes { name resourceId ... on WebhookEndpointPausedEvent { webhookEndpointId pauseReason } } } }',
    );
    expect(events.nodes).toEqual([
      {
        name: 'WEBHOOK_ENDPOINT_PAUSED',
        resourceId: id,
        webhookEndpointId: id,
        pauseReason: 'BY_OWNER',
      },
    ]);
  });

  test('a resumed endpoint tries again what waits and what was given up, and leaves the rest', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const endpoint = await givenEndpoint(app, who);
    const input = { webhookEndpointId: endpoint.id };
    await webhookDone(app, who, 'pauseWebhookEndpoint', input);
    for (const status of ['GIVEN_UP', 'PENDING', 'DELIVERED', 'WITHHELD'] as const) {
      await givenDelivery(app, endpoint, { status });
    }
    app.clock.advance({ hours: 1 });

    const { webhookEndpoint } = await webhookDone(app, who, 'resumeWebhookEndpoint', input);

    expect(webhookEndpoint).toMatchObject({ status: 'ACTIVE', pauseReason: null, pausedAt: null });
    const rows = await app.database.query<{ status: string; due: boolean }>(sql`
      SELECT status, next_attempt_at = ${app.clock.now()} AS due FROM webhook_deliveries
      WHERE endpoint_id = ${endpoint.key} ORDER BY status`);
    expect(rows).toEqual([
      { status: 'DELIVERED', due: null },
      { status: 'PENDING', due: true },
      { status: 'PENDING', due: true },
      { status: 'WITHHELD', due: null },
    ]);
  });

  test('a deleted endpoint has no secret, gets nothing, and stands in no list', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const endpoint = await givenEndpoint(app, who);
    const delivery = await givenDelivery(app, endpoint, { status: 'PENDING' });
    const input = { webhookEndpointId: endpoint.id };
    await webhookDone(app, who, 'rotateWebhookSecret', input);

    const { webhookEndpoint } = await webhookDone(app, who, 'deleteWebhookEndpoint', input);

    expect(webhookEndpoint).toMatchObject({ status: 'DELETED', previousSecretEndsAt: null });
    const [row] = await app.database.query(sql`
      SELECT secret, previous_secret FROM webhook_endpoints WHERE id = ${endpoint.key}`);
    expect(row).toEqual({ secret: null, previous_secret: null });
    expect(
      await app.succeed(
        who,
        'query ($id: ID!) { webhookEndpoints { totalCount } node(id: $id) { ... on WebhookDelivery { status } } }',
        { id: delivery },
      ),
    ).toEqual({ webhookEndpoints: { totalCount: 0 }, node: { status: 'CANCELED' } });
    for (const mutation of ['pauseWebhookEndpoint', 'rotateWebhookSecret', 'testWebhook']) {
      expect(await codeOf(who, mutation, input)).toBe('INVALID_STATE_TRANSITION');
    }
    expect(await webhookDone(app, who, 'deleteWebhookEndpoint', input)).toMatchObject({
      repeated: true,
    });
  });
});

describe('rotating', () => {
  test('the new secret is shown, and the present one ends with the overlap', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const { id, secret: old } = await givenEndpoint(app, who);
    app.clock.advance({ hours: 1 });

    const rotated = await webhookDone(app, who, 'rotateWebhookSecret', { webhookEndpointId: id });

    expect(rotated.secret).toMatch(/^whsec_/);
    expect(rotated.secret).not.toBe(old);
    const end = new Date(app.clock.now().getTime() + 24 * 3_600_000);
    expect(rotated.webhookEndpoint).toMatchObject({
      secretCreatedAt: app.clock.now().toISOString(),
      previousSecretEndsAt: end.toISOString(),
    });
    app.clock.set(end);
    expect(
      await app.succeed(
        who,
        'query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint { previousSecretEndsAt } } }',
        { id },
      ),
    ).toEqual({ node: { previousSecretEndsAt: null } });
  });

  test('without an overlap the present one ends at once', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const { id, key } = await givenEndpoint(app, who);

    await webhookDone(app, who, 'rotateWebhookSecret', { webhookEndpointId: id, overlapHours: 0 });

    const [row] = await app.database.query(
      sql`SELECT previous_secret FROM webhook_endpoints WHERE id = ${key}`,
    );
    expect(row).toEqual({ previous_secret: null });
  });

  test.each([-1, 169])('an overlap of %i hours is refused', async (overlapHours) => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const { id } = await givenEndpoint(app, who);

    const input = { webhookEndpointId: id, overlapHours };
    expect(await codeOf(who, 'rotateWebhookSecret', input)).toBe('INVALID_INPUT');
  });
});

describe('testing', () => {
  test('two a minute for one side, whichever endpoints; the third hears when', async () => {
    const reseller = await givenReseller(app);
    const who = reseller.as('ADMIN_AGENT');
    const [one, two] = [await givenEndpoint(app, who), await givenEndpoint(app, who)];
    const test = (id: string) => sendWebhook(app, who, 'testWebhook', { webhookEndpointId: id });

    const seen = await observe(app, () => test(one.id));
    app.clock.advance({ ms: 20_000 });
    expect((await test(two.id)).errors).toEqual([]);
    const refused = await test(one.id);
    app.clock.advance({ ms: 40_000 });
    const later = await test(one.id);

    expect(seen.events).toEqual([
      expect.objectContaining({
        name: 'TEST_CREATED',
        customer_id: null,
        recipient_reseller_ids: [reseller.key],
        to_customer: false,
        resource_id: one.key,
        data: { webhookEndpointId: one.key },
      }),
    ]);
    expect(refused.errors[0]?.extensions).toMatchObject({
      code: 'RATE_LIMITED',
      retryAfterSeconds: 40,
    });
    expect(later.errors).toEqual([]);
  });

  test('at once, too', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const { id } = await givenEndpoint(app, who);

    const codes = await Promise.all(
      [1, 2, 3, 4].map(() => codeOf(who, 'testWebhook', { webhookEndpointId: id })),
    );

    expect(codes.sort()).toEqual(['RATE_LIMITED', 'RATE_LIMITED', 'allowed', 'allowed']);
  });
});

describe('sending again', () => {
  test('one: it is due at once, and what was tried stays in the log', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const endpoint = await givenEndpoint(app, who);
    const webhookDeliveryId = await givenDelivery(app, endpoint);

    const { webhookDelivery } = await webhookDone(app, who, 'redeliverWebhookDelivery', {
      webhookDeliveryId,
    });
    const again = await webhookDone(app, who, 'redeliverWebhookDelivery', { webhookDeliveryId });

    expect(webhookDelivery).toEqual({ id: webhookDeliveryId, status: 'PENDING' });
    expect(again.repeated).toBe(true);
    expect(
      await app.succeed(
        who,
        `query ($id: ID!) { node(id: $id) { ... on WebhookDelivery {
          status attemptCount nextAttemptAt endedAt attempts { nodes { outcome httpStatus durationMs } } } } }`,
        { id: webhookDeliveryId },
      ),
    ).toEqual({
      node: {
        status: 'PENDING',
        attemptCount: 1,
        nextAttemptAt: app.clock.now().toISOString(),
        endedAt: null,
        attempts: { nodes: [{ outcome: 'DELIVERED', httpStatus: 204, durationMs: 12 }] },
      },
    });
  });

  test('a span: what happened in it, of the outcomes that are asked for', async () => {
    const who = (await givenReseller(app)).as('ADMIN_AGENT');
    const endpoint = await givenEndpoint(app, who);
    const begin = app.clock.now();
    const hour = (count: number): Date => new Date(begin.getTime() + count * 3_600_000);
    const [before, first, failed, last, behind] = [
      await givenDelivery(app, endpoint, { occurredAt: hour(-1), position: 1 }),
      await givenDelivery(app, endpoint, { occurredAt: hour(0), position: 2 }),
      await givenDelivery(app, endpoint, { occurredAt: hour(1), position: 3, status: 'GIVEN_UP' }),
      await givenDelivery(app, endpoint, { occurredAt: hour(2), position: 4 }),
      await givenDelivery(app, endpoint, { occurredAt: hour(3), position: 5 }),
    ];
    const range = {
      webhookEndpointId: endpoint.id,
      since: hour(0).toISOString(),
      until: hour(3).toISOString(),
    };
    const pending = async (): Promise<readonly string[]> => {
      const { node } = await app.succeed<{ node: { deliveries: { nodes: { id: string }[] } } }>(
        who,
        `query ($id: ID!) { node(id: $id) { ... on WebhookEndpoint {
          deliveries(filter: { status: [PENDING] }) { nodes { id } } } } }`,
        { id: endpoint.id },
      );
      return node.deliveries.nodes.map(({ id }) => id);
    };

    const some = await webhookDone(app, who, 'redeliverWebhookDeliveries', {
      ...range,
      status: ['GIVEN_UP', 'PENDING', 'CANCELED'],
    });
    const afterSome = await pending();
    const all = await webhookDone(app, who, 'redeliverWebhookDeliveries', range);

    expect(some.deliveryCount).toBe(1);
    expect(afterSome).toEqual([failed]);
    expect(all.deliveryCount).toBe(2);
    expect(await pending()).toEqual([first, failed, last]);
    expect(await pending()).not.toContain(before);
    expect(await pending()).not.toContain(behind);
  });
});

test('an unknown id is NOT_FOUND, an id of something else INVALID_INPUT', async () => {
  const reseller = await givenReseller(app);
  const who = reseller.as('ADMIN_AGENT');

  expect(
    await codeOf(who, 'pauseWebhookEndpoint', { webhookEndpointId: webhookEndpointIdOf(newId()) }),
  ).toBe('NOT_FOUND');
  expect(await codeOf(who, 'pauseWebhookEndpoint', { webhookEndpointId: reseller.id })).toBe(
    'INVALID_INPUT',
  );
});
