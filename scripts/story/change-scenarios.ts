import { DEMO_TENANTS } from '../../src/modules/demo/tenants';
import { eventNames, subscriptionsSeen, UPDATE, type Updated, WOODGROVE } from './documents';
import type { Fact, Scenario } from './scenario';
import type { Stage } from './stage';

const AUDIT = /* GraphQL */ `
  query Audit($since: DateTime!) {
    auditRecords(first: 100, filter: { since: $since, resourceType: [SUBSCRIPTION] }) {
      nodes {
        resourceId
        operationType
        operationStatus
        code
        rule
      }
    }
  }
`;

interface AuditSeen {
  readonly resourceId: string | null;
  readonly operationType: string;
  readonly operationStatus: string;
  readonly code: string | null;
  readonly rule: string | null;
}

/** The records about one subscription since an instant, each on one line. */
async function auditLines(
  stage: Stage,
  player: string,
  id: string,
  since: Date,
): Promise<string[]> {
  const { auditRecords } = await stage.get<{
    readonly auditRecords: { readonly nodes: readonly AuditSeen[] };
  }>(player, AUDIT, { since: since.toISOString() });
  return auditRecords.nodes
    .filter(({ resourceId }) => resourceId === id)
    .map(({ operationStatus, code, rule }) => `${operationStatus} ${code} ${rule}`);
}

export const creditStays: Scenario = {
  id: 'S2',
  title: 'B, with privileges, sets partnerId of a subscription of A',
  expected: {
    code: 'POR_CHANGE_NOT_ALLOWED',
    rule: 'R4',
    'partner of record': 'Contoso Cloud',
    'rows unchanged': true,
    'audit at C': ['FAILED POR_CHANGE_NOT_ALLOWED R4'],
    'audit at A': ['FAILED POR_CHANGE_NOT_ALLOWED R4'],
    'events at A': ['PARTNER_OF_RECORD_CHANGE_REJECTED'],
    'events at C': ['PARTNER_OF_RECORD_CHANGE_REJECTED'],
  },
  async play(stage) {
    const since = stage.clock.now();
    const rowsBefore = await stage.subscriptionRowHashes(WOODGROVE);
    const [{ id }] = await subscriptionsSeen(
      stage,
      'reseller-b-admin',
      WOODGROVE,
      'EXCHANGE_OFFICE',
    );

    const { code, rule } = await stage.refusalOf('reseller-b-admin', UPDATE, {
      input: { subscriptionId: id, partnerId: DEMO_TENANTS.resellerB.mpnId },
    });

    const seen = await subscriptionsSeen(stage, 'customer-global', WOODGROVE, 'EXCHANGE_OFFICE');
    const rowsAfter = await stage.subscriptionRowHashes(WOODGROVE);
    return {
      code,
      rule,
      'partner of record': seen.find((it) => it.id === id)?.partnerOfRecord.name ?? null,
      'rows unchanged': rowsAfter.join() === rowsBefore.join(),
      'audit at C': await auditLines(stage, 'customer-global', id, since),
      'audit at A': await auditLines(stage, 'reseller-a-admin', id, since),
      'events at A': await eventNames(stage, 'reseller-a-admin', { resource: id }),
      'events at C': await eventNames(stage, 'customer-global', { resource: id }),
    };
  },
};

export const severalAttemptsOneRefusal: Scenario = {
  id: 'S3',
  title: 'B, with privileges, lowers quantity and changes billing cycle of a subscription of A',
  expected: {
    code: 'TERMS_CHANGE_NOT_ALLOWED',
    refusals: [
      'TERMS_CHANGE_NOT_ALLOWED R3 billingCycle',
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5 quantity',
    ],
    'rows unchanged': true,
  },
  async play(stage) {
    const rowsBefore = await stage.subscriptionRowHashes(WOODGROVE);
    const [{ id }] = await subscriptionsSeen(
      stage,
      'reseller-b-admin',
      WOODGROVE,
      'EXCHANGE_OFFICE',
    );

    const { code, refusals } = await stage.refusalOf('reseller-b-admin', UPDATE, {
      input: { subscriptionId: id, quantity: 1, billingCycle: 'MONTHLY' },
    });

    const rowsAfter = await stage.subscriptionRowHashes(WOODGROVE);
    return {
      code,
      refusals: refusals.map((it) => `${it.code} ${it.rule} ${it.fields.join()}`),
      'rows unchanged': rowsAfter.join() === rowsBefore.join(),
    };
  },
};

export const staleVersionIsRefused: Scenario = {
  id: 'S4',
  title:
    'A lowers the quantity of its own subscription with a stale etag, then with the present one',
  expected: { code: 'ETAG_MISMATCH', rule: 'R40', 'quantity after': 12, 'then quantity': 11 },
  async play(stage) {
    const find = () => subscriptionsSeen(stage, 'reseller-a-admin', WOODGROVE, 'DYNAMICS');
    const [{ id: subscriptionId, etag: stale }] = await find();
    // A write of its own in between is what makes the etag a stale one.
    await stage.get<Updated>('reseller-a-admin', UPDATE, {
      input: { subscriptionId, friendlyName: 'Sales, east', ifMatch: stale },
    });

    const { code, rule } = await stage.refusalOf('reseller-a-admin', UPDATE, {
      input: { subscriptionId, quantity: 11, ifMatch: stale },
    });

    const [{ quantity, etag }] = await find();
    const { updateSubscription } = await stage.get<Updated>('reseller-a-admin', UPDATE, {
      input: { subscriptionId, quantity: 11, ifMatch: etag },
    });
    return {
      code,
      rule,
      'quantity after': quantity,
      'then quantity': updateSubscription.subscription.quantity,
    };
  },
};

const VERDICTS = /* GraphQL */ `
  query Verdicts($id: ID!) {
    subscription(id: $id) {
      viewerActions {
        action
        allowed
        code
        rule
      }
    }
  }
`;

interface Verdicts {
  readonly subscription: {
    readonly viewerActions: readonly {
      readonly action: string;
      readonly allowed: boolean;
      readonly code: string | null;
      readonly rule: string | null;
    }[];
  };
}

// Of no matter here: who may not order at all is told so before anybody looks at the offer.
const ANY_OFFER = 'offer';

/** For every action the mutation that does it, and an input that attempts nothing else. */
const WRITES: Readonly<Record<string, readonly [mutation: string, input: object]>> = {
  CHANGE_QUANTITY: ['updateSubscription', { quantity: 1 }],
  RENAME: ['updateSubscription', { friendlyName: 'Ours' }],
  CHANGE_AUTO_RENEW: ['updateSubscription', { autoRenewEnabled: false }],
  CHANGE_BILLING_CYCLE: ['updateSubscription', { billingCycle: 'MONTHLY' }],
  CHANGE_TERM: ['updateSubscription', { termDuration: 'P3Y' }],
  SUSPEND: ['suspendSubscription', {}],
  REACTIVATE: ['reactivateSubscription', {}],
  CANCEL: ['cancelSubscription', {}],
  SCHEDULE_NEXT_TERM: ['scheduleNextTermInstructions', { scheduledNextTermInstructions: null }],
  ASSIGN_SUPPORT_CONTACT: ['assignSupportContact', { supportTenantId: null }],
  PURCHASE_ADD_ON: [
    'purchaseAddOn',
    { offerId: ANY_OFFER, quantity: 1, termDuration: 'P1Y', billingCycle: 'ANNUAL' },
  ],
  UPGRADE: ['upgradeSubscription', { targetOfferId: ANY_OFFER }],
  CHANGE_PARTNER_OF_RECORD: ['changePartnerOfRecord', { partnerId: DEMO_TENANTS.resellerB.mpnId }],
  TRANSFER: ['transferSubscription', { toResellerTenantId: DEMO_TENANTS.resellerB.tenantId }],
};

function documentOf(mutation: string): string {
  const inputType = `${mutation.charAt(0).toUpperCase()}${mutation.slice(1)}Input`;
  return `mutation Write($input: ${inputType}!) { ${mutation}(input: $input) { subscription { id } } }`;
}

function differences(left: readonly string[], right: readonly string[]): Fact {
  return left.filter((line) => !right.includes(line));
}

export const verdictsAreTheAnswers: Scenario = {
  id: 'S16',
  title: 'B asks viewerActions on an EXCHANGE_OFFICE subscription of A, then tries every write',
  expected: {
    actions: Object.keys(WRITES).sort(),
    allowed: [],
    refusals: [
      'OWNERSHIP_CHANGE_NOT_ALLOWED R2',
      'POR_CHANGE_NOT_ALLOWED R4',
      'SUBSCRIPTION_CHANGE_NOT_ALLOWED R5',
      'SUBSCRIPTION_TRANSITION_NOT_ALLOWED R2',
      'TERMS_CHANGE_NOT_ALLOWED R3',
    ],
    'verdicts that the mutation contradicts': [],
    'rows unchanged': true,
  },
  async play(stage) {
    const rowsBefore = await stage.subscriptionRowHashes(WOODGROVE);
    const player = 'reseller-b-admin';
    const [{ id }] = await subscriptionsSeen(stage, player, WOODGROVE, 'EXCHANGE_OFFICE');

    const { subscription } = await stage.get<Verdicts>(player, VERDICTS, { id });
    const answers: string[] = [];
    for (const [action, [mutation, fields]] of Object.entries(WRITES)) {
      const input = { subscriptionId: id, ...fields };
      const { code, rule } = await stage.refusalOf(player, documentOf(mutation), { input });
      answers.push(`${action}: ${code} ${rule}`);
    }

    const verdicts = subscription.viewerActions;
    const told = verdicts.map(({ action, code, rule }) => `${action}: ${code} ${rule}`);
    const rowsAfter = await stage.subscriptionRowHashes(WOODGROVE);
    return {
      actions: verdicts.map(({ action }) => action).sort(),
      allowed: verdicts.filter(({ allowed }) => allowed).map(({ action }) => action),
      refusals: [...new Set(answers.map((line) => line.replace(/^\w+: /, '')))].sort(),
      'verdicts that the mutation contradicts': differences(told, answers),
      'rows unchanged': rowsAfter.join() === rowsBefore.join(),
    };
  },
};
