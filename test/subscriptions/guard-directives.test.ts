import {
  getNamedType,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  isEnumType,
  isInputObjectType,
  isRequiredInputField,
} from 'graphql';

import { type GuardedAttempt, guardedAttempts, outcomeFor } from '../../scripts/guards-page';
import type { SubscriptionChange } from '../../src/kernel/subscription-change';
import type { SubscriptionCallerKind } from '../../src/modules/subscriptions/subscription-guard.rules';
import { appliedDirectives } from '../../src/platform/graphql/apply-directives';
import { schemaUnderTest } from '../support/app-schema';
import { outcomeOf, type SubscriptionMutation, write } from '../support/subscription-api';
import { givenPrivileges, givenSubscription, rowOf } from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

/*
 * The schema says of a mutation that it guards subscriptions; here it has to show it. Whatever carries
 * @guardSubscription is attempted by every kind of caller with every field it protects, so a mutation
 * that forgot to ask the rule answers something else than the table and fails. docs/guards.md prints the
 * same attempts; it too is held against the table, cell by cell.
 */

let app: TestApp;
beforeAll(async () => {
  app = await TestApp.start();
  await givenPrivileges(app, 'customer', 'resellerB', ['EXCHANGE_OFFICE']);
});
afterAll(() => app.stop());

/** The table of domain section 5, typed from the specification; null leaves it to the other rules. */
const COLUMNS = ['PARTNER_OF_RECORD', 'OWNERSHIP', 'OFFER', 'TERMS', 'OTHER'] as const;
const POR = 'POR_CHANGE_NOT_ALLOWED (R4)';
const OWNERSHIP = 'OWNERSHIP_CHANGE_NOT_ALLOWED (R2)';
const OFFER = 'SUBSCRIPTION_TRANSITION_NOT_ALLOWED (R2)';
const TERMS = 'TERMS_CHANGE_NOT_ALLOWED (R3)';
const NOT_BY_CUSTOMER = 'CUSTOMER_CANNOT_CHANGE_SUBSCRIPTION (R39)';
const all = (outcome: string) => COLUMNS.map(() => outcome);
const TABLE: Readonly<Record<string, readonly (string | null)[]>> = {
  'reseller-b-helpdesk': all('ROLE_NOT_ALLOWED'),
  'reseller-b-app': all('ROLE_NOT_ALLOWED'),
  'customer-user': all('ROLE_NOT_ALLOWED'),
  'provider-global': all('NOT_FOUND (R36)'),
  'customer2-global': all('NOT_FOUND (R36)'),
  'reseller-b-admin': [POR, OWNERSHIP, OFFER, TERMS, 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R5)'],
  'customer-global': [POR, OWNERSHIP, NOT_BY_CUSTOMER, NOT_BY_CUSTOMER, NOT_BY_CUSTOMER],
  'customer-billing': [POR, OWNERSHIP, NOT_BY_CUSTOMER, NOT_BY_CUSTOMER, NOT_BY_CUSTOMER],
  operator: [POR, OWNERSHIP, OFFER, TERMS, 'SUBSCRIPTION_CHANGE_NOT_ALLOWED (R1)'],
  'reseller-a-admin': [POR, OWNERSHIP, null, null, null],
};
/** "Suspend and lifting its own suspension are allowed." */
const OPERATORS_OWN: readonly string[] = ['suspendSubscription', 'reactivateSubscription'];

function expectedOf(who: string, mutation: string, change: SubscriptionChange): string | null {
  if (who === 'operator' && OPERATORS_OWN.includes(mutation)) return null;
  return TABLE[who]?.[COLUMNS.indexOf(change)] ?? null;
}

const KIND_OF_CALLER: Readonly<Record<string, SubscriptionCallerKind>> = {
  'reseller-b-helpdesk': 'NO_ROLE',
  'reseller-b-app': 'NO_ROLE',
  'customer-user': 'NO_ROLE',
  'provider-global': 'BLIND',
  'customer2-global': 'BLIND',
  'reseller-b-admin': 'RESELLER_THAT_SEES',
  'customer-global': 'CUSTOMER_ADMIN',
  'customer-billing': 'CUSTOMER_ADMIN',
  operator: 'OPERATOR',
  'reseller-a-admin': 'TRANSACTING_RESELLER',
};

const ATTEMPTS = guardedAttempts(schemaUnderTest());
const CALLERS = Object.keys(TABLE);
const BY_EVERYBODY = ATTEMPTS.flatMap((attempt) => CALLERS.map((who) => ({ ...attempt, who })));

test('docs/guards.md prints the table, cell by cell', () => {
  const printed = BY_EVERYBODY.map((it) =>
    outcomeFor(KIND_OF_CALLER[it.who] as SubscriptionCallerKind, it),
  );

  expect(printed).toEqual(
    BY_EVERYBODY.map((it) => expectedOf(it.who, it.mutation, it.change) ?? 'rules'),
  );
});

/** What must be sent of a mutation to attempt these fields: they and whatever is required beside them. */
function inputOf(mutation: string, attempted: readonly (string | null)[]): Record<string, unknown> {
  return Object.fromEntries(
    fieldsOf(mutation)
      .filter((it) => isRequiredInputField(it) || attempted.includes(it.name))
      .map((it) => [it.name, valueFor(it)]),
  );
}

function fieldsOf(mutation: string): readonly GraphQLInputField[] {
  const input = getNamedType(
    schemaUnderTest().getMutationType()?.getFields()[mutation]?.args[0]?.type,
  );
  if (!isInputObjectType(input)) throw new Error(`${mutation} takes no input`);
  return Object.values(input.getFields());
}

function valueFor({ type }: GraphQLInputField): unknown {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name;
  if (isInputObjectType(named)) return {};
  if (isInputObjectType(named)) return objectFor(named);
  return SAMPLES[named.name] ?? failed(`no value to attempt a ${named.name} with`);
}
const SAMPLES: Readonly<Record<string, unknown>> = {
  Int: 3,
  Boolean: false,
  String: 'P1M',
  Duration: 'P1M',
  ID: 'the subscription',
  UUID: '99999999-9999-4999-8999-999999999999',
  DateTime: '2031-01-01T00:00:00Z',
};

function objectFor(type: GraphQLInputObjectType): Record<string, unknown> {
  return Object.fromEntries(Object.values(type.getFields()).map((it) => [it.name, valueFor(it)]));
}

function failed(why: string): never {
  throw new Error(why);
}

async function attempt(
  who: string,
  mutation: string,
  fields: readonly (string | null)[],
): Promise<Awaited<ReturnType<typeof write>>> {
  const held = await givenSubscription(app);
  const before = await rowOf(app, held);
  const input = { ...inputOf(mutation, fields), subscriptionId: held.id, validateOnly: true };
  const answer = await write(app, who, mutation as SubscriptionMutation, input);
  expect(await rowOf(app, held)).toEqual(before);
  return answer;
}

test.each(BY_EVERYBODY)(
  '$mutation with $field by $who is judged as a change of $change',
  async ({ mutation, field, change, who }) => {
    const answer = await attempt(who, mutation, [field]);

    const expected = expectedOf(who, mutation, change);
    const tableCodes = Object.values(TABLE).flat();
    if (expected === null) expect(tableCodes).not.toContain(outcomeOf(answer));
    else expect(outcomeOf(answer)).toBe(expected);
  },
);

describe('all fields of a mutation at once give every refusal, the most severe first', () => {
  const several = [...new Set(ATTEMPTS.map(({ mutation }) => mutation))].flatMap((mutation) => {
    const own = ATTEMPTS.filter((it) => it.mutation === mutation && it.field !== null);
    return own.length > 1 ? [{ mutation, own }] : [];
  });

  test.each(several.flatMap((it) => CALLERS.map((who) => ({ ...it, who }))))(
    '$mutation by $who',
    async ({ mutation, own, who }) => {
      const { error } = await attempt(
        who,
        mutation,
        own.map(({ field }) => field),
      );

      const refused = NOT_LET_IN[who] ?? COLUMNS.flatMap((it) => refusalFor(who, it, own));
      expect((error?.extensions.refusals ?? []).map(textOf)).toEqual(refused);
      if (refused[0]) expect(outcomeOf({ error, payload: null })).toBe(refused[0].split(': ')[0]);
    },
  );

  /** `CODE (rule): fields`; nothing for the fields that the table leaves to the other rules. */
  function refusalFor(
    who: string,
    change: SubscriptionChange,
    own: readonly GuardedAttempt[],
  ): readonly string[] {
    const code = TABLE[who]?.[COLUMNS.indexOf(change)];
    const fields = own.filter((it) => it.change === change).map(({ field }) => field);
    return code && fields.length > 0 ? [`${code}: ${fields.join()}`] : [];
  }
  /** Whoever may not, or does not see it, hears that alone: no field is named. */
  const NOT_LET_IN: Readonly<Record<string, readonly string[]>> = {
    'reseller-b-helpdesk': ['ROLE_NOT_ALLOWED: '],
    'reseller-b-app': ['ROLE_NOT_ALLOWED: '],
    'customer-user': ['ROLE_NOT_ALLOWED: '],
    'provider-global': ['NOT_FOUND (R36): '],
    'customer2-global': ['NOT_FOUND (R36): '],
  };

  function textOf(refusal: {
    readonly code: string;
    readonly rule: string | null;
    readonly fields: readonly string[];
  }): string {
    const { code, rule, fields } = refusal;
    return `${rule === null ? code : `${code} (${rule})`}: ${fields.join()}`;
  }
});

test('every kind of change that this version can attempt was attempted', () => {
  expect(COLUMNS.filter((change) => ATTEMPTS.some((it) => it.change === change))).toEqual(COLUMNS);
});

test('every field of the Partner of Record carries its guard, and so does the mutation made for it', () => {
  const guarded = Object.values(schemaUnderTest().getMutationType()?.getFields() ?? {}).flatMap(
    (field) => {
      const input = getNamedType(field.args[0]?.type);
      const fields = isInputObjectType(input) ? Object.values(input.getFields()) : [];
      const names = fields
        .filter((it) => appliedDirectives(it).guardPartnerOfRecord)
        .map((it) => `${field.name}.${it.name}`);
      return appliedDirectives(field).guardPartnerOfRecord ? [field.name, ...names] : names;
    },
  );

  expect(guarded.sort()).toEqual([
    'changePartnerOfRecord',
    'changePartnerOfRecord.partnerId',
    'updateSubscription.partnerId',
  ]);
});
