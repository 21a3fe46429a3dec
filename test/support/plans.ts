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

/**
 * How PostgreSQL reads the tables behind a statement, by running it. Pages are taken to be in memory, as
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
      return manager.query<readonly { 'QUERY PLAN': readonly { Plan: PlanNode }[] }[]>(
        `EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) ${text}`,
        [...values],
      );
    },
  );
  return rows.flatMap((row) => row['QUERY PLAN'].flatMap(({ Plan: root }) => readsBelow(root)));
}

function readsBelow(node: PlanNode): TableRead[] {
  const table = node['Relation Name'];
  const loops = node['Actual Loops'];
  const rows = loops * (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0));
  // A step of the plan that was never taken has read nothing.
  const own = table && loops > 0 ? [{ table, step: node['Node Type'], rows }] : [];
  return [...own, ...(node.Plans ?? []).flatMap(readsBelow)];
}
