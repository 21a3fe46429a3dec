import { defineLoader, defineObjectLoader, groupedInKeyOrder } from '../../platform/graphql/loader';
import { objectNodeSource } from '../../platform/graphql/node.types';
import { CUSTOMER_TYPE, findAgreements, findCustomers } from './customer.queries';
import type { Agreement } from './customer.types';

/** By row id. */
export const customerById = defineObjectLoader('customerById', findCustomers);

/** By row id of the customer. */
export const agreementsOfCustomer = defineLoader<string, readonly Agreement[]>(
  'agreementsOfCustomer',
  async (ctx, customerIds) =>
    groupedInKeyOrder(
      customerIds,
      await findAgreements(ctx, customerIds),
      (agreement) => agreement.customerKey,
    ),
);

export const customerNodes = objectNodeSource(CUSTOMER_TYPE, customerById);
