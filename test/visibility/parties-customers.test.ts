import type { Caller } from '../../src/kernel/actor';
import {
  knowsAssociatedPartner,
  listedCustomers,
  seesCustomerDetails,
  transactsWithCustomer,
  visibleCustomers,
} from '../../src/modules/visibility/parties.visibility';
import { sql } from '../../src/platform/database/sql';
import { Parties, SHOPS } from '../support/parties-in-sight';
import { OPERATOR, SEE_NOTHING, Sight } from '../support/sight';

const CUSTOMERS = sql`customers c`;
const ALL = [...SHOPS].sort();

type Row = readonly [string, (parties: Parties) => Caller, readonly string[]];

describe('which customers a viewer sees', () => {
  let sight: Sight;
  let parties: Parties;

  beforeAll(async () => {
    sight = await Sight.open();
    parties = await Parties.given(sight);
  }, 30_000);
  afterAll(() => sight.close());

  test.each<Row>([
    ['a related partner that one', (its) => its.agent('mail holder'), ['shop']],
    ['one that was related none (R36)', (its) => its.agent('removed worker'), []],
    ['one that only sells there none', (its) => its.agent('supplier'), []],
    ['one of bills none', (its) => its.agent('mail holder', 'BILLING_ADMIN'), []],
    ['a user of a customer its own', (its) => its.user('shop', 'CUSTOMER_USER'), ['shop']],
    ['the operator all', () => OPERATOR, ALL],
  ])('%s', async (_sentence, actorOf, names) => {
    const actor = actorOf(parties);
    const { from, where } = listedCustomers(actor);

    expect(await sight.those(CUSTOMERS, visibleCustomers(actor))).toEqual(names);
    const listed = sql`(SELECT c.id FROM ${from} WHERE ${where}) listed`;
    expect(await sight.those(listed, sql`TRUE`)).toEqual(names);
  });

  test.each<Row>([
    [
      'a seller transacts where it holds a sale that is no past one',
      (its) => its.agent('seller'),
      ['selling shop'],
    ],
    [
      'and where one has not begun',
      (its) => its.agent('second seller'),
      ['owned shop', 'selling shop'],
    ],
    ['a holder of privileges nowhere', (its) => its.agent('former phones holder'), []],
    ['nor a customer', (its) => its.user('selling shop'), []],
    ['nor the operator', () => OPERATOR, []],
  ])('%s', async (_sentence, actorOf, names) => {
    expect(await sight.those(CUSTOMERS, transactsWithCustomer(actorOf(parties)))).toEqual(names);
  });

  test.each<Row>([
    [
      'the attached partner knows that it is attached, by MPN id and by tenant',
      (its) => its.agent('its reseller'),
      ['second shop', 'shop'],
    ],
    ['so does its provider', (its) => its.agent('provider'), ['second shop', 'shop']],
    ['but no other provider', (its) => its.agent('other provider'), []],
    ['nor who worked with that provider once', (its) => its.agent('its former reseller'), []],
    ['nor a partner of that customer (R38)', (its) => its.agent('mail holder'), []],
    ['nor one of bills', (its) => its.agent('provider', 'BILLING_ADMIN'), []],
    ['the owner of an account does', (its) => its.agent('worker'), ['owned shop']],
    ['administrators of a customer do', (its) => its.user('shop'), ALL],
    ['other users of it do not', (its) => its.user('shop', 'CUSTOMER_USER'), []],
    ['the operator does', () => OPERATOR, ALL],
  ])('%s', async (_sentence, actorOf, names) => {
    expect(await sight.those(CUSTOMERS, knowsAssociatedPartner(actorOf(parties)))).toEqual(names);
  });

  test('details are for agents, administrators and the operator', () => {
    const details = (actor: Caller | null) => seesCustomerDetails(actor);

    expect(details(parties.agent('mail holder'))).toBe(true);
    expect(details(parties.user('shop'))).toBe(true);
    expect(details(OPERATOR)).toBe(true);
    expect(details(parties.user('shop', 'CUSTOMER_USER'))).toBe(false);
    expect(details(parties.agent('mail holder', 'BILLING_ADMIN'))).toBe(false);
    expect(SEE_NOTHING.filter(([, actor]) => details(actor))).toEqual([]);
  });

  test('who is nobody here sees none', async () => {
    for (const [, actor] of SEE_NOTHING) {
      expect(await sight.those(CUSTOMERS, visibleCustomers(actor))).toEqual([]);
      expect(await sight.those(CUSTOMERS, knowsAssociatedPartner(actor))).toEqual([]);
    }
  });
});
