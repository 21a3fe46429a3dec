import type { ActorStamp } from '../../src/kernel/actor';
import type { Service } from '../../src/kernel/service';
import {
  hashOfInvitationToken,
  invitationToken,
} from '../../src/modules/relationships/invitation-token';
import type { Database, Transaction } from '../../src/platform/database/database';
import { type Sql, sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { STORY_BEGIN } from './story-time';
import { TEST_SECRET_KEY } from './test-app';

/*
 * Situations as rows, for reads of what no short story leads to. Whatever a mutation makes is made by the
 * mutation in the tests of that mutation.
 */

/** After everything that the demo story holds. */
const LATER = new Date(STORY_BEGIN.getTime() + 3_600_000);

const PARTNER_USER: ActorStamp = {
  kind: 'PARTNER_USER',
  displayName: 'Zhao Lei',
  tenantId: 'bbbbbbbb-0000-4000-8000-000000000002',
  userId: 'zhao',
};

async function write(database: Database, statements: readonly Sql[]): Promise<void> {
  await database.transaction(
    { actor: 'platform', operation: 'import' },
    async (tx: Transaction) => {
      for (const statement of statements) await tx.query(statement);
    },
  );
}

export interface GivenRelationship {
  readonly customerId: string;
  readonly resellerId: string;
  readonly status?: 'ACTIVE' | 'REMOVED';
  readonly acceptedAt?: Date | null;
  /** Services with ACTIVE privileges. */
  readonly services?: readonly Service[];
}

/** A relationship with its privileges; answers with its row id. */
export async function givenRelationship(
  database: Database,
  given: GivenRelationship,
): Promise<string> {
  const id = newId();
  const { customerId, resellerId, status = 'ACTIVE', services = [] } = given;
  const at = given.acceptedAt === undefined ? new Date('2026-03-01T00:00:00Z') : given.acceptedAt;
  const removedAt = status === 'REMOVED' ? new Date('2026-04-01T00:00:00Z') : null;
  await write(database, [
    sql`INSERT INTO relationships (customer_id, id, reseller_id, status, origin, accepted_at, accepted_by,
        removed_at, removal_reason, created_at, updated_at)
      VALUES (${customerId}, ${id}, ${resellerId}, ${status}, 'INVITATION', ${at},
        ${JSON.stringify(PARTNER_USER)}, ${removedAt}, ${removedAt ? 'no longer needed' : null},
        ${LATER}, ${LATER})`,
    ...services.map(
      (service) => sql`
        INSERT INTO delegated_privileges (customer_id, id, relationship_id, reseller_id, service, status,
          transacting, granted_at, granted_by)
        VALUES (${customerId}, ${newId()}, ${id}, ${resellerId}, ${service}, 'ACTIVE',
          is_transacting(${customerId}, ${resellerId}, ${service}), ${LATER}, ${JSON.stringify(PARTNER_USER)})`,
    ),
  ]);
  return id;
}

/** Ends a privilege as the customer does, and leaves it as history. */
export async function givenRemovedPrivilege(
  database: Database,
  relationshipId: string,
  service: Service,
): Promise<void> {
  await write(database, [
    sql`UPDATE delegated_privileges SET status = 'REMOVED_BY_CUSTOMER', ended_at = ${LATER}
      WHERE relationship_id = ${relationshipId} AND service = ${service} AND status = 'ACTIVE'`,
  ]);
}

export interface GivenRequest {
  readonly resellerId: string;
  readonly customerTenantId?: string | null;
  readonly customerId?: string | null;
  readonly status?: 'PENDING' | 'DECLINED' | 'CANCELED' | 'EXPIRED';
  readonly services?: readonly Service[];
  readonly expiresAt: Date;
  readonly requestedAt?: Date;
}

/** An invitation of a reseller; answers with its row id and the token of its link. */
export async function givenInvitation(
  database: Database,
  resellerId: string,
  status: 'ACTIVE' | 'REVOKED' = 'ACTIVE',
): Promise<{ readonly id: string; readonly token: string }> {
  const id = newId();
  const token = invitationToken(TEST_SECRET_KEY, id);
  await write(database, [
    sql`INSERT INTO invitations (reseller_id, id, includes_delegated_admin, status, token_hash, created_by,
        created_at, revoked_at)
      VALUES (${resellerId}, ${id}, ${status === 'ACTIVE'}, ${status}, ${hashOfInvitationToken(token)},
        ${JSON.stringify(PARTNER_USER)}, ${LATER}, ${status === 'REVOKED' ? LATER : null})`,
  ]);
  return { id, token };
}

/** A relationship request; answers with its row id. */
export async function givenRequest(database: Database, given: GivenRequest): Promise<string> {
  const id = newId();
  const invitationId = await invitationOf(database, given.resellerId);
  const status = given.status ?? 'PENDING';
  const requestedAt = given.requestedAt ?? new Date('2026-05-01T00:00:00Z');
  await write(database, [
    sql`INSERT INTO relationship_requests (reseller_id, id, invitation_id, customer_id, customer_tenant_id,
        customer_domain_hint, services, with_delegated_admin, status, requested_by, requested_at,
        expires_at, decided_at, updated_at)
      VALUES (${given.resellerId}, ${id}, ${invitationId}, ${given.customerId ?? null},
        ${given.customerTenantId ?? null}, 'hint.example', ${given.services ?? ['EXCHANGE_OFFICE']}, true,
        ${status}, ${JSON.stringify(PARTNER_USER)}, ${requestedAt}, ${given.expiresAt},
        ${status === 'PENDING' ? null : requestedAt}, ${requestedAt})`,
  ]);
  return id;
}

async function invitationOf(database: Database, resellerId: string): Promise<string> {
  const [known] = await database.query<{ readonly id: string }>(
    sql`SELECT id FROM invitations WHERE reseller_id = ${resellerId} AND status = 'ACTIVE' LIMIT 1`,
  );
  return known ? known.id : (await givenInvitation(database, resellerId)).id;
}

/** Customers with numbered names, `Customer 001` and so on, and a relationship with one reseller each. */
export async function givenCustomers(
  database: Database,
  count: number,
  resellerId: string,
  services: readonly Service[] = [],
): Promise<readonly string[]> {
  const ids = Array.from({ length: count }, () => newId());
  await write(
    database,
    ids.map((id, index) => {
      const number = String(index + 1).padStart(3, '0');
      return sql`INSERT INTO customers (id, tenant_id, cloud_instance, country, company_name, domain,
          created_at, updated_at)
        VALUES (${id}, ${newId()}, 'CHINA_21VIANET', 'CN', ${`Customer ${number}`},
          ${`customer${number}.example`}, ${LATER}, ${LATER})`;
    }),
  );
  for (const [index, customerId] of ids.entries()) {
    const acceptedAt = new Date(Date.UTC(2026, 0, 1 + (index % 28)));
    await givenRelationship(database, { customerId, resellerId, services, acceptedAt });
  }
  return ids;
}
