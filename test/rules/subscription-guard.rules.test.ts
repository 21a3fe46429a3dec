import type { Caller } from '../../src/kernel/actor';
import {
  attemptsOf,
  FIELD_CHANGES,
  refusalOfAttempts,
  refusalToApproach,
  refusalToChange,
  rulesProtecting,
  type SubscriptionCallerKind,
  subscriptionCallerKind,
  type SubscriptionInputField,
} from '../../src/modules/subscriptions/subscription-guard.rules';
import {
  caller,
  CUSTOMER_C,
  customerUser,
  newTenant,
  operator,
  partnerApplication,
  partnerUser,
  RESELLER_A,
  RESELLER_B,
} from '../support/subscription-facts';

const SOLD_BY_A = { customerId: CUSTOMER_C, transactingResellerId: RESELLER_A };

describe('what a caller is to a subscription', () => {
  test.each<[string, Caller, typeof SOLD_BY_A | null, SubscriptionCallerKind]>([
    [
      'admin agent of the seller',
      partnerUser(RESELLER_A, 'ADMIN_AGENT'),
      SOLD_BY_A,
      'TRANSACTING_RESELLER',
    ],
    [
      'sales agent of the seller',
      partnerUser(RESELLER_A, 'SALES_AGENT'),
      SOLD_BY_A,
      'TRANSACTING_RESELLER',
    ],
    [
      'global admin of the seller',
      partnerUser(RESELLER_A, 'GLOBAL_ADMIN'),
      SOLD_BY_A,
      'TRANSACTING_RESELLER',
    ],
    [
      'helpdesk agent of the seller',
      partnerUser(RESELLER_A, 'HELPDESK_AGENT'),
      SOLD_BY_A,
      'NO_ROLE',
    ],
    ['billing admin of the seller', partnerUser(RESELLER_A, 'BILLING_ADMIN'), SOLD_BY_A, 'NO_ROLE'],
    [
      'user management admin of the seller',
      partnerUser(RESELLER_A, 'USER_MGMT_ADMIN'),
      SOLD_BY_A,
      'NO_ROLE',
    ],
    ['user of the seller without a role', partnerUser(RESELLER_A), SOLD_BY_A, 'NO_ROLE'],
    ['application of the seller', partnerApplication(RESELLER_A), SOLD_BY_A, 'NO_ROLE'],
    [
      'admin agent of another reseller that sees it',
      partnerUser(RESELLER_B, 'ADMIN_AGENT'),
      SOLD_BY_A,
      'RESELLER_THAT_SEES',
    ],
    [
      'sales agent of another reseller that sees it',
      partnerUser(RESELLER_B, 'SALES_AGENT'),
      SOLD_BY_A,
      'RESELLER_THAT_SEES',
    ],
    [
      'admin agent of a reseller that does not see it',
      partnerUser(RESELLER_B, 'ADMIN_AGENT'),
      null,
      'BLIND',
    ],
    [
      'helpdesk agent of a reseller that does not see it',
      partnerUser(RESELLER_B, 'HELPDESK_AGENT'),
      null,
      'NO_ROLE',
    ],
    [
      'global admin of the customer',
      customerUser(CUSTOMER_C, 'CUSTOMER_GLOBAL_ADMIN'),
      SOLD_BY_A,
      'CUSTOMER_ADMIN',
    ],
    [
      'billing admin of the customer',
      customerUser(CUSTOMER_C, 'CUSTOMER_BILLING_ADMIN'),
      SOLD_BY_A,
      'CUSTOMER_ADMIN',
    ],
    ['plain user of the customer', customerUser(CUSTOMER_C, 'CUSTOMER_USER'), SOLD_BY_A, 'NO_ROLE'],
    [
      'global admin of another customer',
      customerUser('customer-d', 'CUSTOMER_GLOBAL_ADMIN'),
      null,
      'BLIND',
    ],
    // A wrongly scoped read must not make an owner of a stranger.
    [
      'global admin of another customer, handed the row',
      customerUser('customer-d', 'CUSTOMER_GLOBAL_ADMIN'),
      SOLD_BY_A,
      'BLIND',
    ],
    ['operator', operator(), SOLD_BY_A, 'OPERATOR'],
    ['operator, absent subscription', operator(), null, 'BLIND'],
    ['global admin of a tenant not held yet', newTenant(), null, 'NO_ROLE'],
  ])('%s', (_who, actor, seen, expected) => {
    expect(subscriptionCallerKind(actor, seen)).toBe(expected);
  });
});

// The table of domain section 5, typed from the text and not from the code: caller, then the cells of
// the columns PoR, ownership, offer, terms, other as "code rule", "-" where the caller may go on.
const TABLE: Record<SubscriptionCallerKind, readonly [string, string, string, string, string]> = {
  NO_ROLE: [
    'ROLE_NOT_ALLOWED null',
    'ROLE_NOT_ALLOWED null',
    'ROLE_NOT_ALLOWED null',
    'ROLE_NOT_ALLOWED null',
    'ROLE_NOT_ALLOWED null',
  ],
  BLIND: ['NOT_FOUND R36', 'NOT_FOUND R36', 'NOT_FOUND R36', 'NOT_FOUND R36', 'NOT_FOUND R36'],
  RESELLER_THAT_SEES: [
    'POR_CHANGE_NOT_ALLOWED R4',
    'OWNERSHIP_CHANGE_NOT_ALLOWED R2',
    'SUBSCRIPTION_TRANSITION_NOT_ALLOWED R2',
    'TERMS_CHANGE_NOT_ALLOWED R3',
    'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5',
  ],
  CUSTOMER_ADMIN: [
    'POR_CHANGE_NOT_ALLOWED R4',
    'OWNERSHIP_CHANGE_NOT_ALLOWED R2',
    'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
    'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
    'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION R39',
  ],
  OPERATOR: [
    'POR_CHANGE_NOT_ALLOWED R4',
    'OWNERSHIP_CHANGE_NOT_ALLOWED R2',
    'SUBSCRIPTION_TRANSITION_NOT_ALLOWED R2',
    'TERMS_CHANGE_NOT_ALLOWED R3',
    'SUBSCRIPTION_CHANGE_NOT_ALLOWED R1',
  ],
  TRANSACTING_RESELLER: [
    'POR_CHANGE_NOT_ALLOWED R4',
    'OWNERSHIP_CHANGE_NOT_ALLOWED R2',
    '-',
    '-',
    '-',
  ],
};

// "Kinds of field" of domain section 5, likewise.
const COLUMNS: readonly (readonly SubscriptionInputField[])[] = [
  ['partnerId', 'partnerOfRecord'],
  ['transactingReseller', 'customer', 'customerTenantId', 'orderId'],
  ['offerId', 'targetOfferId', 'conversionTargetOfferId', 'migratedFromSubscriptionId'],
  [
    'termDuration',
    'renewalTermDuration',
    'creationDate',
    'effectiveStartDate',
    'commitmentEndDate',
    'cancellationAllowedUntilDate',
    'billingCycleEndDate',
    'billingCycle',
    'billingType',
    'autoRenewEnabled',
    'scheduledNextTermInstructions',
    'nextChargeInstructions',
    'promotionId',
    'contractType',
  ],
  ['quantity', 'status', 'parentSubscriptionId', 'addOns', 'friendlyName', 'supportContact'],
];

const CELLS = Object.entries(TABLE).flatMap(([kind, cells]) =>
  COLUMNS.flatMap((fields, column) =>
    fields.map((field) => [kind as SubscriptionCallerKind, field, cells[column] ?? ''] as const),
  ),
);

describe('the table of changes', () => {
  test.each(CELLS)('%s that sends %s: %s', (kind, field, cell) => {
    const refusal = refusalToChange(caller(kind), [field]);

    expect(refusal ? `${refusal.code} ${refusal.rule}` : '-').toBe(cell);
  });

  test('every input field stands in exactly one column', () => {
    expect(COLUMNS.flat().sort()).toEqual(Object.keys(FIELD_CHANGES).sort());
  });

  test.each([
    ['partnerId', ['R4']],
    ['transactingReseller', ['R2']],
    ['offerId', ['R2', 'R5']],
    ['billingCycle', ['R3']],
    ['quantity', ['R1', 'R5']],
    ['friendlyName', ['R1', 'R5']],
  ] as const)('%s is protected by %s', (field, rules) => {
    expect(rulesProtecting(field)).toEqual(rules);
  });
});

describe('several forbidden fields in one input', () => {
  const ONE_OF_EACH = ['quantity', 'billingCycle', 'offerId', 'orderId', 'partnerId'] as const;

  test.each<[SubscriptionCallerKind, readonly [string, string, readonly string[]][]]>([
    [
      'RESELLER_THAT_SEES',
      [
        ['POR_CHANGE_NOT_ALLOWED', 'R4', ['partnerId']],
        ['OWNERSHIP_CHANGE_NOT_ALLOWED', 'R2', ['orderId']],
        ['SUBSCRIPTION_TRANSITION_NOT_ALLOWED', 'R2', ['offerId']],
        ['TERMS_CHANGE_NOT_ALLOWED', 'R3', ['billingCycle']],
        ['SUBSCRIPTION_CHANGE_NOT_ALLOWED', 'R5', ['quantity']],
      ],
    ],
    [
      'CUSTOMER_ADMIN',
      [
        ['POR_CHANGE_NOT_ALLOWED', 'R4', ['partnerId']],
        ['OWNERSHIP_CHANGE_NOT_ALLOWED', 'R2', ['orderId']],
        ['CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION', 'R39', ['offerId']],
        ['CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION', 'R39', ['billingCycle']],
        ['CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION', 'R39', ['quantity']],
      ],
    ],
    [
      'TRANSACTING_RESELLER',
      [
        ['POR_CHANGE_NOT_ALLOWED', 'R4', ['partnerId']],
        ['OWNERSHIP_CHANGE_NOT_ALLOWED', 'R2', ['orderId']],
      ],
    ],
    ['NO_ROLE', [['ROLE_NOT_ALLOWED', 'null', []]]],
    ['BLIND', [['NOT_FOUND', 'R36', []]]],
  ])('%s hears of all that it may not, most severe first', (kind, expected) => {
    const refusal = refusalToChange(caller(kind), ONE_OF_EACH);

    expect(refusal?.refusals.map((r) => [r.code, String(r.rule), r.fields])).toEqual(expected);
    expect([refusal?.code, String(refusal?.rule)]).toEqual(expected[0]?.slice(0, 2));
  });

  test('S3: quantity and billing cycle together are refused as terms, then change', () => {
    const refusal = refusalToChange(caller('RESELLER_THAT_SEES'), ['quantity', 'billingCycle']);

    expect(refusal?.code).toBe('TERMS_CHANGE_NOT_ALLOWED');
    expect(refusal?.rule).toBe('R3');
    expect(refusal?.field).toBe('input.billingCycle');
    expect(refusal?.refusals.map(({ code, rule, fields }) => ({ code, rule, fields }))).toEqual([
      { code: 'TERMS_CHANGE_NOT_ALLOWED', rule: 'R3', fields: ['billingCycle'] },
      { code: 'SUBSCRIPTION_CHANGE_NOT_ALLOWED', rule: 'R5', fields: ['quantity'] },
    ]);
  });

  test('fields of one kind share one refusal', () => {
    const refusal = refusalToChange(caller('OPERATOR'), [
      'termDuration',
      'autoRenewEnabled',
      'friendlyName',
    ]);

    expect(refusal?.refusals.map((r) => r.fields)).toEqual([
      ['termDuration', 'autoRenewEnabled'],
      ['friendlyName'],
    ]);
  });

  test('whatever the order of the input, the refusal is the same', () => {
    const forwards = refusalToChange(caller('RESELLER_THAT_SEES'), ONE_OF_EACH);
    const backwards = refusalToChange(caller('RESELLER_THAT_SEES'), [...ONE_OF_EACH].reverse());

    expect(backwards?.refusals).toEqual(forwards?.refusals);
  });
});

describe('presence is the attempt', () => {
  test('S2: a partner id is refused whatever its value', () => {
    for (const partnerId of ['4847383', '', null]) {
      const refusal = refusalOfAttempts(caller('RESELLER_THAT_SEES'), attemptsOf({ partnerId }));

      expect(refusal?.code).toBe('POR_CHANGE_NOT_ALLOWED');
      expect(refusal?.rule).toBe('R4');
    }
  });

  test('a field set to null, false or zero was sent', () => {
    expect(attemptsOf({ quantity: 0, friendlyName: null, autoRenewEnabled: false })).toEqual([
      { change: 'TERMS', fields: ['autoRenewEnabled'] },
      { change: 'OTHER', fields: ['quantity', 'friendlyName'] },
    ]);
  });

  test('a field that is undefined was not sent, and fields of the envelope attempt nothing', () => {
    const input = { quantity: undefined, clientRequestId: 'x', ifMatch: null, toString: 'x' };

    expect(attemptsOf(input)).toEqual([]);
  });

  test.each<[SubscriptionCallerKind, string | undefined, string | null | undefined]>([
    ['RESELLER_THAT_SEES', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED', 'R5'],
    ['CUSTOMER_ADMIN', 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION', 'R39'],
    ['OPERATOR', 'SUBSCRIPTION_CHANGE_NOT_ALLOWED', 'R1'],
    ['NO_ROLE', 'ROLE_NOT_ALLOWED', null],
    ['BLIND', 'NOT_FOUND', 'R36'],
    ['TRANSACTING_RESELLER', undefined, undefined],
  ])('an input without any field, sent by %s: %s', (kind, code, rule) => {
    const refusal = refusalToChange(caller(kind), []);

    expect(refusal?.code).toBe(code);
    expect(refusal?.rule).toBe(rule);
  });
});

describe('steps 3 and 4', () => {
  test('a caller without the role hears which roles are allowed', () => {
    const refusal = refusalToApproach(caller('NO_ROLE'));

    expect(refusal?.allowedRoles).toEqual([
      'ADMIN_AGENT',
      'SALES_AGENT',
      'GLOBAL_ADMIN',
      'OPERATOR',
    ]);
  });

  test('a hidden subscription is refused without a word about what was attempted', () => {
    const refusal = refusalToChange(caller('BLIND'), ['partnerId', 'quantity']);

    expect(refusal?.field).toBeNull();
    expect(refusal?.refusals.flatMap((r) => r.fields)).toEqual([]);
  });

  test.each<SubscriptionCallerKind>([
    'TRANSACTING_RESELLER',
    'RESELLER_THAT_SEES',
    'CUSTOMER_ADMIN',
    'OPERATOR',
  ])('%s passes', (kind) => {
    expect(refusalToApproach(caller(kind))).toBeNull();
  });
});
