import type { CustomerActor, NewTenantActor } from '../../../kernel/actor';
import type { CommandScope } from '../../../platform/commands/command';
import { lockIdentity } from '../../../platform/database/row-locks';
import { sql } from '../../../platform/database/sql';
import { newId } from '../../../platform/ids';
import { CustomerEntity } from '../../customers/customer.entity';
import type { ResellerEntity } from '../../resellers/reseller.entity';

const COUNTRY = /^[A-Z]{2}$/;

export interface HeldCustomer {
  readonly id: string;
  /** It was not held before and is made in this transaction. */
  readonly isNew: boolean;
}

/**
 * The customer of the caller's tenant. One that is not held yet is made from its token, in the instance
 * of the inviting reseller and without an account owner (domain section 4.2); a refusal that follows
 * takes it back. Two first acceptances at once make one customer: the second waits for the first.
 */
export async function ensureCustomerOf(
  scope: CommandScope,
  actor: CustomerActor | NewTenantActor,
  reseller: ResellerEntity,
): Promise<HeldCustomer> {
  const { manager } = scope.tx;
  if (actor.side === 'customer') return { id: actor.customerId, isNew: false };
  await lockIdentity(scope.tx, actor);
  const country = actor.tenantCountry?.toUpperCase() ?? null;
  const made = await scope.tx.query<{ id: string }>(sql`
    INSERT INTO customers (id, tenant_id, cloud_instance, country, company_name, created_at, updated_at)
    VALUES (${newId()}, ${actor.tenantId}, ${reseller.cloudInstance}, ${country !== null && COUNTRY.test(country) ? country : null},
      ${actor.tenantName ?? actor.tenantId}, ${scope.now}, ${scope.now})
    ON CONFLICT ON CONSTRAINT customers_tenant_id_key DO NOTHING RETURNING id`);
  const { id } = await manager.findOneByOrFail(CustomerEntity, { tenantId: actor.tenantId });
  if (made.length > 0) {
    scope.emit({
      name: 'CUSTOMER_CREATED',
      customerId: id,
      resellerId: reseller.id,
      recipientResellerIds: [reseller.id],
      isForCustomer: true,
      resourceId: id,
      data: { customerId: id, origin: 'INVITATION' },
    });
  }
  return { id, isNew: made.length > 0 };
}
