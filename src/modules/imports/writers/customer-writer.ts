import type { CompanyProfileRecord, CustomerRecord } from '../customer-body';
import type { ImportItem, ImportScope } from '../import-scope';
import { writeCustomers } from './customer-rows';
import { writeRelationships } from './relationship-rows';

/** Takes over Customer bodies: the customer, its relationship with the account, its privileges. */
export async function importCustomers(
  scope: ImportScope,
  items: readonly ImportItem<CustomerRecord>[],
): Promise<void> {
  const customers = await writeCustomers(scope, 'Customer', items);
  await writeRelationships(scope, items, customers);
}

/** Takes over company profiles: they make the customer, and no relationship. */
export async function importCompanyProfiles(
  scope: ImportScope,
  items: readonly ImportItem<CompanyProfileRecord>[],
): Promise<void> {
  await writeCustomers(scope, 'CustomerCompanyProfile', items);
}
