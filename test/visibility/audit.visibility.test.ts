import type { Caller } from '../../src/kernel/actor';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import {
  seesAuditedObject,
  visibleAuditRecords,
} from '../../src/modules/visibility/audit.visibility';
import { sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { givenInvitation, givenRelationship, givenRequest } from '../support/party-rows';
import {
  admin,
  ADVENTURE,
  CONTOSO,
  FABRIKAM,
  NORTHWIND,
  OPERATOR,
  partner,
  PROSEWARE,
  SEE_NOTHING,
  Sight,
  TAILSPIN,
  TREY,
  user,
} from '../support/sight';

const RECORDS = sql`audit_records a`;

/** Records about an object, two of a kind: of Contoso and of Fabrikam, if the name says no other. */
const OBJECTS = [
  'sale',
  'transfer',
  'relationship',
  'privileges by relationship',
  'privileges',
  'request',
  'invitation',
  'account',
];
const OF_CONTOSO = OBJECTS.map((name) => `Contoso ${name}`);
const OF_FABRIKAM = OBJECTS.map((name) => `Fabrikam ${name}`);
const PARTNERSHIPS = ['partnership of Contoso and Trey', 'partnership of Tailspin and Proseware'];
const ALL = [
  ...OF_CONTOSO,
  ...OF_FABRIKAM,
  ...PARTNERSHIPS,
  'Adventure',
  'Northwind',
  'no object',
].sort();

/** Whose object they see in full, of all records there are. */
const OBJECTS_SEEN: readonly (readonly [string, Caller | null, readonly string[]])[] = [
  [
    'a reseller its own objects, its partnership, and the customer that it sells to, not one that it only works for',
    partner(CONTOSO),
    [...OF_CONTOSO, 'Northwind', 'partnership of Contoso and Trey'],
  ],
  [
    'the other partner those of its own, and both customers, to which it sells',
    partner(FABRIKAM),
    [...OF_FABRIKAM, 'Adventure', 'Northwind'],
  ],
  [
    'each side of a partnership that one',
    partner(PROSEWARE),
    ['partnership of Tailspin and Proseware'],
  ],
  ['and its provider', partner(TAILSPIN), ['partnership of Tailspin and Proseware']],
  [
    'a billing administrator none, its own account’s neither',
    partner(CONTOSO, 'BILLING_ADMIN'),
    [],
  ],
  ['nor one of users', partner(TAILSPIN, 'USER_MGMT_ADMIN'), []],
  [
    'an administrator of a customer whatever is recorded for it but invitations (D5) and what names no object',
    admin(ADVENTURE),
    ALL.filter((name) => !/invitation|no object/.test(name)),
  ],
  ['a plain user of the customer none', user(ADVENTURE, 'CUSTOMER_USER'), []],
  ['the operator all', OPERATOR, ALL],
  ...SEE_NOTHING.map(([who, actor]) => [`${who} none`, actor, []] as const),
];

describe('of which audit records a viewer sees the object in full (R42)', () => {
  let sight: Sight;

  beforeAll(async () => {
    sight = await Sight.open();
    await givenObjects(sight, 'Contoso', CONTOSO, NORTHWIND);
    await givenObjects(sight, 'Fabrikam', FABRIKAM, ADVENTURE);
    await givenPartnerships(sight);
    // Contoso works for Adventure as well, and sells it nothing.
    await givenRelationship(sight.database, { customerId: ADVENTURE, resellerId: CONTOSO });
    await record(sight, 'Adventure', 'CUSTOMER', ADVENTURE);
    await record(sight, 'Northwind', 'CUSTOMER', NORTHWIND);
    await record(sight, 'no object', 'SUBSCRIPTION', null);
  });
  afterAll(() => sight.close());

  test.each(OBJECTS_SEEN)('%s', async (_sentence, actor, names) => {
    expect(await sight.those(RECORDS, seesAuditedObject(actor))).toEqual([...names].sort());
  });
});

describe('which audit records a viewer reads', () => {
  let sight: Sight;

  beforeAll(async () => {
    sight = await Sight.open();
    const none = { customerId: null, resellerId: null, concerned: [] };
    await record(sight, 'by Contoso', 'CUSTOMER', null, { ...none, resellerId: CONTOSO });
    await record(sight, 'by Contoso about Trey', 'CUSTOMER', null, {
      customerId: ADVENTURE,
      resellerId: CONTOSO,
      concerned: [TREY],
    });
    await record(sight, 'at Northwind', 'CUSTOMER', null, { ...none, customerId: NORTHWIND });
    await record(sight, 'of nobody', 'CUSTOMER', null, none);
  });
  afterAll(() => sight.close());

  test.each<readonly [string, Caller | null, readonly string[]]>([
    [
      'a reseller what it did, as any of its users',
      partner(CONTOSO, 'BILLING_ADMIN'),
      ['by Contoso', 'by Contoso about Trey'],
    ],
    ['one that is concerned what concerns it', partner(TREY), ['by Contoso about Trey']],
    ['a stranger nothing', partner(FABRIKAM), []],
    ['an administrator what is of its tenant', admin(ADVENTURE), ['by Contoso about Trey']],
    ['a plain user of the customer nothing', user(ADVENTURE, 'CUSTOMER_USER'), []],
    [
      'the operator all',
      OPERATOR,
      ['at Northwind', 'by Contoso', 'by Contoso about Trey', 'of nobody'],
    ],
    ...SEE_NOTHING.map(([who, actor]) => [`${who} nothing`, actor, []] as const),
  ])('%s', async (_sentence, actor, names) => {
    expect(await sight.those(RECORDS, visibleAuditRecords(actor))).toEqual(names);
  });
});

interface Concerned {
  readonly customerId: string | null;
  readonly resellerId: string | null;
  readonly concerned: readonly string[];
}

async function record(
  sight: Sight,
  name: string,
  type: string,
  objectId: string | null,
  of: Concerned = { customerId: null, resellerId: null, concerned: [] },
): Promise<void> {
  await sight.write(sql`
    INSERT INTO audit_records (id, occurred_at, customer_id, reseller_id, concerned_reseller_ids, actor, operation,
      resource_type, resource_id, status, correlation_id)
    VALUES (${sight.name(name, newId())}, now(), ${of.customerId}, ${of.resellerId}, ${of.concerned}, '{}',
      'IMPORT', ${type}, ${objectId}, 'SUCCEEDED', 'c')`);
}

/** One object of each kind of a reseller that sells AZURE to a customer, and a record about each. */
async function givenObjects(
  sight: Sight,
  who: string,
  resellerId: string,
  customerId: string,
): Promise<void> {
  const { database } = sight;
  const seller = resellerId;
  const sale = await sight.sale('', { customerId, seller, service: 'AZURE' });
  const relationship =
    who === 'Contoso'
      ? DEMO_IDS.relationships.northwindContoso
      : await givenRelationship(database, { customerId, resellerId, services: ['DYNAMICS'] });
  const [privilege] = await database.query<{ readonly id: string }>(
    sql`SELECT id FROM delegated_privileges WHERE relationship_id = ${relationship}`,
  );
  const expiresAt = new Date('2027-01-01T00:00:00Z');
  const request = await givenRequest(database, { resellerId, expiresAt });
  const invitation = await givenInvitation(database, resellerId, 'REVOKED');
  const rows = [
    ['sale', 'SUBSCRIPTION', sale],
    ['transfer', 'TRANSFER', sale],
    ['relationship', 'PARTNER_CUSTOMER_RELATIONSHIP', relationship],
    ['privileges by relationship', 'PARTNER_CUSTOMER_DAP', relationship],
    ['privileges', 'PARTNER_CUSTOMER_DAP', privilege?.id ?? null],
    ['request', 'RELATIONSHIP_REQUEST', request],
    ['invitation', 'INVITATION', invitation.id],
    ['account', 'RESELLER', resellerId],
  ] as const;
  for (const [name, type, id] of rows) await record(sight, `${who} ${name}`, type, id);
}

async function givenPartnerships(sight: Sight): Promise<void> {
  const [ofContoso, ofTailspin] = PARTNERSHIPS as [string, string];
  const id = newId();
  await sight.write(sql`
    INSERT INTO partner_relationships (provider_id, id, indirect_reseller_id, state, created_at)
    VALUES (${CONTOSO}, ${id}, ${TREY}, 'ACTIVE', now())`);
  await record(sight, ofContoso, 'PARTNER_RELATIONSHIP', id);
  await record(sight, ofTailspin, 'PARTNER_RELATIONSHIP', DEMO_IDS.partnership);
}
