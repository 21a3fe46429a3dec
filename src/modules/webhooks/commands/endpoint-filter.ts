import { DomainError } from '../../../kernel/domain-error';
import { callerOf } from '../../../platform/commands/caller-of';
import type { CommandScope } from '../../../platform/commands/command';
import { sql } from '../../../platform/database/sql';
import { visibleCustomers } from '../../visibility/parties.visibility';

/** A filter names customers that the caller sees. @throws NOT_FOUND, naming the first that it does not. */
export async function seeCustomers(scope: CommandScope, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const rows = await scope.tx.query<{ readonly id: string }>(sql`
    SELECT c.id FROM customers c
    WHERE c.id = ANY(${[...ids]}::uuid[]) AND ${visibleCustomers(callerOf(scope))}`);
  const seen = new Set(rows.map(({ id }) => id));
  const hidden = ids.findIndex((id) => !seen.has(id));
  if (hidden >= 0) throw new DomainError('NOT_FOUND', { field: `input.customerIds[${hidden}]` });
}
