import { readdirSync } from 'node:fs';
import { join } from 'node:path';

import { type DataSource, type EntityMetadata, getMetadataArgsStorage } from 'typeorm';

import { ENTITIES } from '../../src/app';
import { createDataSource } from '../../src/platform/database/data-source';
import { cloneDatabase, type TestDatabase } from '../support/test-database';

/** One column as a line, so that a difference reads as what it is. */
interface ColumnFacts {
  readonly name: string;
  readonly type: string;
  readonly isNullable: boolean;
  readonly isKey: boolean;
}

const SOURCE = join(__dirname, '..', '..', 'src');

// What information_schema calls the types that entities name.
const ELEMENT_TYPES: Readonly<Record<string, string>> = {
  bigint: 'int8',
  boolean: 'bool',
  integer: 'int4',
};

function lineOf({ name, type, isNullable, isKey }: ColumnFacts): string {
  return `${name} ${type}${isNullable ? '' : ' not null'}${isKey ? ' key' : ''}`;
}

function columnsOfEntity(metadata: EntityMetadata): string[] {
  return metadata.columns
    .map((column) => {
      const named = String(column.type);
      const element = ELEMENT_TYPES[named] ?? named;
      return lineOf({
        name: column.databaseName,
        type: column.isArray ? `_${element}` : element,
        isNullable: column.isNullable,
        isKey: column.isPrimary,
      });
    })
    .sort();
}

async function columnsOfTable(source: DataSource, table: string): Promise<string[]> {
  const rows = await source.query<ColumnFacts[]>(
    `SELECT c.column_name AS name, c.udt_name AS type, c.is_nullable = 'YES' AS "isNullable",
            EXISTS (
              SELECT 1 FROM information_schema.table_constraints t
                JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name)
               WHERE t.constraint_type = 'PRIMARY KEY' AND k.table_schema = c.table_schema
                 AND k.table_name = c.table_name AND k.column_name = c.column_name) AS "isKey"
       FROM information_schema.columns c
      WHERE c.table_schema = current_schema() AND c.table_name = $1`,
    [table],
  );
  return rows.map(lineOf).sort();
}

function nameOf(target: Function | string): string {
  return typeof target === 'string' ? target : target.name;
}

describe('entities and the tables that the migrations make', () => {
  let database: TestDatabase;
  let source: DataSource;

  beforeAll(async () => {
    database = await cloneDatabase('empty');
    source = createDataSource({
      address: { kind: 'server', url: database.url },
      as: 'owner',
      entities: ENTITIES,
    });
    await source.initialize();
  });
  afterAll(async () => {
    await source.destroy();
    await database.drop();
  });

  test('every entity class of the source is known to the mapper', async () => {
    const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.entity.ts'))) {
      await import(join(SOURCE, file));
    }

    // By name: the mapper keeps its list in the process, so that test files before this one left
    // copies of the same classes in it.
    const declared = getMetadataArgsStorage().tables.map(({ target }) => nameOf(target));

    expect(new Set(ENTITIES.map(nameOf))).toEqual(new Set(declared));
  });

  test.each(ENTITIES.map((entity) => [entity.name, entity] as const))(
    '%s has the columns, types, nullability and key of its table',
    async (_, entity) => {
      const metadata = source.getMetadata(entity);

      const inTable = await columnsOfTable(source, metadata.tableName);

      expect(inTable).not.toEqual([]);
      expect(columnsOfEntity(metadata)).toEqual(inTable);
    },
  );
});
