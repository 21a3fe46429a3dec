import { DAY, list, POLICIES } from './facts';
import type { Customer, State, Subscription } from './model';
import { beginNextTerm } from './oracle-subscriptions';

/*
 * What the platform does to subscriptions by itself: domain sections 3.5 and 4.5, R46, R47, and what the
 * server has decided where they are silent (the README of subscriptions).
 */

const MONTHS: Readonly<Record<string, number>> = {
  P1M: 1,
  P1Y: 12,
  P3Y: 36,
  MONTHLY: 1,
  ANNUAL: 12,
};

/** The same day later, or the last of a shorter month; a series comes back to the day it began with. */
function monthsAfter(from: number, months: number, begin: number): number {
  const lastDay = (year: number, month: number) =>
    new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const date = new Date(from);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const wanted = new Date(begin).getUTCDate();
  const isShort = date.getUTCDate() === lastDay(year, month) && wanted > date.getUTCDate();
  const day = isShort ? wanted : date.getUTCDate();
  const clock = from % DAY;
  return Date.UTC(year, month + months, Math.min(day, lastDay(year, month + months))) + clock;
}

/** Dates of a term: its window is 168 hours (4.5), a billing cycle ends with the term at the latest. */
function beginTerm(it: Subscription, start: number, term: string | null, hasWindow: boolean): void {
  const begin = it.start ?? start;
  const months = MONTHS[it.cycle];
  it.end = monthsAfter(start, MONTHS[term ?? 'P1Y'] ?? 12, begin);
  it.cancelUntil = hasWindow ? start + 7 * DAY : null;
  // Classic commerce knows neither a window nor ends of cycles.
  it.cycleEnd =
    months === undefined || !hasWindow ? null : Math.min(monthsAfter(start, months, begin), it.end);
}

function renew(n: State, it: Subscription): void {
  beginNextTerm(n, it);
  const term = it.renewalTerm ?? it.term ?? 'P1Y';
  it.term = term;
  while (it.end !== null && it.end <= n.now) beginTerm(it, it.end, term, it.cancelUntil !== null);
}

type Due = (n: State, it: Subscription) => boolean;
type Settle = (n: State, it: Subscription) => void;

const baseOf = (n: State, it: Subscription) =>
  list(n.subscriptions).find((other) => other.subscriptionId === it.parent);
const policyOf = (n: State, it: Subscription) =>
  POLICIES[(n.customers[it.customer] as Customer).instance];
const waits = (it: Subscription) => it.runsHere && ['NONE', 'PENDING'].includes(it.status);
const isPast = (n: State, since: number | null, days: number) =>
  since !== null && n.now > since + days * DAY;

/** It and the add-ons of its seller that are where it was. */
const moveTo =
  (status: string): Settle =>
  (n, it) => {
    const was = it.status;
    for (const next of list(n.subscriptions)) {
      const follows =
        next.parent === it.subscriptionId && next.seller === it.seller && next.status === was;
      if (next.id !== it.id && !follows) continue;
      next.status = status;
      next.version += 1;
    }
  };

const ends: Due = (n, it) =>
  it.runsHere && it.status === 'ACTIVE' && it.end !== null && it.end <= n.now;

/** In the order in which one round goes through them, by the name of the audit trail. */
const EVENTS: readonly (readonly [operation: string, isDue: Due, move: Settle])[] = [
  [
    'PROVISION_SUBSCRIPTION',
    (n, it) => waits(it) && (it.parent === null || baseOf(n, it)?.status === 'ACTIVE'),
    (n, it) => {
      it.status = 'ACTIVE';
      it.start = n.now;
      it.version += 1;
      beginTerm(it, n.now, it.term, true);
    },
  ],
  // EXPIRED is known to newer commerce only, which has a window.
  [
    'EXPIRE_SUBSCRIPTION',
    (n, it) => ends(n, it) && !it.autoRenew && it.cancelUntil !== null,
    moveTo('EXPIRED'),
  ],
  [
    'RENEW_SUBSCRIPTION',
    (n, it) => ends(n, it) && it.autoRenew === true,
    (n, it) => {
      renew(n, it);
      it.version += 1;
    },
  ],
  [
    'DISABLE_SUBSCRIPTION',
    (n, it) =>
      it.runsHere && it.status === 'EXPIRED' && isPast(n, it.end, policyOf(n, it).graceDays),
    moveTo('DISABLED'),
  ],
  [
    'DELETE_SUBSCRIPTION',
    (n, it) =>
      it.runsHere &&
      it.status === 'DISABLED' &&
      isPast(n, it.end, policyOf(n, it).graceDays + policyOf(n, it).retentionDays),
    moveTo('DELETED'),
  ],
  // R47: a suspension that was made here.
  [
    'DELETE_SUBSCRIPTION',
    (n, it) =>
      it.status === 'SUSPENDED' &&
      it.suspendedBy !== null &&
      isPast(n, it.suspendedAt, policyOf(n, it).retentionDays),
    moveTo('DELETED'),
  ],
  [
    'DELETE_SUBSCRIPTION',
    (n, it) => waits(it) && baseOf(n, it)?.status === 'DELETED',
    moveTo('DELETED'),
  ],
];

/** What is due for one, done; answers how the audit trail calls it. */
export function settleOne(n: State, id: string): string | null {
  const it = n.subscriptions[id];
  const [operation, , move] = EVENTS.find(([, isDue]) => it && isDue(n, it)) ?? [];
  if (it) move?.(n, it);
  return operation ?? null;
}

/** One round over everything that is due. */
export function settle(n: State): void {
  for (const [, isDue, move] of EVENTS) {
    const due = list(n.subscriptions).filter((it) => isDue(n, it));
    for (const it of due) if (isDue(n, it)) move(n, it);
  }
}
