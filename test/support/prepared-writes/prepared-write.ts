import { newId } from '../../../src/platform/ids';
import type { Input } from '../relationship-api';
import {
  givenCustomer,
  givenRelationship,
  givenReseller,
  operatorUser,
} from '../relationship-situations';
import type { Claims, TestApp } from '../test-app';

/** One call of a mutation that may be made once, by somebody who may make it. */
export interface PreparedWrite {
  readonly who: Claims;
  /** Another user of the same tenant. */
  readonly colleague: Claims;
  readonly input: Input;
  /** Makes it a call that is refused, with everything that stands in its way. */
  readonly refused: () => Promise<Input>;
  /** The code it answers with, where the mutation exists to refuse. */
  readonly alwaysRefusedWith?: string;
  /** How many acts the call asks for; one, unless said otherwise. */
  readonly acts?: number;
  /** It names the address of one server; those of an installation share theirs, those of a test do not. */
  readonly isOfOneServer?: true;
}

export type Prepare = (app: TestApp) => Promise<PreparedWrite>;

export const SERVICES = ['DYNAMICS', 'EXCHANGE_OFFICE'] as const;

export async function parties(app: TestApp) {
  const [customer, reseller] = [await givenCustomer(app), await givenReseller(app)];
  return { customer, reseller, pair: { customer, reseller, services: SERVICES } };
}

export async function related(app: TestApp) {
  const { customer, reseller, pair } = await parties(app);
  const { relationshipId } = await givenRelationship(app, pair);
  return { customer, reseller, relationshipId };
}

export const byOperator = (): Pick<PreparedWrite, 'who' | 'colleague'> => ({
  who: operatorUser(newId()),
  colleague: operatorUser(newId()),
});
