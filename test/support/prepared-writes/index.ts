import { CUSTOMER_WRITES } from './customer-writes';
import type { Prepare } from './prepared-write';
import { RELATIONSHIP_WRITES } from './relationship-writes';
import { REQUEST_WRITES } from './request-writes';
import { RESELLER_WRITES } from './reseller-writes';
import { SUBSCRIPTION_WRITES } from './subscription-writes';
import { WEBHOOK_WRITES } from './webhook-writes';

/** A prepared call of every mutation of the schema; a test fails for one that is missing here. */
export const PREPARED_WRITES: Readonly<Record<string, Prepare>> = {
  ...REQUEST_WRITES,
  ...RELATIONSHIP_WRITES,
  ...CUSTOMER_WRITES,
  ...RESELLER_WRITES,
  ...SUBSCRIPTION_WRITES,
  ...WEBHOOK_WRITES,
};

export type { PreparedWrite } from './prepared-write';
