import { act } from '../support/relationship-api';
import {
  givenCustomer,
  givenRelationship,
  givenRequest,
  givenRequestIn,
  givenReseller,
} from '../support/relationship-situations';
import { TestApp } from '../support/test-app';

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
});
afterAll(() => app.stop());

interface Entry {
  readonly name: string;
  readonly occurredAt: string;
  readonly actor: { readonly kind: string; readonly displayName: string | null };
  readonly oldValue: string | null;
  readonly newValue: string | null;
}

const ENTRIES =
  '{ totalCount nodes { name occurredAt oldValue newValue actor { kind displayName } } }';
type Who = Parameters<TestApp['as']>[0];

async function historyOf(who: Who, id: string): Promise<readonly Entry[]> {
  const { relationshipRequest } = await app.succeed<{
    relationshipRequest: { history: { totalCount: number; nodes: Entry[] } };
  }>(who, `query ($id: ID!) { relationshipRequest(id: $id) { history ${ENTRIES} } }`, { id });
  const { totalCount, nodes } = relationshipRequest.history;
  expect(totalCount).toBe(nodes.length);
  return nodes;
}

async function partnerHistoryOf(who: Who, tenantId: string): Promise<readonly Entry[] | null> {
  const { customer } = await app.succeed<{
    customer: { partnerHistory: { nodes: Entry[] } } | null;
  }>(
    who,
    `query ($tenantId: UUID!) { customer(tenantId: $tenantId) { partnerHistory ${ENTRIES} } }`,
    {
      tenantId,
    },
  );
  return customer && customer.partnerHistory.nodes;
}

const values = ({ oldValue, newValue }: Entry): unknown => [
  oldValue && (JSON.parse(oldValue) as unknown),
  newValue && (JSON.parse(newValue) as unknown),
];
const names = (entries: readonly Entry[] | null): unknown =>
  entries?.map(({ name }) => name) ?? null;

describe('the history of a request', () => {
  test.each([
    ['ACCEPTED', 'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER', 'CUSTOMER_USER'],
    ['DECLINED', 'RESELLER_RELATIONSHIP_REQUEST_DECLINED', 'CUSTOMER_USER'],
    ['CANCELED', 'RESELLER_RELATIONSHIP_REQUEST_CANCELED', 'PARTNER_USER'],
  ] as const)('of one that is %s tells both moves, to both sides', async (status, name, kind) => {
    const { customer, reseller, request } = await givenRequestIn(app, status);

    for (const who of [customer.as('CUSTOMER_GLOBAL_ADMIN'), reseller.as('HELPDESK_AGENT')]) {
      const [asked, decided, ...more] = await historyOf(who, request.id);

      expect(more).toEqual([]);
      expect(asked).toMatchObject({
        name: 'RESELLER_RELATIONSHIP_REQUESTED',
        actor: { kind: 'PARTNER_USER' },
      });
      expect(asked && values(asked)).toMatchObject([null, { status: 'PENDING' }]);
      expect(decided).toMatchObject({ name, actor: { kind } });
      expect(decided && values(decided)).toMatchObject([{ status: 'PENDING' }, { status }]);
    }
  });

  test('the other side reads the kind of the actor and no name', async () => {
    const { customer, reseller, request } = await givenRequestIn(app, 'DECLINED');

    const [asked, declined] = await historyOf(reseller.as('ADMIN_AGENT'), request.id);
    const [seen] = await historyOf(customer.as('CUSTOMER_GLOBAL_ADMIN'), request.id);

    expect(asked?.actor.displayName).not.toBeNull();
    expect(declined?.actor.displayName).toBeNull();
    expect(seen?.actor.displayName).toBeNull();
  });

  test('an expiry that made room for the next request has its own values, not those of the next', async () => {
    const { customer, reseller, request } = await givenRequestIn(app, 'PENDING');
    app.clock.advance({ days: 90 });
    const next = await givenRequest(app, { customer, reseller });

    const [, expired] = await historyOf(reseller.as('ADMIN_AGENT'), request.id);
    const [asked] = await historyOf(reseller.as('ADMIN_AGENT'), next.id);

    expect(expired).toMatchObject({
      name: 'RESELLER_RELATIONSHIP_REQUEST_EXPIRED',
      actor: { kind: 'PLATFORM' },
    });
    expect(expired && values(expired)).toEqual([{ status: 'PENDING' }, { status: 'EXPIRED' }]);
    expect(asked && values(asked)).toMatchObject([null, { status: 'PENDING' }]);
  });
});

describe('the partner history of a customer', () => {
  test('its administrators read of all partners, a reseller of itself, others nothing', async () => {
    const customer = await givenCustomer(app);
    const [first, second, third] = [
      await givenReseller(app),
      await givenReseller(app),
      await givenReseller(app),
    ];
    await givenRelationship(app, { customer, reseller: first, services: ['DYNAMICS'] });
    await givenRelationship(app, { customer, reseller: second, services: ['INTUNE'] });
    await givenRequest(app, { customer, reseller: third });
    const accepted = [
      'RESELLER_RELATIONSHIP_REQUESTED',
      'RESELLER_RELATIONSHIP_ACCEPTED_BY_CUSTOMER',
      'DAP_ADMIN_RELATIONSHIP_APPROVED',
    ];

    const read = async (who: Who): Promise<unknown> =>
      names(await partnerHistoryOf(who, customer.tenantId));

    const all = [...accepted, ...accepted, 'RESELLER_RELATIONSHIP_REQUESTED'];
    expect(await read(customer.as('CUSTOMER_GLOBAL_ADMIN'))).toEqual(all);
    expect(await read(customer.as('CUSTOMER_BILLING_ADMIN'))).toEqual(all);
    expect(await read('operator')).toEqual(all);
    expect(await read(first.as('SALES_AGENT'))).toEqual(accepted);
    expect(await read(second.as('GLOBAL_ADMIN'))).toEqual(accepted);
    expect(await read(third.as('ADMIN_AGENT'))).toBeNull();
    expect(await read(customer.as('CUSTOMER_USER'))).toEqual([]);
  });

  test('does not hold refused attempts', async () => {
    const customer = await givenCustomer(app);
    const reseller = await givenReseller(app);
    const { relationshipId } = await givenRelationship(app, {
      customer,
      reseller,
      services: ['DYNAMICS'],
    });
    await act(app, reseller.as('ADMIN_AGENT'), 'removeRelationship', { relationshipId });

    const entries = await partnerHistoryOf(customer.as('CUSTOMER_GLOBAL_ADMIN'), customer.tenantId);

    expect(entries).toHaveLength(3);
  });
});
