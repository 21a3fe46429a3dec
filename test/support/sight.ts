import type { Caller } from '../../src/kernel/actor';
import type { CustomerRole, PartnerRole } from '../../src/kernel/roles';
import type { Service } from '../../src/kernel/service';
import { DEMO_IDS } from '../../src/modules/demo/demo-ids';
import type { Database } from '../../src/platform/database/database';
import { openDatabase } from '../../src/platform/database/open-database';
import { type Sql, sql } from '../../src/platform/database/sql';
import { newId } from '../../src/platform/ids';
import { customerUser, newTenantUser, OPERATOR, partnerUser } from './rule-facts';
import { cloneDatabase } from './test-database';

/*
 * Clauses of visibility are asked of rows themselves, without a server between: what a read adds to
 * them (a join, a filter, a second clause) must not be what keeps a row from the wrong eyes.
 */

const { customers, resellers } = DEMO_IDS;

/** Tenants of the demo story's customers. */
const TENANTS: Readonly<Record<string, string>> = {
  [customers.customer]: 'cccccccc-0000-4000-8000-000000000001',
  [customers.customer2]: 'cccccccc-0000-4000-8000-000000000002',
  [customers.customer3]: 'cccccccc-0000-4000-8000-000000000003',
};

export function tenantOf(customerId: string): string {
  return TENANTS[customerId] ?? '';
}

export function partner(resellerId: string, role: PartnerRole = 'ADMIN_AGENT'): Caller {
  return partnerUser([role], { resellerId });
}

export function user(customerId: string, role: CustomerRole): Caller {
  return customerUser([role], { customerId, tenantId: tenantOf(customerId) });
}

export function admin(customerId: string): Caller {
  return user(customerId, 'CUSTOMER_GLOBAL_ADMIN');
}

/** Whom no list and no read by id shows anything, by what keeps them out. */
export const SEE_NOTHING: readonly (readonly [who: string, caller: Caller | null])[] = [
  ['nobody', null],
  ['a tenant that is not held', newTenantUser(['CUSTOMER_GLOBAL_ADMIN'])],
  [
    'an application of a customer',
    customerUser(['CUSTOMER_GLOBAL_ADMIN'], {
      kind: 'APPLICATION',
      customerId: customers.customer2,
      tenantId: tenantOf(customers.customer2),
    }),
  ],
];

export { OPERATOR };

/** A database with the demo story, and what a test adds to it. */
export class Sight {
  private readonly names = new Map<string, string>();

  private constructor(
    readonly database: Database,
    private readonly drop: () => Promise<void>,
  ) {}

  static async open(): Promise<Sight> {
    const clone = await cloneDatabase('story');
    const { database } = await openDatabase({ url: clone.url, dataDir: '', entities: [] });
    return new Sight(database, () => clone.drop());
  }

  async close(): Promise<void> {
    await this.database.close();
    await this.drop();
  }

  async write(...statements: readonly Sql[]): Promise<void> {
    await this.database.transaction({ actor: 'platform', operation: 'import' }, async (tx) => {
      for (const statement of statements) await tx.query(statement);
    });
  }

  /** The name by which `those` tells the row. */
  name(name: string, id: string): string {
    this.names.set(id, name);
    return id;
  }

  /** The named rows that a clause lets through, in the order of their names. */
  async those(table: Sql, clause: Sql): Promise<readonly string[]> {
    const rows = await this.database.query<{ readonly id: string }>(
      sql`SELECT id FROM ${table} WHERE ${clause}`,
    );
    return rows.flatMap(({ id }) => this.names.get(id) ?? []).sort();
  }

  /** What an expression says of each named row. */
  async each(table: Sql, expression: Sql): Promise<Readonly<Record<string, unknown>>> {
    const rows = await this.database.query<{ readonly id: string; readonly said: unknown }>(
      sql`SELECT id, ${expression} AS said FROM ${table}`,
    );
    const told = rows.map(({ id, said }) => [this.names.get(id), said] as const);
    return Object.fromEntries(told.filter(([name]) => name !== undefined));
  }

  /** A sale; answers with its row id. */
  async sale(
    name: string,
    given: {
      readonly customerId: string;
      readonly seller: string;
      readonly service: Service;
      readonly status?: 'PENDING' | 'ACTIVE' | 'SUSPENDED' | 'DELETED';
      readonly partnerOfRecord?: string;
    },
  ): Promise<string> {
    const id = this.name(name, newId());
    const { customerId, seller, service, status = 'ACTIVE', partnerOfRecord = seller } = given;
    const isSuspended = status === 'SUSPENDED';
    await this.write(sql`
      INSERT INTO subscriptions (customer_id, id, subscription_id, transacting_reseller_id,
        partner_of_record_id, service, status, suspended_by, suspended_at, created_at, updated_at)
      VALUES (${customerId}, ${id}, ${newId()}, ${seller}, ${partnerOfRecord}, ${service}, ${status},
        ${isSuspended ? 'RESELLER' : null}, ${isSuspended ? new Date('2026-05-01T00:00:00Z') : null}, now(), now())`);
    return id;
  }

  /** The ids of the privileges of a relationship, named by the services. */
  async namePrivileges(prefix: string, relationshipId: string): Promise<void> {
    const rows = await this.database.query<{ readonly id: string; readonly service: string }>(
      sql`SELECT id, service FROM delegated_privileges WHERE relationship_id = ${relationshipId}`,
    );
    for (const { id, service } of rows) this.name(`${prefix} ${service}`, id);
  }
}

export const CONTOSO = resellers.resellerA;
export const FABRIKAM = resellers.resellerB;
export const TAILSPIN = resellers.provider;
export const PROSEWARE = resellers.indirectReseller;
export const TREY = resellers.resellerUs;
export const WOODGROVE = customers.customer;
export const ADVENTURE = customers.customer2;
export const NORTHWIND = customers.customer3;
