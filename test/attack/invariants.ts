import { isDeepStrictEqual } from 'node:util';

import { list, sells, whoIs } from './facts';
import type { Call, State } from './model';
import type { Observed } from './world';

/** Domain sections 3.1 and 9.1: what never changes, whoever does whatever. */
const FOREVER = ['customer', 'seller', 'partnerOfRecord', 'partnerId', 'subscriptionId'] as const;

/** Who may change what a digest covers: its seller, the operator by suspending and lifting, the platform. */
export function mayChange(before: State, call: Call, subscriptionId: string): boolean {
  if (call.act === 'import' || call.act === 'doWhatIsDue') return true;
  if (call.caller === null || call.isDryRun) return false;
  const who = whoIs(before, call.caller);
  if (who.side === 'operator')
    return ['suspendSubscription', 'reactivateSubscription'].includes(call.act);
  return who.side === 'partner' && before.subscriptions[subscriptionId]?.seller === who.id;
}

/**
 * What a step did that nobody may do. `isAccepted`: it was answered as done; a refused one changes no
 * subscription at all.
 */
export function brokenPromises(
  before: Observed,
  after: Observed,
  call: Call,
  isAccepted: boolean,
): string[] {
  const broken: string[] = [];
  for (const was of list(before.state.subscriptions)) {
    const is = after.state.subscriptions[was.id];
    if (!is) {
      broken.push(`${was.id} is gone`);
      continue;
    }
    for (const field of FOREVER) {
      if (was[field] !== is[field]) broken.push(`${field} of ${was.id} changed`);
    }
    const isChanged = before.digests[was.id] !== after.digests[was.id];
    if (isChanged && !(isAccepted && mayChange(before.state, call, was.id)))
      broken.push(`the digest of ${was.id} changed by ${call.act}`);
  }
  for (const was of list(before.state.customers)) {
    const owner = after.state.customers[was.id]?.owner;
    if (owner !== was.owner) broken.push(`the account owner of ${was.id} changed`);
  }
  for (const { customer, reseller, service, isTransacting } of after.transacting) {
    if (isTransacting !== sells(after.state, customer, reseller, service))
      broken.push(`what ${reseller} sells to ${customer} of ${service} is noted wrongly`);
  }
  const sellers = after.transacting.filter(({ isTransacting }) => isTransacting);
  const pairs = sellers.map(({ customer, service }) => `${customer} ${service}`);
  if (new Set(pairs).size < pairs.length) broken.push('two that sell one service hold it (R21)');
  return broken;
}

/** Where the world is another than the model says: `table id: field said, found`. */
export function differences(said: State, found: State): string[] {
  const tables = Object.keys(said).filter((key) => key !== 'now') as Exclude<keyof State, 'now'>[];
  return tables.flatMap((table) => {
    const ids = new Set([...Object.keys(said[table]), ...Object.keys(found[table])]);
    return [...ids].flatMap((id) => {
      const [one, other] = [said[table][id], found[table][id]];
      if (isDeepStrictEqual(one, other)) return [];
      if (!one || !other) return [`${id}: ${one ? 'is missing' : 'was made'}`];
      const fields = Object.keys({ ...one, ...other }) as (keyof typeof one)[];
      return fields
        .filter((field) => !isDeepStrictEqual(one[field], other[field]))
        .map(
          (field) =>
            `${id}: ${field} should be ${JSON.stringify(one[field])}, is ${JSON.stringify(other[field])}`,
        );
    });
  });
}
