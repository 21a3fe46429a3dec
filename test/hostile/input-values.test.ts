import { isEnumType, isInputObjectType } from 'graphql';

import type { ActionRow } from '../../src/kernel/role-matrix';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import { findPersona, type Persona, personaClaims } from '../../src/modules/demo/personas';
import {
  customerIdOf,
  relationshipIdOf,
  resellerIdOf,
  subscriptionIdOf,
} from '../../src/modules/visibility/object-ids';
import { schemaUnderTest } from '../support/app-schema';
import { type InputPlace, inputPlaces } from '../support/input-places';
import { createInvitation, requestRelationship } from '../support/relationship-steps';
import { type Claims, TestApp } from '../support/test-app';
import { givenDelivery, givenEndpoint } from '../support/webhook-situations';

/*
 * Every argument and every input field of the schema, with values that a database refuses, that overflow,
 * or that are of another kind than they look.
 */

const { customers, relationships, resellers, subscriptions } = DEMO_IDS;
/** A reseller's user with every right that there is. */
const SELLER_ROLES = ['ADMIN_AGENT', 'GLOBAL_ADMIN'] as const;
const SELLER: Claims = {
  ...personaClaims(findPersona('reseller-a-admin') as Persona),
  roles: SELLER_ROLES,
};
const ADMINISTRATOR = 'customer-global';

/** Who is asked, and whether the role directive of a field lets it. */
const CALLERS: readonly (readonly [
  who: string | Claims,
  may: (row: Partial<ActionRow>) => boolean,
])[] = [
  [SELLER, ({ partner = [] }) => SELLER_ROLES.some((role) => partner.includes(role))],
  [ADMINISTRATOR, ({ customer = [] }) => customer.includes('CUSTOMER_GLOBAL_ADMIN')],
  ['operator', ({ operator = false }) => operator],
];

const UUID = '0190b6c4-0000-7000-8000-000000000000';
const opaque = (text: string): string => Buffer.from(text).toString('base64url');

const TEXTS = [
  '',
  ' ',
  '\u0001\u001f\u007f',
  '\uffff\ufdd0',
  '\u202e\u200b',
  '\u{1f600}'.repeat(100),
  `%_\\'"; --`,
  'x'.repeat(1024),
];
const IDS = [
  'x',
  opaque('Customer'),
  opaque('Customer:'),
  opaque(`Customer:${UUID}:${UUID}`),
  opaque(`Customer:${UUID}:${UUID}:${UUID}:${UUID}`),
  opaque(`__proto__:${UUID}`),
  opaque(`constructor:${UUID}`),
  opaque(`AuditRecord:${UUID}`),
  opaque(`Event:${UUID}`),
  opaque(`Offer:${UUID}`),
  opaque(`Invitation:${UUID}`),
  opaque(`Relationship:${UUID}:${UUID}`),
  opaque(`Subscription:${UUID.toUpperCase()}`),
];
const INTS = [0, -1, 101, 2_147_483_647, -2_147_483_648, 2_147_483_648, 1e18, 1.5, '1'];
const INSTANTS = [
  '0000-01-01T00:00:00Z',
  '0000-01-01T00:00:00+23:59',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
  '9999-12-31T23:59:59-23:59',
  '+275760-09-13T00:00:00Z',
  '-000001-01-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
];
const WRONG_KINDS = [null, {}, [], true, '__proto__', [[]]];

/** Values that at least do not belong everywhere; each may be taken or refused, never break anything. */
const ODD: Readonly<Record<string, readonly unknown[]>> = {
  String: TEXTS,
  ID: ['', ...IDS],
  Int: INTS,
  DateTime: INSTANTS,
  UUID: ['', UUID.toUpperCase(), `{${UUID}}`],
  URL: ['', 'javascript:alert(1)', 'file:///etc/passwd', 'http://[::', 'http://a/?inv=x'],
  CountryCode: ['', 'cn', 'XX', '\u017fs'],
  Duration: ['', 'P', 'PT', 'P999999999999999Y', '-P1Y', 'P0.5Y'],
};

/** A caller that may not do it at all is told so first (domain section 5). */
const REFUSALS = new Set([
  'INVALID_INPUT',
  'FEATURE_NOT_AVAILABLE_IN_CLOUD',
  'ROLE_NOT_ALLOWED',
  'CUSTOMER_ADMIN_REQUIRED',
  'CUSTOMER_CANNOT_REMOVE_RELATIONSHIP',
]);

const HOLDS_TEXT = new Set(['String', 'ID', 'URL', 'UUID', 'CountryCode', 'Duration', 'DateTime']);
/** The two places that take more than 1024 characters: cursors and a whole e-mail. */
const LONGER = /\b(after|before|text)$/;

const TOO_LONG = (place: InputPlace): string => {
  const length = LONGER.test(place.field) ? 100_001 : 1025;
  return place.type === 'URL' ? `http://a/?inv=${'x'.repeat(length)}` : 'x'.repeat(length);
};

describe('hostile values in every argument and input field', () => {
  let app: TestApp;
  let places: readonly InputPlace[];

  beforeAll(async () => {
    app = await TestApp.start();
    const invitation = await createInvitation(app, SELLER);
    const { viewer } = await app.succeed<{ viewer: { customer: { tenantId: string } } }>(
      ADMINISTRATOR,
      '{ viewer { customer { tenantId } } }',
    );
    const request = await requestRelationship(app, 'reseller-b-admin', viewer.customer.tenantId);
    // Of the seller itself as well: fields of a request are reached through its own list.
    await requestRelationship(app, SELLER, UUID);
    const endpoint = await givenEndpoint(app, SELLER);
    const webhookDeliveryId = await givenDelivery(app, endpoint);
    const ids: Readonly<Record<string, string>> = {
      relationshipRequestId: request,
      relationshipId: relationshipIdOf(relationships.woodgroveContoso),
      subscriptionId: subscriptionIdOf(subscriptions.woodgroveMail.id),
      invitationId: invitation,
      reseller: resellerIdOf(resellers.resellerA),
      resellerId: resellerIdOf(resellers.resellerA),
      webhookEndpointId: endpoint.id,
      webhookDeliveryId,
    };
    places = inputPlaces(schemaUnderTest(), (type, name) => {
      if (type === 'ID') return ids[name] ?? customerIdOf(customers.customer);
      if (type === 'URL') return 'http://127.0.0.1/accept?inv=x';
      if (type === 'String') return 'x';
      if (type === 'Int') return 1;
      if (type === 'Duration') return 'P1Y';
      if (type === 'DateTime') return '2026-01-01T00:00:00Z';
      if (type === 'CountryCode') return 'CN';
      if (type === 'UUID') return '99999999-9999-4999-8999-999999999999';
      const named = schemaUnderTest().getType(type);
      if (isEnumType(named)) return named.getValues()[0]?.name;
      throw new Error(`say what fits a required ${type}`);
    });
  });
  afterAll(() => app.stop());

  /** A caller without the role hears so whatever the value is: one value of each field shows it. */
  function callersOf(
    { isMutation, isFirst, requiresRole }: InputPlace,
    isFirstValue: boolean,
  ): readonly (string | Claims)[] {
    if (!isMutation) return [SELLER];
    return CALLERS.filter(([, may]) => (isFirst && isFirstValue) || may(requiresRole)).map(
      ([who]) => who,
    );
  }

  interface Attempt {
    readonly place: InputPlace;
    /** Of every caller that tried it. */
    readonly codes: readonly string[];
    readonly fields: readonly unknown[];
  }

  /** What went wrong, of all these attempts: `place: value -> what came back`. */
  async function attempts(
    values: (place: InputPlace) => readonly unknown[],
    isWrong: (attempt: Attempt) => boolean,
  ): Promise<readonly string[]> {
    const wrong: string[] = [];
    const attempt = async (place: InputPlace, value: unknown, index: number): Promise<void> => {
      const answers = await Promise.all(
        callersOf(place, index === 0).map((who) =>
          app.as(who, place.query, place.variables(value)),
        ),
      );
      const errors = answers.flatMap((answer) => answer.errors.map((it) => it.extensions));
      const codes = errors.map(({ code }) => code as string);
      const fields = errors.map(({ field }) => field);
      if (!isWrong({ place, codes, fields })) return;
      const shown = JSON.stringify(value).slice(0, 60);
      wrong.push(`${place.title}: ${shown} -> ${codes.join()} at ${fields.join()}`);
    };
    for (const place of places) {
      await Promise.all(values(place).map((value, index) => attempt(place, value, index)));
    }
    return wrong;
  }

  test('no place of the schema is left out', () => {
    const titles = places.map(({ title }) => title);

    expect(titles).toEqual(
      expect.arrayContaining([
        'Query.nodes ids[0]',
        'Query.customers filter.subscriptionStatus',
        'Customer.subscriptions orderBy.field',
        'Mutation.updateSubscription input.quantity',
      ]),
    );
    expect(places.filter((place) => callersOf(place, false).length === 0)).toEqual([]);
  });

  test.each([
    ['a NUL character', () => ['a\u0000b']],
    ['half of a surrogate pair', () => ['a\ud800', '\udc00b']],
    ['a text beyond its bound', (place: InputPlace) => [TOO_LONG(place)]],
  ])('%s is INVALID_INPUT and names the place', async (_, values) => {
    const wrong = await attempts(
      (place) => (HOLDS_TEXT.has(place.type) ? values(place) : []),
      ({ place, codes, fields }) =>
        !fields.some((field) => field === place.field || field === place.field.split('.')[0]) ||
        codes.some((code) => !REFUSALS.has(code)),
    );

    expect(wrong).toEqual([]);
  });

  test('a list of more than 100 items is INVALID_INPUT and names the place', async () => {
    const wrong = await attempts(
      (place) => {
        const named = schemaUnderTest().getType(place.type.slice(1, -1));
        // Lists of objects are those of bulk calls: they have a bound and a test of their own.
        if (!place.type.startsWith('[') || isInputObjectType(named)) return [];
        const item = isEnumType(named)
          ? named.getValues()[0]?.name
          : customerIdOf(customers.customer);
        return [Array.from({ length: 101 }, () => item)];
      },
      ({ place, codes, fields }) =>
        !fields.includes(place.field) || codes.some((code) => !REFUSALS.has(code)),
    );

    expect(wrong).toEqual([]);
  });

  test('whatever is sent, nothing breaks', async () => {
    const wrong = await attempts(
      ({ type }) => [...(ODD[type] ?? []), ...WRONG_KINDS],
      ({ codes }) => codes.some((code) => code === 'INTERNAL' || code === 'UNAVAILABLE'),
    );

    expect(wrong).toEqual([]);
  }, 120_000);
});
