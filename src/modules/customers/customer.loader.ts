import { defineLoader, groupedInKeyOrder, inKeyOrder } from '../../platform/graphql/loader';
import { nodeSource } from '../../platform/graphql/node.types';
import { CUSTOMER_TYPE, findAgreements, findCustomers } from './customer.queries';
import type { Agreement, Customer } from './customer.types';

/** By row id. */
export const customerById = defineLoader<string, Customer>('customerById', async (ctx, ids) =>
  inKeyOrder(ids, await findCustomers(ctx, ids), (customer) => customer.key),
);

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

export const customerNodes = nodeSource(CUSTOMER_TYPE, customerById);
