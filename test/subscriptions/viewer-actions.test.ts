import type { Caller } from '../../src/kernel/actor';
import { policyOf } from '../../src/kernel/cloud-policy.rules';
import type { DomainError } from '../../src/kernel/domain-error';
import type { Service } from '../../src/kernel/service';
import { findHeldTenant } from '../../src/modules/callers/tenant-lookup.queries';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { OFFER_IDS } from '../../src/modules/demo/demo-offers';
import { findPersona, PERSONAS } from '../../src/modules/demo/personas';
import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { refusalToAdminister } from '../../src/modules/relationships/delegated-privileges.rules';
import {
  customerIdOf,
  relationshipIdOf,
  relationshipRequestIdOf,
  subscriptionIdOf,
} from '../../src/modules/visibility/object-ids';
import { resolveCaller } from '../../src/platform/auth/caller';
import { sql } from '../../src/platform/database/sql';
import type { GraphError } from '../support/test-app';
import { TestApp } from '../support/test-app';

/** What a verdict says, or what a mutation answered: the two must be the same. */
interface Outcome {
  readonly allowed: boolean;
  readonly code: string | null;
  readonly rule: string | null;
  readonly refusals: readonly { code: string; rule: string | null; fields: readonly string[] }[];
}

interface Verdict extends Outcome {
  readonly action: string;
  readonly service: string | null;
}

/** An object as one persona reads it; null when it does not see it. */
interface Seen {
  readonly id: string;
  readonly etag?: string | null;
  readonly quantity?: number | null;
  readonly viewerActions: readonly Verdict[];
}

interface Act {
  readonly mutation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

const VERDICTS = `viewerActions { action service allowed code rule refusals { code rule fields } }`;
const PERSONA_NAMES = PERSONAS.map(({ name }) => name);

interface Kind {
  readonly field: 'subscription' | 'relationship' | 'relationshipRequest';
  readonly selection: string;
  /** How each action is done; fails on an action that it does not know. */
  readonly acts: Readonly<Record<string, (seen: Pick<Seen, 'id' | 'etag' | 'quantity'>) => Act>>;
}

const edit =
  (fields: (seen: Pick<Seen, 'quantity'>) => object) =>
  (seen: Pick<Seen, 'id' | 'etag' | 'quantity'>): Act => ({
    mutation: 'updateSubscription',
    input: { subscriptionId: seen.id, ifMatch: seen.etag, ...fields(seen) },
  });
const onSubscription =
  (mutation: string, more: object = {}) =>
  ({ id }: Pick<Seen, 'id'>): Act => ({ mutation, input: { subscriptionId: id, ...more } });
const onRelationship =
  (mutation: string) =>
  ({ id }: Pick<Seen, 'id'>): Act => ({ mutation, input: { relationshipId: id } });
const onRequest =
  (mutation: string, more: object = {}) =>
  ({ id }: Pick<Seen, 'id'>): Act => ({ mutation, input: { relationshipRequestId: id, ...more } });

const SUBSCRIPTIONS: Kind = {
  field: 'subscription',
  selection: `id etag quantity ${VERDICTS}`,
  acts: {
    CHANGE_QUANTITY: edit(({ quantity }) => ({ quantity: quantity ?? 1 })),
    RENAME: edit(() => ({ friendlyName: 'Another name' })),
    CHANGE_AUTO_RENEW: edit(() => ({ autoRenewEnabled: false })),
    CHANGE_BILLING_CYCLE: edit(() => ({ billingCycle: 'MONTHLY' })),
    CHANGE_TERM: edit(() => ({ termDuration: 'P1M' })),
    SUSPEND: onSubscription('suspendSubscription'),
    REACTIVATE: onSubscription('reactivateSubscription'),
    CANCEL: onSubscription('cancelSubscription'),
    SCHEDULE_NEXT_TERM: (seen) => ({
      mutation: 'scheduleNextTermInstructions',
      input: { subscriptionId: seen.id, ifMatch: seen.etag, scheduledNextTermInstructions: null },
    }),
    ASSIGN_SUPPORT_CONTACT: (seen) => ({
      mutation: 'assignSupportContact',
      input: { subscriptionId: seen.id, ifMatch: seen.etag, supportTenantId: null },
    }),
    CHANGE_PARTNER_OF_RECORD: onSubscription('changePartnerOfRecord', { partnerId: '1000002' }),
    TRANSFER: onSubscription('transferSubscription'),
    PURCHASE_ADD_ON: onSubscription('purchaseAddOn', {
      offerId: OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING,
      quantity: 1,
    }),
    UPGRADE: onSubscription('upgradeSubscription', {
      targetOfferId: OFFER_IDS.OFFICE_365_ENTERPRISE_E3,
    }),
  },
};
const RELATIONSHIPS: Kind = {
  field: 'relationship',
  selection: `id ${VERDICTS}`,
  acts: {
    REMOVE: onRelationship('removeRelationship'),
    RELINQUISH_PRIVILEGES: onRelationship('relinquishDelegatedPrivileges'),
    REMOVE_PRIVILEGES: onRelationship('removeDelegatedPrivileges'),
  },
};
const REQUESTS: Kind = {
  field: 'relationshipRequest',
  selection: `id ${VERDICTS}`,
  acts: {
    ACCEPT: onRequest('acceptRelationshipRequest', { acceptsCustomerAgreement: true }),
    DECLINE: onRequest('declineRelationshipRequest'),
    CANCEL: onRequest('cancelRelationshipRequest'),
  },
};

function outcomeOf(error: GraphError | undefined): Outcome {
  if (!error) return { allowed: true, code: null, rule: null, refusals: [] };
  const { code, rule, refusals } = error.extensions;
  return {
    allowed: false,
    code,
    rule,
    refusals: refusals.map((it) => ({ code: it.code, rule: it.rule, fields: it.fields })),
  };
}

/** What the mutations answer as dry runs, all in one document. */
async function answersTo(
  app: TestApp,
  who: string,
  acts: readonly Act[],
): Promise<readonly Outcome[]> {
  const typeOf = (mutation: string) =>
    `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!`;
  const head = acts.map(({ mutation }, i) => `$i${i}: ${typeOf(mutation)}`).join(', ');
  const body = acts.map(({ mutation }, i) => `a${i}: ${mutation}(input: $i${i}) { dryRun }`);
  const variables = Object.fromEntries(
    acts.map(({ input }, i) => [`i${i}`, { ...input, validateOnly: true }]),
  );
  const { errors } = await app.as(who, `mutation (${head}) { ${body.join(' ')} }`, variables);
  return acts.map((_, i) => outcomeOf(errors.find(({ path }) => path?.[0] === `a${i}`)));
}

/** What a verdict on a purchase leaves out, because it names no offer. */
const OF_THE_OFFER: Readonly<Record<string, readonly string[]>> = {
  PURCHASE_ADD_ON: ['ADDON_PARENT_MISMATCH'],
  UPGRADE: ['NO_UPGRADE_PATH', 'SUBSCRIPTION_CONFLICT'],
};

interface Compared {
  readonly differences: readonly string[];
  /** Actions judged, by what came out. */
  readonly allowed: number;
  readonly refused: number;
}

/** Compares every verdict that a persona reads on these objects with what the mutation answers. */
async function compare(
  app: TestApp,
  who: string,
  kind: Kind,
  ids: readonly string[],
): Promise<Compared> {
  const differences: string[] = [];
  let allowed = 0;
  let refused = 0;
  for (const id of ids) {
    const document = `query ($id: ID!) { ${kind.field}(id: $id) { ${kind.selection} } }`;
    const { data } = await app.as<Record<string, Seen | null> | null>(who, document, { id });
    const seen = data?.[kind.field] ?? null;
    const actions = Object.entries(kind.acts);
    const answers = await answersTo(
      app,
      who,
      actions.map(([, act]) => act(seen ?? { id })),
    );
    if (
      seen &&
      seen.viewerActions.map(({ action }) => action).join() !== Object.keys(kind.acts).join()
    ) {
      differences.push(`${id}: ${seen.viewerActions.map(({ action }) => action).join()}`);
    }
    for (const [i, [action]] of actions.entries()) {
      const answer = answers[i];
      const verdict = seen?.viewerActions.find((it) => it.action === action);
      if (!verdict) {
        // What is hidden has no verdict, and is nobody's to change.
        if (answer?.allowed) differences.push(`${who} may ${action} what it does not see: ${id}`);
        continue;
      }
      const { action: _action, service: _service, ...said } = verdict;
      if (said.allowed) allowed += 1;
      else refused += 1;
      if (JSON.stringify(said) === JSON.stringify(answer)) continue;
      if (said.allowed && OF_THE_OFFER[action]?.includes(answer?.code ?? '')) continue;
      differences.push(
        `${action}: verdict ${JSON.stringify(said)}, answer ${JSON.stringify(answer)}`,
      );
    }
  }
  return { differences, allowed, refused };
}

/** The story goes on: Fabrikam administers, requests in every state, suspensions, an ended relationship. */
async function playOn(app: TestApp): Promise<void> {
  const ask = async (who: string, customerTenantId: string, services?: readonly Service[]) => {
    const { requestRelationship } = await app.succeed<{
      requestRelationship: { relationshipRequest: { id: string } };
    }>(
      who,
      `mutation ($input: RequestRelationshipInput!) {
        requestRelationship(input: $input) { relationshipRequest { id } } }`,
      { input: { customerTenantId, services } },
    );
    return requestRelationship.relationshipRequest.id;
  };
  const act = (who: string, mutation: string, input: object) =>
    app.succeed(
      who,
      `mutation ($input: ${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input!) {
        ${mutation}(input: $input) { dryRun } }`,
      { input },
    );
  const { customer, customer2, customer3 } = DEMO_TENANTS;

  await act('customer-global', 'acceptRelationshipRequest', {
    relationshipRequestId: await ask('reseller-b-admin', customer.tenantId, [
      'EXCHANGE_OFFICE',
      'DYNAMICS',
    ]),
  });
  const [fabrikam] = await app.database.query<{ id: string }>(sql`
    SELECT id FROM relationships WHERE customer_id = ${DEMO_IDS.customers.customer}
      AND reseller_id = ${DEMO_IDS.resellers.resellerB}`);
  await act('customer-global', 'removeDelegatedPrivileges', {
    relationshipId: relationshipIdOf(fabrikam?.id ?? ''),
    services: ['DYNAMICS'],
  });
  // Pending, one of them in conflict (S10); declined; canceled; accepted, and its relationship removed.
  await ask('reseller-b-sales', customer3.tenantId, ['EXCHANGE_OFFICE']);
  await ask('provider-global', customer.tenantId);
  await act('customer2-global', 'declineRelationshipRequest', {
    relationshipRequestId: await ask('reseller-b-admin', customer2.tenantId),
  });
  await act('provider-global', 'cancelRelationshipRequest', {
    relationshipRequestId: await ask('provider-global', customer2.tenantId),
  });
  await act('customer2-global', 'acceptRelationshipRequest', {
    relationshipRequestId: await ask('reseller-a-admin', customer2.tenantId),
  });
  const [ended] = await app.database.query<{ id: string }>(sql`
    SELECT id FROM relationships WHERE customer_id = ${DEMO_IDS.customers.customer2}`);
  await act('reseller-a-global', 'removeRelationship', {
    relationshipId: relationshipIdOf(ended?.id ?? ''),
  });
  const { woodgroveShops, woodgroveSales } = DEMO_IDS.subscriptions;
  await act('operator', 'suspendSubscription', {
    subscriptionId: subscriptionIdOf(woodgroveShops.id),
  });
  await act('reseller-a-sales', 'suspendSubscription', {
    subscriptionId: subscriptionIdOf(woodgroveSales.id),
  });
}

async function idsIn(
  app: TestApp,
  table: 'relationships' | 'relationship_requests',
): Promise<string[]> {
  const rows =
    table === 'relationships'
      ? await app.database.query<{ id: string }>(sql`SELECT id FROM relationships ORDER BY id`)
      : await app.database.query<{ id: string }>(
          sql`SELECT id FROM relationship_requests ORDER BY id`,
        );
  return rows.map(({ id }) => id);
}

/** Who a persona is to the server. */
function callerOf(app: TestApp, name: string): Promise<Caller> {
  const persona = findPersona(name);
  if (!persona) throw new Error(`no persona ${name}`);
  return resolveCaller(
    {
      tenantId: persona.tenant.tenantId,
      userId: persona.userId,
      displayName: persona.displayName,
      roles: persona.roles,
      isApplication: persona.isApplication,
      mayNameOperators: true,
      tenantName: persona.tenant.name,
      tenantCountry: persona.tenant.country,
    } as Parameters<typeof resolveCaller>[0],
    (tenantId) => findHeldTenant(app.database, tenantId),
  );
}

function saidOf(refusal: DomainError | null): Outcome {
  return {
    allowed: refusal === null,
    code: refusal?.code ?? null,
    rule: refusal?.rule ?? null,
    refusals: (refusal?.refusals ?? []).map(({ code, rule, fields }) => ({ code, rule, fields })),
  };
}

/** SELL is what a dry run of a sale answers that nothing of the customer stands in the way of; ADMINISTER what the rules say. */
async function answeredOn(
  app: TestApp,
  who: string,
  customerId: string,
): Promise<readonly Verdict[]> {
  const actor = await callerOf(app, who);
  const resellerId = actor.side === 'partner' ? actor.resellerId : null;
  const [row] = await app.database.query<{
    instance: Parameters<typeof policyOf>[0];
    services: Service[];
  }>(sql`
    SELECT c.cloud_instance AS instance,
      coalesce((SELECT jsonb_agg(service) FROM delegated_privileges p
        WHERE p.customer_id = c.id AND p.reseller_id = ${resellerId}::uuid AND p.status = 'ACTIVE'), '[]') AS services
    FROM customers c WHERE c.id = ${customerId}`);
  if (!row) throw new Error('no customer');
  const policy = policyOf('cloudInstance' in actor ? actor.cloudInstance : row.instance);
  const input = {
    customerId: customerIdOf(customerId),
    offerId: OFFER_IDS.INTUNE,
    quantity: 1,
    termDuration: 'P1Y',
    billingCycle: 'ANNUAL',
  };
  const [sell] = await answersTo(app, who, [{ mutation: 'createSubscription', input }]);
  if (!sell) throw new Error('no answer');
  return [
    { action: 'SELL', service: null, ...sell },
    ...policy.services.map((service) => ({
      action: 'ADMINISTER',
      service,
      ...saidOf(refusalToAdminister(actor, service, { policy, activeServices: row.services })),
    })),
  ];
}

describe.each([
  ['as the story begins', async () => undefined],
  ['as the story goes on', playOn],
] as const)('a verdict is what the mutation answers, %s', (_, play) => {
  let app: TestApp;
  let relationships: string[] = [];
  let requests: string[] = [];
  const subscriptions = Object.values(DEMO_IDS.subscriptions).map(({ id }) => subscriptionIdOf(id));
  const judged = { allowed: 0, refused: 0 };

  beforeAll(async () => {
    app = await TestApp.start();
    await play(app);
    relationships = (await idsIn(app, 'relationships')).map(relationshipIdOf);
    requests = (await idsIn(app, 'relationship_requests')).map(relationshipRequestIdOf);
  });
  afterAll(() => app.stop());

  test.each(PERSONA_NAMES)(
    'to %s, on every subscription, relationship and request',
    async (who) => {
      const compared = [
        await compare(app, who, SUBSCRIPTIONS, subscriptions),
        await compare(app, who, RELATIONSHIPS, relationships),
        await compare(app, who, REQUESTS, requests),
      ];
      for (const { allowed, refused } of compared) {
        judged.allowed += allowed;
        judged.refused += refused;
      }

      expect(compared.flatMap(({ differences }) => differences)).toEqual([]);
    },
  );

  test.each(PERSONA_NAMES)('to %s, on every customer', async (who) => {
    for (const customerId of Object.values(DEMO_IDS.customers)) {
      const { data } = await app.as<{ customer: Seen | null } | null>(
        who,
        `query ($id: ID!) { customer(id: $id) { id ${VERDICTS} } }`,
        { id: customerIdOf(customerId) },
      );
      if (!data?.customer) continue;
      expect(data.customer.viewerActions).toEqual(await answeredOn(app, who, customerId));
    }
  });

  test('and there were verdicts of both kinds to compare', () => {
    expect(judged.allowed).toBeGreaterThan(10);
    expect(judged.refused).toBeGreaterThan(100);
  });
});
