import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { codegen } from '@graphql-codegen/core';
import * as typescript from '@graphql-codegen/typescript';
import * as typescriptOperations from '@graphql-codegen/typescript-operations';
import { parse } from 'graphql';
import {
  createProgram,
  flattenDiagnosticMessageText,
  getPreEmitDiagnostics,
  ModuleKind,
  ScriptTarget,
} from 'typescript';

const ROOT = join(__dirname, '..', '..');
const STORY = join(ROOT, 'examples', 'story');

// Every scalar of the graph is a text in JSON; `strictScalars` refuses to guess.
const SCALARS = {
  CountryCode: 'string',
  DateTime: 'string',
  Duration: 'string',
  URL: 'string',
  UUID: 'string',
};

type Plugin = Parameters<typeof codegen>[0]['pluginMap'][string] & { readonly name: string };

const SCHEMA_TYPES: Plugin = { name: 'typescript', ...typescript };
const OPERATION_TYPES: Plugin = { name: 'typescript-operations', ...typescriptOperations };

/** What one plugin makes of the schema and of every operation of the story. */
async function generated({ name, ...plugin }: Plugin): Promise<string> {
  const documents = readdirSync(STORY)
    .filter((file) => file.endsWith('.graphql'))
    .map((file) => ({
      location: file,
      document: parse(readFileSync(join(STORY, file), 'utf8')),
    }));
  return codegen({
    filename: `${name}.ts`,
    schema: parse(readFileSync(join(ROOT, 'schema', 'schema.graphql'), 'utf8')),
    documents,
    plugins: [{ [name]: {} }],
    pluginMap: { [name]: plugin },
    config: { scalars: SCALARS, strictScalars: true, enumsAsTypes: true, skipTypename: true },
  });
}

/** What the strict compiler says of these files. */
function complaintsAbout(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'multipartner-codegen-'));
  try {
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const program = createProgram({
      rootNames: Object.keys(files).map((name) => join(folder, name)),
      options: {
        strict: true,
        exactOptionalPropertyTypes: true,
        noUncheckedIndexedAccess: true,
        noEmit: true,
        types: [],
        target: ScriptTarget.ES2022,
        module: ModuleKind.ESNext,
      },
    });
    return getPreEmitDiagnostics(program).map(({ messageText }) =>
      flattenDiagnosticMessageText(messageText, ' '),
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('graphql-codegen', () => {
  jest.setTimeout(60_000);
  let files: Readonly<Record<string, string>>;

  beforeAll(async () => {
    files = {
      'graph.ts': await generated(SCHEMA_TYPES),
      'story.ts': await generated(OPERATION_TYPES),
    };
  });

  test('makes types of the schema and the story that strict TypeScript accepts', () => {
    expect(complaintsAbout(files)).toEqual([]);
  });

  test('the types tell what may be withheld: a use that forgets null does not compile', () => {
    const careful = `
      import type { EventStream, Subscription } from './graph';
      import type { WoodgroveAcceptsMutation } from './story';
      export const always = (it: Subscription): string => it.status;
      export const live = (it: EventStream): unknown => it.relationshipRequestChanged;
      export const proof = (it: WoodgroveAcceptsMutation): boolean | undefined =>
        it.acceptRelationshipRequest?.proof?.unchanged;`;
    const careless = `
      import type { Subscription } from './graph';
      export const seats = (it: Subscription): number => it.quantity;`;

    expect(complaintsAbout({ ...files, 'use.ts': careful })).toEqual([]);
    expect(complaintsAbout({ ...files, 'use.ts': careless })).toHaveLength(1);
  });
});
