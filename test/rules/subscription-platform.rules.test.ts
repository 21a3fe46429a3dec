import { CLOUD_POLICIES, type CloudInstance } from '../../src/kernel/cloud-instance';
import {
  addOnsFollowing,
  type DueEvent,
  dueEventOf,
  type PlatformFacts,
} from '../../src/modules/subscriptions/subscription-platform.rules';
import {
  type SubscriptionStatus as Status,
  SubscriptionStatus,
} from '../../src/modules/subscriptions/subscription-vocabulary';
import { daysAfter, NOW, RESELLER_A, RESELLER_B } from '../support/subscription-facts';

/** Sold here in newer commerce a year ago, renewing in a month. */
function facts(said: Partial<PlatformFacts> = {}): PlatformFacts {
  return {
    status: 'ACTIVE',
    runsHere: true,
    suspendedBy: null,
    suspendedAt: null,
    commitmentEndDate: daysAfter(30),
    cancellationAllowedUntilDate: daysAfter(-358),
    autoRenewEnabled: true,
    baseStatus: null,
    ...said,
  };
}

const after = (ms: number, instant: Date = NOW): Date => new Date(instant.getTime() + ms);

function due(said: Partial<PlatformFacts>, now = NOW, instance: CloudInstance = 'CHINA_21VIANET') {
  return dueEventOf(facts(said), CLOUD_POLICIES[instance], now);
}

describe('provisioning', () => {
  test.each<[Status, DueEvent | null]>([
    ['NONE', 'provisioned'],
    ['PENDING', 'provisioned'],
    ['ACTIVE', null],
    ['DELETED', null],
  ])('of a subscription that is %s: %s', (status, expected) => {
    expect(due({ status })).toBe(expected);
  });

  test.each(Object.values(SubscriptionStatus))(
    'an add-on waits until its base is ACTIVE, or no more (R46): %s',
    (baseStatus) => {
      const expected: Partial<Record<Status, DueEvent>> = {
        ACTIVE: 'provisioned',
        DELETED: 'baseDeleted',
      };

      expect(due({ status: 'PENDING', baseStatus })).toBe(expected[baseStatus] ?? null);
    },
  );
});

describe('the end of a term', () => {
  test.each([
    ['a moment before', 1, null, null],
    ['at the end itself', 0, 'renewed', 'termEnded'],
    ['a moment after', -1, 'renewed', 'termEnded'],
  ])('%s', (_when, leftMs, renewing, ending) => {
    const commitmentEndDate = after(leftMs);

    expect(due({ commitmentEndDate })).toBe(renewing);
    expect(due({ commitmentEndDate, autoRenewEnabled: false })).toBe(ending);
    expect(due({ commitmentEndDate, autoRenewEnabled: null })).toBe(ending);
  });

  test('a classic subscription renews, and never expires', () => {
    const classic = { commitmentEndDate: NOW, cancellationAllowedUntilDate: null };

    expect(due(classic)).toBe('renewed');
    expect(due({ ...classic, autoRenewEnabled: false })).toBeNull();
  });

  test('one without an end goes on', () => {
    expect(due({ commitmentEndDate: null })).toBeNull();
  });
});

const INSTANCES: readonly [CloudInstance, number, number, number][] = [
  ['CHINA_21VIANET', 60, 30, 60],
  ['GLOBAL', 90, 30, 90],
  ['US_GOVERNMENT', 90, 30, 90],
  ['GERMANY', 90, 30, 90],
];

describe.each(INSTANCES)('in %s', (instance, retentionDays, graceDays, disabledDays) => {
  const MOMENTS = [
    ['a moment before the end', -1],
    ['at the end itself', 0],
    ['a moment after the end', 1],
  ] as const;

  test.each(MOMENTS)('%s of the retention of a suspended one (R47)', (_when, ms) => {
    const expected = ms > 0 ? 'retentionOver' : null;
    const now = after(ms, daysAfter(retentionDays));

    for (const suspendedBy of ['RESELLER', 'OPERATOR'] as const) {
      const suspended = { status: 'SUSPENDED', suspendedBy, suspendedAt: NOW } as const;
      expect(due(suspended, now, instance)).toBe(expected);
      expect(due({ ...suspended, runsHere: false }, now, instance)).toBe(expected);
    }
  });

  test.each(MOMENTS)('%s of the grace of an expired one', (_when, ms) => {
    const expired = { status: 'EXPIRED', commitmentEndDate: NOW } as const;

    expect(due(expired, after(ms, daysAfter(graceDays)), instance)).toBe(
      ms > 0 ? 'graceOver' : null,
    );
  });

  test.each(MOMENTS)('%s of the retention of a disabled one', (_when, ms) => {
    const disabled = { status: 'DISABLED', commitmentEndDate: NOW } as const;

    expect(due(disabled, after(ms, daysAfter(graceDays + disabledDays)), instance)).toBe(
      ms > 0 ? 'retentionOver' : null,
    );
  });
});

describe('what was imported is run by the platform of the source', () => {
  const long = daysAfter(-4_000);

  test.each(Object.values(SubscriptionStatus))('%s: left alone', (status) => {
    const imported = { status, runsHere: false, commitmentEndDate: long, suspendedAt: long };

    for (const autoRenewEnabled of [true, false]) {
      expect(due({ ...imported, autoRenewEnabled })).toBeNull();
    }
  });
});

describe('add-ons follow their base', () => {
  const addOn = (status: Status, transactingResellerId = RESELLER_A) => ({
    status,
    transactingResellerId,
  });
  const all = Object.values(SubscriptionStatus).map((status) => addOn(status));
  const statusesAfter = (event: DueEvent): readonly Status[] =>
    addOnsFollowing({ transactingResellerId: RESELLER_A }, event, all).map(({ status }) => status);

  test.each<[DueEvent, readonly Status[]]>([
    ['provisioned', []],
    ['renewed', []],
    ['termEnded', ['ACTIVE']],
    ['graceOver', ['EXPIRED']],
    ['retentionOver', ['SUSPENDED', 'DISABLED']],
    ['baseDeleted', []],
  ])('%s: those that are %j', (event, expected) => {
    expect(statusesAfter(event)).toEqual(expected);
  });

  test('and never those of another seller', () => {
    const foreign = [addOn('ACTIVE', RESELLER_B), addOn('SUSPENDED', RESELLER_B)];

    expect(
      addOnsFollowing({ transactingResellerId: RESELLER_A }, 'retentionOver', foreign),
    ).toEqual([]);
  });
});
