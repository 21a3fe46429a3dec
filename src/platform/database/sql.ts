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
