import type { Caller } from '../../src/kernel/actor';
import { systemClock } from '../../src/kernel/clock';
import { findAgreements } from '../../src/modules/customers/customer.queries';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { findRelationshipFacts } from '../../src/modules/relationships/relationship-verdict.queries';
import { findRequestFacts } from '../../src/modules/relationships/request-verdict.queries';
import type { SalesReader } from '../../src/modules/relationships/sales.port';
import { findSubscriptionCases } from '../../src/modules/subscriptions/subscription-facts.queries';
import { sql } from '../../src/platform/database/sql';
import { createRequestContext, type RequestContext } from '../../src/platform/graphql/context';
import { newId } from '../../src/platform/ids';
import { givenRequest } from '../support/party-rows';
import { admin, CONTOSO, FABRIKAM, NORTHWIND, partner, Sight, WOODGROVE } from '../support/sight';

/*
 * Reads that are handed row ids by other reads, which have looked at visibility before. They look
 * themselves: whoever calls them next may not have.
 */

const { relationships, subscriptions } = DEMO_IDS;
const NO_SALES: SalesReader = { salesOf: (_ctx, pairs) => Promise.resolve(pairs.map(() => [])) };

let sight: Sight;
beforeAll(async () => {
  sight = await Sight.open();
});
afterAll(() => sight.close());

function contextOf(actor: Caller): RequestContext {
  return createRequestContext({
    actor,
    correlationId: 'correlation',
    requestId: 'request',
    clock: systemClock,
    locale: 'en-US',
    db: sight.database,
  });
}

const keysOf = (found: readonly { readonly key: string }[]) => found.map(({ key }) => key).sort();

test('agreements of a customer are read by those who see the customer (R20, R36)', async () => {
  await sight.write(
    ...[WOODGROVE, NORTHWIND].map(
      (customerId) => sql`INSERT INTO agreements (customer_id, id, type, date_agreed)
        VALUES (${customerId}, ${newId()}, 'MICROSOFT_CUSTOMER_AGREEMENT', now())`,
    ),
  );
  const readBy = async (actor: Caller) =>
    (await findAgreements(contextOf(actor), [WOODGROVE, NORTHWIND])).map((it) => it.customerKey);

  expect(await readBy(partner(FABRIKAM, 'SALES_AGENT'))).toEqual([NORTHWIND]);
  expect((await readBy(partner(CONTOSO, 'SALES_AGENT'))).sort()).toEqual(
    [WOODGROVE, NORTHWIND].sort(),
  );
  expect(await readBy(admin(WOODGROVE))).toEqual([WOODGROVE]);
});

test('what decides about a relationship is read by those who see the relationship (R38)', async () => {
  const { woodgroveContoso, northwindFabrikam } = relationships;
  const readBy = async (actor: Caller) =>
    keysOf(
      await findRelationshipFacts(contextOf(actor), NO_SALES, [
        woodgroveContoso,
        northwindFabrikam,
      ]),
    );

  expect(await readBy(partner(FABRIKAM))).toEqual([northwindFabrikam]);
  expect(await readBy(admin(WOODGROVE))).toEqual([woodgroveContoso]);
});

test('what decides about a request is read by those who see the request', async () => {
  const expiresAt = new Date('2036-01-01T00:00:00Z');
  const customerTenantId = admin(WOODGROVE).tenantId;
  const theirs = await givenRequest(sight.database, {
    resellerId: FABRIKAM,
    customerTenantId,
    expiresAt,
  });
  const own = await givenRequest(sight.database, { resellerId: CONTOSO, expiresAt });
  const readBy = async (actor: Caller) =>
    keysOf(await findRequestFacts(contextOf(actor), NO_SALES, [theirs, own]));

  expect(await readBy(partner(CONTOSO))).toEqual([own]);
  expect(await readBy(partner(FABRIKAM))).toEqual([theirs]);
  expect(await readBy(admin(NORTHWIND))).toEqual([own]);
});

test('what decides about a subscription is read by those who see the subscription (R37)', async () => {
  const mail = subscriptions.woodgroveMail.id;
  const theirs = subscriptions.northwindProPlus.id;
  const readBy = async (actor: Caller) =>
    keysOf(await findSubscriptionCases(sight.database, actor, [mail, theirs]));

  expect(await readBy(partner(FABRIKAM))).toEqual([theirs]);
  expect(await readBy(admin(WOODGROVE))).toEqual([mail]);
});
