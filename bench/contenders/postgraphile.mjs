// PostGraphile 5 with the Amber preset on the server's own tables.
import { createServer } from 'node:http';

import { grafserv } from 'postgraphile/grafserv/node';
import { postgraphile } from 'postgraphile';
import { makePgService } from 'postgraphile/adaptors/pg';
import { PostGraphileAmberPreset } from 'postgraphile/presets/amber';
import { makeJSONPgSmartTagsPlugin } from 'postgraphile/utils';

const tags = makeJSONPgSmartTagsPlugin({
  version: 1,
  config: {
    // The table's own name would be that of the root type of live operations.
    class: { subscriptions: { tags: { name: 'purchases' } } },
    // A function is neither ordered nor paged by keys unless one says so.
    procedure: {
      resellers_portfolio: { tags: { behavior: '+order +orderBy +resource:connection:backwards' } },
    },
  },
});

const instance = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [tags],
  // It hides relations and orders whose columns have no index of their own; two of them are asked for.
  disablePlugins: ['PgIndexBehaviorsPlugin'],
  pgServices: [makePgService({ connectionString: process.env.DATABASE_URL, schemas: ['public'] })],
  grafserv: { graphiql: false, watch: false },
  grafast: { explain: false },
});
const server = createServer();
await instance.createServ(grafserv).addTo(server);
server.listen(Number(process.env.PORT), '127.0.0.1');
