import { raw, type Sql, sql } from '../../../platform/database/sql';

/** Names and types of columns, in SQL. Written in the code, never taken from input. */
export type Columns = Readonly<Record<string, string>>;

/** Rows as one parameter, readable as a table named `alias`: one statement for any number of rows. */
export function recordSet(rows: readonly object[], columns: Columns, alias: string): Sql {
  const types = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS ${raw(alias)} (${raw(types.join(', '))})`;
}

/** `alias.a, alias.b, …` */
export function columnList(names: readonly string[], alias: string | null = null): Sql {
  return raw(names.map((name) => (alias === null ? name : `${alias}.${name}`)).join(', '));
}

/** `a = alias.a, b = alias.b, …` */
export function assignments(names: readonly string[], alias: string): Sql {
  return raw(names.map((name) => `${name} = ${alias}.${name}`).join(', '));
}
