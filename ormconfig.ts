import 'reflect-metadata';

import { loadConfig } from './src/config';
import { createDataSource } from './src/platform/database/data-source';

const { databaseUrl } = loadConfig();
if (databaseUrl === null) {
  throw new Error(
    'DATABASE_URL is not set. The migration command works on a PostgreSQL server; the embedded database migrates itself at every start.',
  );
}

/** The data source of the migration command (`npx typeorm -d dist/ormconfig.js migration:show`), as the owner of the tables. */
export default createDataSource({ address: { kind: 'server', url: databaseUrl }, as: 'owner' });
