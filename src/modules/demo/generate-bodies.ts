import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';

import { DEMO_OFFERS, OFFER_IDS } from './demo-offers';

/** What to generate. The same options give the same bodies, byte for byte. */
export interface GeneratedBodiesOptions {
  readonly seed: number;
  readonly customers: number;
  readonly subscriptionsPerCustomer: number;
}

/** Numbers from 0 up to 1 that depend on the seed only (mulberry32). */
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0').slice(-digits);
}

/** UUIDs that are readable in a log: kind, seed, and the number of the thing. */
function uuid(kind: string, seed: number, number: number): string {
  return `${kind}-${hex(seed, 4)}-4000-8000-${hex(number, 12)}`;
}

function customerId(seed: number, index: number): string {
  return uuid('9e000000', seed, index);
}

const WORDS = ['Alpine', 'Bellows', 'City', 'Fourth', 'Graphic', 'Lucerne', 'Margie', 'Wide'];
const TRADES = ['Design', 'Power', 'Coffee', 'Publishing', 'Travel', 'Sports', 'Press', 'Foods'];
const CITIES = ['Beijing', 'Shanghai', 'Shenzhen', 'Chengdu', 'Hangzhou', 'Wuhan'];

function pick<T>(random: () => number, choices: readonly T[]): T {
  return choices[Math.floor(random() * choices.length)] as T;
}

function companyProfile(random: () => number, tenantId: string, index: number): object {
  const name = `${pick(random, WORDS)} ${pick(random, TRADES)} ${index + 1}`;
  return {
    tenantId,
    domain: `generated-${index + 1}.example`,
    companyName: name,
    address: {
      country: 'CN',
      city: pick(random, CITIES),
      addressLine1: `${1 + Math.floor(random() * 200)} Renmin Road`,
      postalCode: '100000',
    },
    email: `office@generated-${index + 1}.example`,
    attributes: { objectType: 'CustomerCompanyProfile' },
  };
}

/** Customer bodies of one partner's account, as the source lists them; every second grants privileges. */
export function* generateCustomers({ seed, customers }: GeneratedBodiesOptions): Generator<object> {
  const random = randomNumbers(seed);
  for (let index = 0; index < customers; index += 1) {
    const id = customerId(seed, index);
    yield {
      id,
      companyProfile: companyProfile(random, id, index),
      relationshipToPartner: 'reseller',
      allowDelegatedAccess: index % 2 === 0,
      attributes: { objectType: 'Customer' },
    };
  }
}

/** Subscription bodies of the generated customers. Every fifth of a customer is an add-on of its first. */
export function* generateSubscriptions(options: GeneratedBodiesOptions): Generator<object> {
  const random = randomNumbers(options.seed + 1);
  for (let customer = 0; customer < options.customers; customer += 1) {
    for (let index = 0; index < options.subscriptionsPerCustomer; index += 1) {
      yield generatedSubscription(random, options, customer, index);
    }
  }
}

function generatedSubscription(
  random: () => number,
  { seed, subscriptionsPerCustomer }: GeneratedBodiesOptions,
  customer: number,
  index: number,
): object {
  const first = customer * subscriptionsPerCustomer;
  const id = uuid('5b000000', seed, first + index);
  const isAddOn = index % 5 === 4;
  const offer = isAddOn
    ? { id: OFFER_IDS.EXCHANGE_ONLINE_ARCHIVING, name: 'Exchange Online Archiving' }
    : pick(random, DEMO_OFFERS);
  const day = `2025-0${1 + Math.floor(random() * 9)}-1${Math.floor(random() * 10)}`;
  return {
    id,
    offerId: offer.id,
    offerName: offer.name,
    friendlyName: `Generated ${first + index + 1}`,
    quantity: 1 + Math.floor(random() * 250),
    unitType: 'Licenses',
    ...(isAddOn ? { parentSubscriptionId: uuid('5b000000', seed, first) } : {}),
    creationDate: `${day}T08:00:00.000Z`,
    effectiveStartDate: `${day}T00:00:00Z`,
    commitmentEndDate: `${day.replace('2025', '2027')}T00:00:00Z`,
    status: 'active',
    autoRenewEnabled: true,
    billingType: 'license',
    billingCycle: 'annual',
    termDuration: 'P1Y',
    contractType: 'subscription',
    links: { self: { uri: `/customers/${customerId(seed, customer)}/subscriptions/${id}` } },
    orderId: uuid('0d000000', seed, first + index),
    attributes: { etag: 'generated', objectType: 'Subscription' },
  };
}

/** Writes a collection item by item, so that it may be larger than memory. */
export async function writeCollection(file: string, items: Iterable<object>): Promise<void> {
  const stream = createWriteStream(file);
  const done = finished(stream);
  stream.write('{"items":[');
  let separator = '\n';
  for (const item of items) {
    const hasRoom = stream.write(separator + JSON.stringify(item));
    separator = ',\n';
    if (!hasRoom) await once(stream, 'drain');
  }
  stream.end('],"attributes":{"objectType":"Collection"}}');
  await done;
}
