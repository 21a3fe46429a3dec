import type { JWTPayload } from 'jose';

import { subscriptionIdOf } from '../../src/modules/visibility/object-ids';
import { openDemoIssuer } from '../../src/platform/auth/demo-issuer';
import {
  type CustomerParty,
  givenCustomer,
  givenReseller,
  givenSale,
  type Ground,
  operatorUser,
  type ResellerParty,
} from '../support/relationship-situations';
import type { Claims } from '../support/test-app';

/** What one client acts on alone: a reseller and a customer, and what the one sold to the other. */
export interface Lane {
  readonly reseller: ResellerParty;
  readonly customer: CustomerParty;
  /** Opaque id; `null`: nothing was sold, so the relationship can be removed (R30). */
  readonly subscriptionId: string | null;
}

/** Whoever reads the log, and listens to it. */
export interface Reader {
  readonly name: string;
  readonly claims: Claims;
  /** Row id of the account whose events these are; `null`: the operator, who reads all. */
  readonly partyKey: string | null;
}

export interface World {
  readonly lanes: readonly Lane[];
  readonly readers: readonly Reader[];
}

const CUSTOMERS = 4;

/**
 * Four customers, each with two resellers: eight lanes that share the counters of customers and no
 * object. The first reseller has sold something to everybody, the second one nothing.
 */
export async function layWorld(ground: Ground): Promise<World> {
  const seller = await givenReseller(ground);
  const newcomer = await givenReseller(ground);
  const lanes: Lane[] = [];
  const customers: CustomerParty[] = [];
  for (let laid = 0; laid < CUSTOMERS; laid += 1) {
    const customer = await givenCustomer(ground);
    const sale = await givenSale(ground, customer, seller);
    customers.push(customer);
    lanes.push({ reseller: seller, customer, subscriptionId: subscriptionIdOf(sale) });
    lanes.push({ reseller: newcomer, customer, subscriptionId: null });
  }
  const parties = [
    ...[seller, newcomer].map((it) => ({ ...it, claims: it.as('ADMIN_AGENT') })),
    ...customers.map((it) => ({ ...it, claims: it.as('CUSTOMER_GLOBAL_ADMIN') })),
  ];
  return {
    lanes,
    readers: [
      { name: 'operator', claims: operatorUser('reader of the log'), partyKey: null },
      ...parties.map(({ name, claims, key }) => ({ name, claims, partyKey: key })),
    ],
  };
}

/** Tokens of the demo's issuer; each is made once. */
export class Tokens {
  private readonly issuer;
  private readonly made = new Map<string, Promise<string>>();

  constructor(dataDir: string) {
    this.issuer = openDemoIssuer(dataDir);
  }

  of(claims: Claims): Promise<string> {
    const name = JSON.stringify(claims);
    const known = this.made.get(name);
    if (known) return known;
    const token = this.issuer.issue(claims as JWTPayload).then((issued) => issued.token);
    this.made.set(name, token);
    return token;
  }
}
