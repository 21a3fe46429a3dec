import { getNamedType, type GraphQLSchema, isInputObjectType } from 'graphql';

import type { DomainError } from '../src/kernel/domain-error';
import type { ErrorCode } from '../src/kernel/error-code';
import type { Rule } from '../src/kernel/rule';
import type { SubscriptionChange } from '../src/kernel/subscription-change';
import {
  CHANGES_BY_SEVERITY,
  refusalOfAttempts,
  RULES_OF_CHANGE,
  type SubscriptionCallerKind,
} from '../src/modules/subscriptions/subscription-guard.rules';
import { appliedDirectives } from '../src/platform/graphql/apply-directives';

/** One thing that somebody may try: a guarded mutation as it stands, or with one field it protects. */
export interface GuardedAttempt {
  readonly mutation: string;
  /** `null`: the act itself, without any field. */
  readonly field: string | null;
  /** The most severe kind of change in it. */
  readonly change: SubscriptionChange;
}

/** Every guarded attempt of a schema, in the order of the schema. */
export function guardedAttempts(schema: GraphQLSchema): readonly GuardedAttempt[] {
  return guardedMutations(schema).flatMap(({ mutation, change, fields }) => [
    { mutation, field: null, change },
    ...fields.map(({ field, change: own }) => ({
      mutation,
      field,
      change: moreSevere(change, own),
    })),
  ]);
}

interface GuardedMutation {
  readonly mutation: string;
  readonly change: SubscriptionChange;
  readonly fields: readonly { readonly field: string; readonly change: SubscriptionChange }[];
  readonly codes: readonly ErrorCode[];
}

function guardedMutations(schema: GraphQLSchema): readonly GuardedMutation[] {
  return Object.values(schema.getMutationType()?.getFields() ?? {}).flatMap((field) => {
    const { guardSubscription, rejects } = appliedDirectives(field);
    if (!guardSubscription) return [];
    const input = getNamedType(field.args[0]?.type);
    const fields = isInputObjectType(input) ? Object.values(input.getFields()) : [];
    return {
      mutation: field.name,
      change: guardSubscription.change,
      fields: fields.flatMap((it) => {
        const rules = appliedDirectives(it).protectedBy?.rules;
        return rules ? [{ field: it.name, change: changeOf(rules, it.name) }] : [];
      }),
      codes: rejects?.codes ?? [],
    };
  });
}

/** The column of the table that a field belongs to, by the rules that it declares. */
function changeOf(rules: readonly Rule[], field: string): SubscriptionChange {
  const found = CHANGES_BY_SEVERITY.find(
    (change) => RULES_OF_CHANGE[change].join() === rules.join(),
  );
  if (!found) throw new Error(`${field}: no kind of change is protected by ${rules.join()}`);
  return found;
}

function moreSevere(one: SubscriptionChange, other: SubscriptionChange): SubscriptionChange {
  const rank = (change: SubscriptionChange): number => CHANGES_BY_SEVERITY.indexOf(change);
  return rank(one) < rank(other) ? one : other;
}

/** Suspending, and lifting its own suspension, against abuse: the operator's only writes. */
const OPERATORS_OWN: readonly string[] = ['suspendSubscription', 'reactivateSubscription'];

/** What an attempt answers by the table of kinds of change; `rules` where it is left to the other rules. */
export function outcomeFor(
  kind: SubscriptionCallerKind,
  { mutation, change }: GuardedAttempt,
): string {
  if (kind === 'OPERATOR' && OPERATORS_OWN.includes(mutation)) return 'rules';
  return outcomeOf(refusalOfChange(kind, change));
}

function refusalOfChange(
  kind: SubscriptionCallerKind,
  change: SubscriptionChange,
): DomainError | null {
  const caller = {
    kind,
    isApplication: false,
    accountStatus: null,
    hasActiveRelationship: true,
  };
  return refusalOfAttempts(caller, [{ change, fields: [] }]);
}

function outcomeOf(refusal: DomainError | null): string {
  if (refusal === null) return 'rules';
  return refusal.rule === null ? refusal.code : `${refusal.code} (${refusal.rule})`;
}

const CALLERS: Readonly<Record<SubscriptionCallerKind, string>> = {
  NO_ROLE:
    'a partner role without “manage own subscriptions”, an application, a plain user of a customer, a tenant that is not held yet',
  BLIND: 'a reseller, a provider or a customer’s administrator that does not see the subscription',
  RESELLER_THAT_SEES: 'a reseller or provider that sees it through a privilege',
  CUSTOMER_ADMIN: 'a global or billing administrator of the customer',
  OPERATOR: 'the operator',
  TRANSACTING_RESELLER: 'the transacting reseller',
};
const KINDS = Object.keys(CALLERS) as readonly SubscriptionCallerKind[];

const COLUMN_HEADS: Readonly<Record<SubscriptionChange, string>> = {
  PARTNER_OF_RECORD: 'Partner of Record',
  OWNERSHIP: 'ownership',
  OFFER: 'offer',
  TERMS: 'terms',
  OTHER: 'other',
};

type Cells = readonly string[];

function table(head: Cells, rows: readonly Cells[]): string {
  const line = (cells: Cells): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** A name as code, with the rule in brackets outside it. */
function code(outcome: string): string {
  const [name, rule] = outcome.split(' ');
  return outcome === 'rules' ? 'rules' : `\`${name}\`${rule ? ` ${rule}` : ''}`;
}

/** `docs/guards.md` as the schema and the rules say it now. */
export function guardsPage(schema: GraphQLSchema): string {
  const mutations = guardedMutations(schema);
  return `${INTRODUCTION}
${table(
  [
    'caller',
    ...CHANGES_BY_SEVERITY.map(
      (change) => `${COLUMN_HEADS[change]} (${RULES_OF_CHANGE[change].join(', ')})`,
    ),
  ],
  KINDS.map((kind) => [
    `\`${kind}\``,
    CALLERS[kind],
    ...CHANGES_BY_SEVERITY.map((change) => code(outcomeOf(refusalOfChange(kind, change)))),
  ]),
)}

${SEVERAL}
## Every mutation, every field

*rules*: the table above lets the caller go on; what the mutation may answer then is in the next table. A row without a
field is the act itself.

${table(
  ['mutation', 'field', 'kind', ...KINDS.map((kind) => `\`${kind}\``)],
  guardedAttempts(schema).map((attempt) => [
    `\`${attempt.mutation}\``,
    attempt.field === null ? '' : `\`${attempt.field}\``,
    COLUMN_HEADS[attempt.change],
    ...KINDS.map((kind) => code(outcomeFor(kind, attempt))),
  ]),
)}

## What each mutation may answer

In the order in which it is asked; the schema prints the same as \`@rejects\`.

${table(
  ['mutation', 'codes'],
  mutations.map(({ mutation, codes }) => [
    `\`${mutation}\``,
    codes.map((name) => `\`${name}\``).join(', '),
  ]),
)}
`;
}

const INTRODUCTION = `# Who may change a subscription

For integrators: what each attempt to change an existing subscription answers, for every mutation, field and kind of
caller. Printed from the schema and the rules by \`npm run docs:print\`; do not edit it by hand. A test attempts every row of
it over HTTP.

The checks run in this order, and the first that fails answers:

1. a valid token: \`UNAUTHENTICATED\`
2. what the cloud instance offers: \`FEATURE_NOT_AVAILABLE_IN_CLOUD\`
3. the caller's role: \`ROLE_NOT_ALLOWED\`, with the roles that are allowed
4. whether the caller sees the object: \`NOT_FOUND\`, the same for a hidden and an absent one
5. the standing of the caller's reseller: \`RESELLER_SUSPENDED\`, \`RESELLER_RESTRICTED\`
6. the relationship: \`NO_RESELLER_RELATIONSHIP\` and what a sale needs
7. the kind of change: the table below
8. the state of the subscription
9. the version that was read (\`ifMatch\`): \`ETAG_REQUIRED\`, \`ETAG_MISMATCH\`
10. the values, against the catalogue

A field that is sent is an attempt, with its present value and with null too: otherwise the answer would tell values that
the caller does not see. A dry run (\`validateOnly\`) goes through all ten and answers the same.

## By kind of change
`;

const SEVERAL = `Several forbidden fields in one input give one error. Its \`extensions.refusals\` lists one entry for each kind of change with
code, rule and fields, the most severe first: ${CHANGES_BY_SEVERITY.map((change) => COLUMN_HEADS[change]).join(', ')}. The error's own code is that of the first.
The operator suspends a subscription against abuse and lifts its own suspension; nothing else is open to it.
`;
