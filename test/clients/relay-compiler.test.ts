import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '..', '..');
const COMPILER = join(ROOT, 'node_modules', 'relay-compiler', 'cli.js');

const CONFIG = {
  src: './src',
  schema: './schema.graphql',
  language: 'typescript',
  eagerEsModules: true,
  customScalarTypes: {
    CountryCode: 'string',
    DateTime: 'string',
    Duration: 'string',
    URL: 'string',
    UUID: 'string',
  },
};

/** A list that is paged forwards, and refetched through `node(id:)`. */
const COMPONENT = `
import { graphql } from 'react-relay';

export const fragment = graphql\`
  fragment SubscriptionsOfACustomer on Customer
  @refetchable(queryName: "SubscriptionsOfACustomerNextPage")
  @argumentDefinitions(count: { type: "Int", defaultValue: 10 }, cursor: { type: "String" }) {
    subscriptions(first: $count, after: $cursor)
      @connection(key: "SubscriptionsOfACustomer_subscriptions") {
      edges { node { id offerName quantity partnerOfRecord { name } } }
    }
  }
\`;

export const query = graphql\`
  query SubscriptionsOfACustomerQuery($tenantId: UUID!) {
    customer(tenantId: $tenantId) { ...SubscriptionsOfACustomer }
  }
\`;

export const live = graphql\`
  subscription SubscriptionsOfACustomerLiveSubscription($id: ID!) {
    relationshipRequestChanged(id: $id) { id status }
  }
\`;
`;

interface Compiled {
  readonly exitCode: number;
  readonly output: string;
  readonly has: (artifact: string) => boolean;
}

describe("Relay's compiler", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'multipartner-relay-'));
    mkdirSync(join(folder, 'src'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function compile(component: string): Promise<Compiled> {
    const sdl = readFileSync(join(ROOT, 'schema', 'schema.graphql'), 'utf8');
    writeFileSync(join(folder, 'schema.graphql'), sdl);
    writeFileSync(join(folder, 'relay.config.json'), JSON.stringify(CONFIG));
    writeFileSync(join(folder, 'src', 'SubscriptionsOfACustomer.ts'), component);
    const has = (artifact: string): boolean =>
      existsSync(join(folder, 'src', '__generated__', `${artifact}.graphql.ts`));
    try {
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [COMPILER], {
        cwd: folder,
      });
      return { exitCode: 0, output: stdout + stderr, has };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { exitCode: code, output: stdout + stderr, has };
    }
  }

  test('accepts the schema, a connection fragment, its refetch through node, a live operation', async () => {
    const { exitCode, output, has } = await compile(COMPONENT);

    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(has('SubscriptionsOfACustomer')).toBe(true);
    expect(has('SubscriptionsOfACustomerNextPage')).toBe(true);
    expect(has('SubscriptionsOfACustomerLiveSubscription')).toBe(true);
  });

  test('refuses a field that the graph does not have, so its word counts', async () => {
    const { exitCode, output } = await compile(COMPONENT.replace('offerName', 'price'));

    expect(exitCode).not.toBe(0);
    expect(output).toContain('price');
  });
});
