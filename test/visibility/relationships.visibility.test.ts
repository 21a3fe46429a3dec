import type { Caller } from '../../src/kernel/actor';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import {
  namedRelationships,
  ownRelationships,
  privilegeSight,
  relationshipSight,
  visibleInvitations,
  visiblePrivileges,
  visibleRelationships,
  visibleRequests,
  visibleRequestsById,
} from '../../src/modules/visibility/relationships.visibility';
import { raw, type Sql, sql } from '../../src/platform/database/sql';
import {
  givenInvitation,
  givenRelationship,
  givenRemovedPrivilege,
  givenRequest,
} from '../support/party-rows';
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
  tenantOf,
  TREY,
  user,
  WOODGROVE,
} from '../support/sight';

const EXPIRES = new Date('2027-01-01T00:00:00Z');

/** What each clause shows to whom, by the names of the rows below. */
const CLAUSES: Readonly<
  Record<string, readonly [from: Sql, clause: (actor: Caller | null) => Sql]>
> = {
  ownRelationships: [sql`relationships rel`, (actor) => ownRelationships(actor)],
  visibleRelationships: [sql`relationships rel`, (actor) => visibleRelationships(actor)],
  namedRelationships: [sql`relationships rel`, (actor) => namedRelationships(actor)],
  visiblePrivileges: [sql`delegated_privileges p`, (actor) => visiblePrivileges(actor)],
  visibleRequests: [sql`relationship_requests req`, (actor) => visibleRequests(actor)],
  visibleRequestsById: [sql`relationship_requests req`, (actor) => visibleRequestsById(actor)],
  visibleInvitations: [sql`invitations inv`, (actor) => visibleInvitations(actor)],
};

/*
 * At Adventure: Contoso holds DYNAMICS, Fabrikam DYNAMICS and INTUNE, Proseware AZURE; Tailspin's
 * DYNAMICS has ended; Trey's relationship has, and one of its privileges was forgotten. At Woodgrove
 * Contoso holds INTUNE, too.
 */
const ALL = ['Contoso', 'Fabrikam', 'Proseware', 'Tailspin', 'Trey', 'at Woodgrove'];
const AT_ADVENTURE = ALL.filter((name) => name !== 'at Woodgrove');
const PRIVILEGES_AT_ADVENTURE = [
  'Contoso DYNAMICS',
  'Fabrikam DYNAMICS',
  'Fabrikam INTUNE',
  'Proseware AZURE',
  'Tailspin DYNAMICS',
];
const AT_WOODGROVE = ['DYNAMICS', 'EXCHANGE_OFFICE', 'INTUNE', 'OTHER'].map(
  (service) => `at Woodgrove ${service}`,
);
const REQUESTS = ['decided', 'open', 'to Adventure', 'to Woodgrove'];

const SEEN: readonly (readonly [sentence: string, clause: string, Caller, readonly string[]])[] = [
  [
    'a reseller owns its relationships, with whatever customer, and no other’s',
    'ownRelationships',
    partner(CONTOSO),
    ['Contoso', 'at Woodgrove'],
  ],
  ['and an ended one', 'ownRelationships', partner(TREY), ['Trey']],
  ['an administrator all of its tenant', 'ownRelationships', admin(ADVENTURE), AT_ADVENTURE],
  ['the operator all', 'ownRelationships', OPERATOR, ALL],
  [
    'a reseller sees who holds the same service of the same customer, and nobody who holds it there no more',
    'visibleRelationships',
    partner(CONTOSO),
    ['Contoso', 'Fabrikam', 'at Woodgrove'],
  ],
  [
    'the other one sees it, too, and not its other customers',
    'visibleRelationships',
    partner(FABRIKAM),
    ['Contoso', 'Fabrikam'],
  ],
  [
    'who holds the service no more sees itself only',
    'visibleRelationships',
    partner(TAILSPIN),
    ['Tailspin'],
  ],
  [
    'who holds another service than all others sees itself only',
    'visibleRelationships',
    partner(PROSEWARE),
    ['Proseware'],
  ],
  ['an administrator all of its tenant', 'visibleRelationships', admin(ADVENTURE), AT_ADVENTURE],
  ['the operator all', 'visibleRelationships', OPERATOR, ALL],
  [
    'a plain user of the customer reads the names of all its partners, and of nobody else’s',
    'namedRelationships',
    user(ADVENTURE, 'CUSTOMER_USER'),
    AT_ADVENTURE,
  ],
  [
    'a reseller the names that R38 shows',
    'namedRelationships',
    partner(FABRIKAM),
    ['Contoso', 'Fabrikam'],
  ],
  [
    'a reseller sees of the other the service that it holds there itself, neither another nor an ended one',
    'visiblePrivileges',
    partner(CONTOSO),
    ['Contoso DYNAMICS', 'Fabrikam DYNAMICS', ...AT_WOODGROVE],
  ],
  [
    'whose own has ended sees that one and none of others',
    'visiblePrivileges',
    partner(TAILSPIN),
    ['Tailspin DYNAMICS'],
  ],
  [
    'an administrator all of its tenant, ended ones too (R35)',
    'visiblePrivileges',
    admin(ADVENTURE),
    PRIVILEGES_AT_ADVENTURE,
  ],
  [
    'a reseller sees its own requests',
    'visibleRequests',
    partner(CONTOSO),
    ['decided', 'to Adventure'],
  ],
  [
    'an administrator those that name its tenant or that it has decided',
    'visibleRequests',
    admin(ADVENTURE),
    ['decided', 'to Adventure'],
  ],
  ['the operator all', 'visibleRequests', OPERATOR, REQUESTS],
  [
    'whoever may decide a request finds one by id that names no tenant and that none has decided (R15)',
    'visibleRequestsById',
    admin(NORTHWIND),
    ['open'],
  ],
  [
    'and those of its list',
    'visibleRequestsById',
    admin(ADVENTURE),
    ['decided', 'open', 'to Adventure'],
  ],
  [
    'an administrator who may not decide finds those of its list only',
    'visibleRequestsById',
    user(ADVENTURE, 'CUSTOMER_BILLING_ADMIN'),
    ['decided', 'to Adventure'],
  ],
  [
    'a reseller finds its own only',
    'visibleRequestsById',
    partner(FABRIKAM),
    ['open', 'to Woodgrove'],
  ],
  ['a reseller sees its own invitations', 'visibleInvitations', partner(CONTOSO), ['of Contoso']],
  ['a customer none, its own partner’s neither', 'visibleInvitations', admin(ADVENTURE), []],
  ['the operator all', 'visibleInvitations', OPERATOR, ['of Contoso', 'of Fabrikam']],
];

/** Roles of a side that the row of the matrix leaves out. */
const WITHOUT_ROLE: readonly (readonly [who: string, Caller | null])[] = [
  ...SEE_NOTHING,
  ['a billing administrator of the reseller', partner(CONTOSO, 'BILLING_ADMIN')],
];

describe('what clauses of relationships let through', () => {
  let sight: Sight;

  beforeAll(async () => {
    sight = await Sight.open();
    await givenPartnersOfAdventure(sight);
    await givenRequests(sight);
  });
  afterAll(() => sight.close());

  test.each(SEEN)('%s (%s)', async (_sentence, clause, actor, names) => {
    expect(await seen(clause, actor)).toEqual(names);
  });

  test.each(WITHOUT_ROLE)('%s sees nothing', async (_who, actor) => {
    const found = [];
    for (const clause of Object.keys(CLAUSES)) found.push(...(await seen(clause, actor)));

    expect(found).toEqual([]);
  });

  test('a plain user of the customer sees names and no rows', async () => {
    const plain = user(ADVENTURE, 'CUSTOMER_USER');

    expect(await seen('visibleRelationships', plain)).toEqual([]);
    expect(await seen('visiblePrivileges', plain)).toEqual([]);
    expect(await seen('visibleRequestsById', plain)).toEqual([]);
  });

  test.each([
    ['relationship', 'relationships rel', relationshipSight, 'Contoso', 'Fabrikam'],
    [
      'privilege',
      'delegated_privileges p',
      privilegeSight,
      'Contoso DYNAMICS',
      'Fabrikam DYNAMICS',
    ],
  ] as const)('a reseller reads its own %s in full and the other’s reduced', async (...given) => {
    const [, from, sightOf, own, other] = given;
    const of = (actor: Caller) => sight.each(raw(from), sightOf(actor));

    expect(await of(partner(CONTOSO))).toMatchObject({ [own]: 'FULL', [other]: 'REDUCED' });
    expect(await of(admin(ADVENTURE))).toMatchObject({ [own]: 'FULL', [other]: 'FULL' });
    expect(await of(OPERATOR)).toMatchObject({ [own]: 'FULL', [other]: 'FULL' });
  });

  async function seen(name: string, actor: Caller | null): Promise<readonly string[]> {
    const [from, clause] = CLAUSES[name] ?? [sql``, () => sql`FALSE`];
    return sight.those(from, clause(actor));
  }
});

async function givenPartnersOfAdventure(sight: Sight): Promise<void> {
  const { woodgroveContoso } = DEMO_IDS.relationships;
  sight.name('at Woodgrove', woodgroveContoso);
  await sight.namePrivileges('at Woodgrove', woodgroveContoso);
  const partners = [
    ['Contoso', CONTOSO, ['DYNAMICS']],
    ['Fabrikam', FABRIKAM, ['DYNAMICS', 'INTUNE']],
    ['Tailspin', TAILSPIN, ['DYNAMICS']],
    ['Proseware', PROSEWARE, ['AZURE']],
    ['Trey', TREY, ['DYNAMICS']],
  ] as const;
  for (const [name, resellerId, services] of partners) {
    const status = name === 'Trey' ? 'REMOVED' : 'ACTIVE';
    const given = { customerId: ADVENTURE, resellerId, services, status } as const;
    const id = sight.name(name, await givenRelationship(sight.database, given));
    if (status === 'ACTIVE') await sight.namePrivileges(name, id);
    if (name === 'Tailspin') await givenRemovedPrivilege(sight.database, id, 'DYNAMICS');
  }
}

async function givenRequests(sight: Sight): Promise<void> {
  const { database } = sight;
  const of = { expiresAt: EXPIRES };
  sight.name('of Contoso', (await givenInvitation(database, CONTOSO)).id);
  sight.name('of Fabrikam', (await givenInvitation(database, FABRIKAM)).id);
  const rows = [
    ['to Adventure', { ...of, resellerId: CONTOSO, customerTenantId: tenantOf(ADVENTURE) }],
    ['to Woodgrove', { ...of, resellerId: FABRIKAM, customerTenantId: tenantOf(WOODGROVE) }],
    ['open', { ...of, resellerId: FABRIKAM }],
    ['decided', { ...of, resellerId: CONTOSO, customerId: ADVENTURE, status: 'DECLINED' }],
  ] as const;
  for (const [name, given] of rows) sight.name(name, await givenRequest(database, given));
}
