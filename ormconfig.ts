import 'reflect-metadata';

import { loadDatabaseUrl } from './src/config';
import { createDataSource } from './src/platform/database/data-source';

/** The data source of TypeORM's own command (`npx typeorm -d dist/ormconfig.js migration:show`), as the owner of the tables. */
export default createDataSource({
  address: { kind: 'server', url: loadDatabaseUrl() },
  as: 'owner',
});
