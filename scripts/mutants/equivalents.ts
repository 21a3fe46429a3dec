import type { Mutant } from './mutant';

/** A mutant that behaves as the original does, whatever is asked. */
export interface Equivalent {
  readonly file: RegExp;
  readonly operator: string;
  /** Name of the function that it stands in; left out: anywhere in the file. */
  readonly within?: string;
  /** What stood there, as the report prints it. */
  readonly original: string;
  /** Left out: whatever stands there instead. */
  readonly replacement?: string;
  readonly because: string;
}

/** Kept short, and looked at again whenever one of these lines changes. */
export const EQUIVALENTS: readonly Equivalent[] = [
  {
    file: /kernel\/role-matrix\.ts$/,
    operator: 'neverOrAlways',
    original: 'rule',
    replacement: 'true',
    because: 'a refusal with the rule undefined takes that of its code, as one without it',
  },
  {
    file: /platform\/graphql\/guards\.ts$/,
    operator: 'partLeftOut',
    original: "!isObjectType(type) || type.name.startsWith('__')",
    replacement: '!isObjectType(type)',
    because: 'the types of introspection declare no access: nothing of them is guarded',
  },
  {
    file: /imports\/subscription-import\.rules\.ts$/,
    operator: 'neverOrAlways',
    original: 'held.partnerId === null',
    because: 'it chooses words of the refusal',
  },
  ...[
    'refusalToUpdateFields',
    'refusalToSuspend',
    'refusalToReactivate',
    'refusalOfForbiddenAct',
    'refusalToTouchNextTerm',
    'refusalToCancel',
    'refusalToTouchSupportContact',
  ].map((within) => ({
    file: /subscriptions\/(subscription|next-term|subscription-cancel|support-contact)\.rules\.ts$/,
    operator: 'stepLeftOut',
    within,
    original: '() => refusalToApproach(caller)',
    because: 'the steps before the table ask resellers alone, and the table asks it itself',
  })),
  {
    file: /relationships\/delegated-privileges\.rules\.ts$/,
    operator: 'stepLeftOut',
    within: 'refusalToTerminate',
    original: '() => refusalToSeeRelationship(actor, relationship)',
    because: 'only the operator comes this far, and it sees every relationship',
  },
  {
    file: /relationships\/invitation-email\.rules\.ts$/,
    operator: 'neverOrAlways',
    original: 'opened < 0',
    replacement: 'false',
    because: 'the last sign alone is no anchor either',
  },
  {
    file: /relationships\/invitation-email\.rules\.ts$/,
    operator: 'boundary',
    within: 'targetOf',
    original: '<',
    replacement: '<=',
    because: 'a text that begins with the tag does not begin with its end',
  },
  {
    file: /relationships\/invitation-email\.rules\.ts$/,
    operator: 'neverOrAlways',
    original: 'next === plain',
    replacement: 'false',
    because: 'what a round leaves as it is the next one leaves too',
  },
  ...["'<'", "'>'"].map((original) => ({
    file: /relationships\/invitation-email\.rules\.ts$/,
    operator: 'otherCell',
    original,
    because: 'neither sign nor the one in its place is part of a link or of a name',
  })),
  {
    file: /subscriptions\/subscription-guard\.rules\.ts$/,
    operator: 'partLeftOut',
    original:
      'refusalToApproach(caller) ?? refusalOfAttempts(caller, attemptsByFields(attemptedFields))',
    replacement: 'refusalOfAttempts(caller, attemptsByFields(attemptedFields))',
    because: 'the table asks it itself of callers that have no row',
  },
  {
    file: /subscriptions\/subscription-guard\.rules\.ts$/,
    operator: 'partLeftOut',
    original: 'value !== undefined && Object.hasOwn(FIELD_CHANGES, field)',
    replacement: 'value !== undefined',
    because: 'a field without a kind of change belongs to no attempt',
  },
  {
    file: /subscriptions\/subscription-visibility\.rules\.ts$/,
    operator: 'otherCell',
    original: "'status'",
    because: 'both fields are shown in the reduced form: the filter is allowed for either',
  },
  {
    file: /subscriptions\/subscription-visibility\.rules\.ts$/,
    operator: 'otherCell',
    original: "'service'",
    because: 'both fields are shown in the reduced form: the filter is allowed for either',
  },
  {
    file: /subscriptions\/subscription-visibility\.rules\.ts$/,
    operator: 'otherCell',
    original: "'creationDate'",
    because: 'both fields are withheld in the reduced form: the order is refused for either',
  },
  ...[
    'customer_id = w.customer_id',
    'reseller_id = w.transacting_reseller_id',
    'service = w.service',
  ].map((condition) => ({
    file: /^migrations\//,
    operator: 'conditionLeftOut',
    original: `refresh_transacting: p.${condition}`,
    because: 'more rows than needed are computed anew, each to what it is',
  })),
  {
    file: /^migrations\//,
    operator: 'conditionLeftOut',
    original:
      'refresh_transacting: p.transacting <> is_transacting(p.customer_id, p.reseller_id, p.service)',
    because: 'a row is written with the value that it has',
  },
  {
    file: /^migrations\//,
    operator: 'conditionLeftOut',
    original: "refuse_support_contact_write: TG_OP = 'UPDATE'",
    because: 'an insert has no OLD and a delete no NEW: compared with NULL nothing differs',
  },
  {
    file: /visibility\/relationships\.visibility\.ts$/,
    operator: 'clauseLeftOut',
    original: 'shared.customer_id = ${rel}.customer_id',
    because: 'a foreign key holds both: the relationship alone tells the customer',
  },
  ...['tier.indirect_provider_id IS NOT NULL', 'tier.indirect_reseller_id IS NOT NULL'].map(
    (original) => ({
      file: /visibility\/parties\.visibility\.ts$/,
      operator: 'clauseLeftOut',
      original,
      because: 'no partner has the id NULL: it adds nobody to the set',
    }),
  ),
];

/** Why a mutant cannot be told from the original, or `null`. */
export function equivalenceOf(mutant: Mutant): string | null {
  const found = EQUIVALENTS.find(
    ({ file, operator, within = mutant.within, original, replacement = mutant.replacement }) =>
      file.test(mutant.file) &&
      operator === mutant.operator &&
      within === mutant.within &&
      original === mutant.original &&
      replacement === mutant.replacement,
  );
  return found?.because ?? null;
}
