import type { CloudInstance } from '../../kernel/cloud-instance';
import { DomainError } from '../../kernel/domain-error';
import { APPLICATION_ROLE } from '../../platform/database/data-source';
import { type Database, sqlStateOf } from '../../platform/database/database';
import { raw, sql } from '../../platform/database/sql';
import { DEMO_IDS } from './demo-ids';
import { insertStory } from './demo-story';

const INSUFFICIENT_PRIVILEGE = '42501';

/*
 * Every table but the list of migrations and the place up to which events are gone, found and not named: a
 * table that is added later begins again too. Identities go on counting, so that a cursor of before stays
 * behind what comes.
 */
const EMPTY_ALL_TABLES = `
  DO $$
  DECLARE
    tables text[] := ARRAY(
      SELECT format('%I', relname) FROM pg_class
      WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname NOT IN ('schema_migrations', 'event_log_cuts')
      ORDER BY relname
    );
    name text;
  BEGIN
    FOREACH name IN ARRAY tables LOOP EXECUTE 'ALTER TABLE ' || name || ' DISABLE TRIGGER USER'; END LOOP;
    EXECUTE 'TRUNCATE ' || array_to_string(tables, ', ');
    FOREACH name IN ARRAY tables LOOP EXECUTE 'ALTER TABLE ' || name || ' ENABLE TRIGGER USER'; END LOOP;
  END $$`;

/**
 * The demo begins again: every row goes, audit and events too, and the story is loaded as at the first
 * start; all in one transaction. The role of the server may not do this. Only the owner of the tables
 * can set their triggers aside, so it works where the server's login is that owner, and nowhere else.
 *
 * @throws UNAVAILABLE where the login owns no table, or the database does not hold the demo.
 */
export async function resetDemoStory(
  database: Database,
  now: Date,
  instance: CloudInstance,
): Promise<void> {
  try {
    await database.transaction({ actor: 'platform', operation: 'import' }, async (tx) => {
      const [known] = await tx.query(
        sql`SELECT 1 FROM resellers WHERE id = ${DEMO_IDS.resellers.operator}`,
      );
      if (!known) {
        throw new DomainError('UNAVAILABLE', { detail: 'This database does not hold the demo.' });
      }
      // The login itself, until the end of the transaction or the next line but one.
      await tx.query(sql`SET LOCAL ROLE NONE`);
      await tx.query(raw(EMPTY_ALL_TABLES));
      await tx.query(sql`SET LOCAL ROLE ${raw(APPLICATION_ROLE)}`);
      await insertStory(tx, { now, instance });
    });
  } catch (error) {
    if (sqlStateOf(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    throw new DomainError('UNAVAILABLE', {
      detail: 'The login of this server does not own the tables.',
    });
  }
}
