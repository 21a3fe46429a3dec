import sql, { empty, join, raw, type Sql } from 'sql-template-tag';

/** Composable SQL with parameters: values never become text of a statement. */
export { empty, join, raw, type Sql, sql };

/** All of the conditions, each in brackets; without any, true. */
export function allOf(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return sql`TRUE`;
  return join(
    conditions.map((condition) => sql`(${condition})`),
    ' AND ',
  );
}

/**
 * That a column is one of these ids. A single one is said as such: of an array the planner expects ten, and plans the
 * statement anew each time, which takes it several times as long as to read one object.
 */
export function isOneOf(column: Sql, ids: readonly string[]): Sql {
  const [first, ...others] = ids;
  return first !== undefined && others.length === 0
    ? sql`${column} = ${first}::uuid`
    : sql`${column} = ANY(${[...ids]}::uuid[])`;
}
