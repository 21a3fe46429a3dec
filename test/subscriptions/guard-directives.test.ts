import { getNamedType, type GraphQLInputField, isEnumType, isInputObjectType } from 'graphql';

import type { SubscriptionChange } from '../../src/kernel/subscription-change';
import { appliedDirectives } from '../../src/platform/graphql/apply-directives';
import { schemaUnderTest } from '../support/app-schema';
import { outcomeOf, type SubscriptionMutation, write } from '../support/subscription-api';
import { givenPrivileges, givenSubscription, rowOf } from '../support/subscription-situations';
import { TestApp } from '../support/test-app';

/*
 * The schema says of a mutation that it guards subscriptions; here it has to show it. Whatever carries
 * @guardSubscription is attempted by every kind of caller with every field it protects, so a mutation
 * that forgot to ask the rule answers something else than the table and fails.
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

const CHANGE_OF_RULES: Readonly<Record<string, SubscriptionChange>> = {
  R4: 'PARTNER_OF_RECORD',
  R2: 'OWNERSHIP',
  'R2,R5': 'OFFER',
  R3: 'TERMS',
  'R1,R5': 'OTHER',
};

function valueFor({ type }: GraphQLInputField): unknown {
  const named = getNamedType(type);
  if (isEnumType(named)) return named.getValues()[0]?.name;
  const sample = { Int: 3, Boolean: false, String: 'P1M', Duration: 'P1M', UUID: SOME_UUID }[
    named.name
  ];
  if (sample === undefined) throw new Error(`no value to attempt a ${named.name} with`);
  return sample;
}
const SOME_UUID = '99999999-9999-4999-8999-999999999999';

interface Attempt {
  readonly mutation: SubscriptionMutation;
  readonly field: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly change: SubscriptionChange;
}

function moreSevere(one: SubscriptionChange, other: SubscriptionChange): SubscriptionChange {
  return COLUMNS.indexOf(one) < COLUMNS.indexOf(other) ? one : other;
}

/** Every guarded mutation as it stands, and once with each field that it protects. */
function attemptsInSchema(): readonly Attempt[] {
  const mutations = Object.values(schemaUnderTest().getMutationType()?.getFields() ?? {});
  return mutations.flatMap((field) => {
    const guard = appliedDirectives(field).guardSubscription;
    if (!guard) return [];
    const mutation = field.name as SubscriptionMutation;
    const input = getNamedType(field.args[0]?.type);
    if (!isInputObjectType(input)) throw new Error(`${mutation} takes no input`);
    const attempts = Object.values(input.getFields()).flatMap((it): Attempt[] => {
      const rules = appliedDirectives(it).protectedBy?.rules;
      if (!rules) return [];
      const own = CHANGE_OF_RULES[rules.join()];
      if (!own)
        throw new Error(`${mutation}.${it.name}: no column is protected by ${rules.join()}`);
      const change = moreSevere(own, guard.change);
      return [{ mutation, field: it.name, input: { [it.name]: valueFor(it) }, change }];
    });
    return [{ mutation, field: 'no field', input: {}, change: guard.change }, ...attempts];
  });
}

const ATTEMPTS = attemptsInSchema();

test.each(ATTEMPTS.flatMap((attempt) => Object.keys(TABLE).map((who) => ({ ...attempt, who }))))(
  '$mutation with $field by $who is judged as a change of $change',
  async ({ mutation, input, change, who }) => {
    const held = await givenSubscription(app);
    const before = await rowOf(app, held);

    const answer = await write(app, who, mutation, {
      subscriptionId: held.id,
      ...input,
      validateOnly: true,
    });

    const expected = expectedOf(who, mutation, change);
    const tableCodes = Object.values(TABLE).flat();
    if (expected === null) expect(tableCodes).not.toContain(outcomeOf(answer));
    else expect(outcomeOf(answer)).toBe(expected);
    expect(await rowOf(app, held)).toEqual(before);
  },
);

test('every kind of change that this version can attempt was attempted', () => {
  // Upgrades, transitions and conversions have no mutation yet.
  const expected = COLUMNS.filter((change) => change !== 'OFFER');

  expect(COLUMNS.filter((change) => ATTEMPTS.some((it) => it.change === change))).toEqual(expected);
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
