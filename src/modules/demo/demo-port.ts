import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

import type { DemoIssuer } from '../../platform/auth/demo-issuer';
import type { DemoExample, DemoPort } from '../../platform/http/demo-routes';
import { findPersona, personaClaims, PERSONAS } from './personas';

/** `# title: …`, `# persona: …` and `# variables: {…}` at the head of an example, one line each. */
const HEAD_LINE = /^#\s*(title|persona|variables)\s*:\s*(.+?)\s*$/;

/**
 * One ready operation. What is told about it stands in comments at its head, so that the same file
 * can be pasted, sent and tested.
 */
export function parseExample(fileName: string, text: string): DemoExample {
  const head = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    if (!line.startsWith('#')) break;
    const [, key, value] = HEAD_LINE.exec(line) ?? [];
    if (key && value) head.set(key, value);
  }
  const name = basename(fileName, '.graphql');
  const persona = head.get('persona') ?? null;
  if (persona !== null && !findPersona(persona)) {
    throw new Error(`${fileName} names the persona "${persona}", which does not exist`);
  }
  const variables = head.get('variables');
  return {
    name,
    title: head.get('title') ?? name,
    persona,
    query: text,
    ...(variables !== undefined && { variables: JSON.parse(variables) as unknown }),
  };
}

/** The examples of a folder in the order of their names. */
function readExamples(directory: string): DemoExample[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.graphql'))
    .sort()
    .map((name) => parseExample(name, readFileSync(join(directory, name), 'utf8')));
}

/** What the GraphiQL page asks of the demo: who one can be, and what one can try. */
export function createDemoPort(issuer: DemoIssuer, examplesDirectory: string): DemoPort {
  return {
    personas: PERSONAS.map(({ name, displayName, description, side, roles, tenant }) => ({
      name,
      displayName: `${displayName}, ${tenant.name}`,
      description,
      side,
      roles,
    })),
    examples: readExamples(examplesDirectory),
    tokenFor: async (name) => {
      const persona = findPersona(name);
      return persona && issuer.issue(personaClaims(persona));
    },
  };
}
