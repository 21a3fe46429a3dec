/**
 * Every address the page talks to, taken from the address this script was loaded from. The script is
 * at `{base}/graphiql/`, so the page also works behind a proxy that puts the server below a path.
 */
const base = new URL('../', import.meta.url);

export const GRAPHQL_URL = new URL('graphql', base).href;
export const DEMO_PERSONAS_URL = new URL('demo/personas', base).href;
export const DEMO_TOKEN_URL = new URL('demo/token', base).href;
export const DEMO_EXAMPLES_URL = new URL('demo/examples', base).href;

export const GRAPHQL_SOCKET_URL = GRAPHQL_URL.replace(/^http/, 'ws');
