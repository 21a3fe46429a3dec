import { escapeLiteral } from 'pg';

import { prepareValue } from '../../src/platform/database/parameterized-query';
import type { SentQuery, TestApp } from './test-app';

/** One step of a plan that read rows of a table. */
export interface TableRead {
  readonly table: string;
  readonly step: string;
  /** Looked at, those that a condition threw away included, in all rounds together. */
  readonly rows: number;
}

interface PlanNode {
  readonly 'Node Type': string;
  readonly 'Relation Name'?: string;
  readonly 'Actual Rows': number;
  readonly 'Actual Loops': number;
  readonly 'Rows Removed by Filter'?: number;
  readonly Plans?: readonly PlanNode[];
}

/** So often PostgreSQL plans a named statement for its values, before it may keep one plan for all values. */
const PLANNED_ANEW = 5;

/**
 * How PostgreSQL reads the tables behind a statement that comes often, by running it: with the plan that it keeps, or
 * with one for these values where it finds that cheaper. Pages are taken to be in memory, as
 * those of a database in use are: with the price of a disk that has to turn, and with tables of a test's
 * size, it reads a table from end to end for a hundred rows of it.
 */
export async function readsOf(
  app: TestApp,
  { text, values }: SentQuery,
): Promise<readonly TableRead[]> {
  const rows = await app.database.transaction(
    { actor: 'platform', operation: 'record' },
    async ({ manager }) => {
      await manager.query('SET LOCAL random_page_cost = 1.1');
      await manager.query(`PREPARE read AS ${text}`);
      const execute = `EXECUTE read ${values.length > 0 ? `(${values.map(literalOf).join(', ')})` : ''}`;
      for (let n = 0; n < PLANNED_ANEW; n += 1) await manager.query(`EXPLAIN ${execute}`);
      const plans = await manager.query<readonly { 'QUERY PLAN': readonly { Plan: PlanNode }[] }[]>(
        `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${execute}`,
      );
      await manager.query('DEALLOCATE read');
      return plans;
    },
  );
  return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan: root }) => readsBelow(root)));
}

/** What the driver sends for a value, as text of a statement. */
function literalOf(value: unknown): string {
  const sent = prepareValue(value);
  return sent === null ? 'NULL' : escapeLiteral(String(sent));
}

function readsBelow(node: PlanNode): TableRead[] {
  const table = node['Relation Name'];
  const loops = node['Actual Loops'];
  const rows = loops * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0));
  // A step of the plan that was never taken has read nothing.
  const own = table && loops > 0 ? [{ table, step: node['Node Type'], rows }] : [];
  return [...own, ...(node.Plans ?? []).flatMap(readsBelow)];
}
