import sql, { empty, join, raw, type Sql } from 'sql-template-tag';

/** Composable SQL with parameters: values never become text of a statement. */
export { empty, join, raw, type Sql,sql };
