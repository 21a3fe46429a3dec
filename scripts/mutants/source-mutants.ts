import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { mutantsOf, type Operator } from './code';
import { COMMAND_OPERATORS } from './command-operators';
import { GUARD_OPERATORS, THROWN_GUARDS } from './guard-operators';
import type { Mutant, MutantKind } from './mutant';
import { READ_OPERATORS, VISIBILITY_OPERATORS } from './sql-operators';
import { TABLE_OPERATORS } from './table-operators';

/** Files of one kind and what is done to them. Found by their names, so that a new one joins by itself. */
interface Group {
  readonly kind: MutantKind;
  readonly files: RegExp;
  readonly operators: readonly Operator[];
}

const GROUPS: readonly Group[] = [
  {
    kind: 'rule',
    files:
      /\.rules\.ts$|^src\/kernel\/(role-matrix|etag|transitions|guard-steps|cloud-instance)\.ts$/,
    operators: [...GUARD_OPERATORS, ...TABLE_OPERATORS],
  },
  {
    kind: 'rule',
    files: /^src\/platform\/graphql\/(guards|directives\/requires-[a-z]+)\.ts$/,
    operators: GUARD_OPERATORS,
  },
  {
    kind: 'visibility',
    files: /^src\/modules\/visibility\/(\w|-)+(\.visibility)?\.ts$/,
    operators: [...GUARD_OPERATORS, ...VISIBILITY_OPERATORS],
  },
  {
    kind: 'visibility',
    files: /^src\/modules\/(?!visibility\/).*\.ts$/,
    operators: READ_OPERATORS,
  },
  {
    kind: 'command',
    files: /^src\/(modules\/.*\/commands|platform\/commands)\/.*\.ts$/,
    operators: [...COMMAND_OPERATORS, ...THROWN_GUARDS],
  },
];

export function sourceFilesOf(root: string): readonly string[] {
  return readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .map((path) => join('src', path).replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .sort();
}

/** Every mutant of the sources under `src`. */
export function sourceMutantsOf(root: string): readonly Mutant[] {
  const files = sourceFilesOf(root);
  return GROUPS.flatMap(({ kind, files: pattern, operators }) =>
    files
      .filter((path) => pattern.test(path))
      .flatMap((path) => mutantsOf(kind, path, readFileSync(join(root, path), 'utf8'), operators)),
  );
}
