import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import ts from 'typescript';

import type { Mutant } from './mutant';

/** The tests that could notice a mutant, in the order in which they are asked. */
export interface BelongingTests {
  /** Tests of rules that reach the file, and those that are named after it: they should kill the mutant. */
  readonly named: readonly string[];
  /** All others that import the file, whatever lies between. */
  readonly related: readonly string[];
}

/** Start browsers, compile clients or play for long: they tell nothing about a guard that others do not. */
const APART =
  /^test\/(graphiql|clients|process|mutants|migrations|package-lock|config|architecture)/;
/** A test that starts the server or opens a database is slower than one that calls functions. */
const STARTS_SERVER =
  /^(test\/support\/(test-app|test-database|app-schema)|src\/app|src\/platform\/(database\/open-database|http\/[a-z-]+))\.ts$/;

const NOT_PURE = /from '(type-graphql|graphql|typeorm|node:(?!path|crypto))|\bjest\.|\bimport\(/;

/** What `test/safe-writes/locks.test.ts` sees before any other test. */
const READ_FROM_STATEMENTS: ReadonlySet<string> = new Set([
  'lockNotTaken',
  'otherLock',
  'otherOperation',
]);

/** Which tests are named after a group of files, where the file's own name does not tell. */
const NAMES: readonly (readonly [file: RegExp, tests: RegExp])[] = [
  [/^src\/modules\/.*\.queries\.ts$/, /^test\/visibility\//],
  [/^src\/modules\/visibility\//, /^test\/(visibility\/|[a-z-]+\/(read-|histories))/],
  [/^src\/platform\/graphql\/(guards|directives\/)/, /^test\/platform\/graphql\/guards/],
  [/^src\/platform\/commands\//, /^test\/(platform\/commands|safe-writes)\//],
  [
    /^src\/platform\/commands\/bulk/,
    /^test\/(relationships\/request-relationships|event-log\/relationship-request-changed)/,
  ],
  [/^src\/modules\/.*\/commands\//, /^test\/safe-writes\/(locks|roles)/],
  [/^migrations\//, /^test\/platform\/database\/database-/],
];

/** Knows who imports whom, from the sources as they are. */
export class TestMap {
  private readonly imports = new Map<string, readonly string[]>();
  private readonly tests: readonly string[];

  constructor(private readonly root: string) {
    this.tests = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
      .map((path) => join('test', path).replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.test.ts') && !APART.test(path))
      .sort();
  }

  of({ file, operator, change }: Mutant, isPure: boolean): BelongingTests {
    const all =
      change.of === 'source'
        ? this.tests.filter((test) => this.reachOf(test).has(file))
        : this.tests.filter((test) => this.isSlow(test));
    const reaching = isPure ? all.filter((test) => !this.isSlow(test)) : all;
    const own = reaching.filter(
      (test) => this.isNamedAfter(test, file) || this.isAboutRules(test, file),
    );
    const [pure, slow] = [
      own.filter((test) => !this.isSlow(test)),
      own.filter((test) => this.isSlow(test)),
    ];
    const first = [...this.byName(pure, file, operator), ...this.byName(slow, file, operator)];
    const rest = reaching.filter((test) => !first.includes(test));
    const object = change.of === 'database' ? change.object : basename(file, '.ts');
    return { named: first, related: this.byNearness(rest, file, object) };
  }

  /** A pure test, if there is one: what a preparation runs along. */
  get cheapest(): string {
    return this.tests.find((test) => this.isPure(test)) ?? this.tests[0] ?? '';
  }

  private isAboutRules(test: string, file: string): boolean {
    if (this.isSlow(test)) return false;
    return /^test\/(rules|cloud-policies)\//.test(test) || this.importsOf(test).includes(file);
  }

  private isSlow(test: string): boolean {
    return [...this.reachOf(test)].some((path) => STARTS_SERVER.test(path));
  }

  /** Calls functions and no more: no server, no schema, nothing of Jest's that is not a matcher. */
  isPure(test: string): boolean {
    const known = this.purity.get(test);
    if (known !== undefined) return known;
    const isPure =
      !this.isSlow(test) &&
      [test, ...this.reachOf(test)].every((path) => !NOT_PURE.test(this.textOf(path)));
    this.purity.set(test, isPure);
    return isPure;
  }

  private readonly purity = new Map<string, boolean>();

  private textOf(path: string): string {
    return readFileSync(join(this.root, path), 'utf8');
  }

  private isNamedAfter(test: string, file: string): boolean {
    if (NAMES.some(([files, tests]) => files.test(file) && tests.test(test))) return true;
    const module = moduleOf(file);
    if (file.endsWith('.queries.ts') && test.startsWith(`test/${module}/read-`)) return true;
    const stem = stemOf(test);
    if (stem === stemOf(file)) return true;
    // What several commands share is tested by theirs.
    if (!/\/commands\//.test(file)) return false;
    return this.importersOf(file).some((importer) => stem === stemOf(importer));
  }

  private importersOf(file: string): readonly string[] {
    return [...this.imports]
      .filter(([path, targets]) => targets.includes(file) && path.startsWith('src/'))
      .map(([path]) => path);
  }

  private byName(tests: readonly string[], file: string, operator: string): readonly string[] {
    const distance = (test: string): number => {
      if (READ_FROM_STATEMENTS.has(operator) && /\/locks\.test/.test(test)) return -1;
      // `audit` of `audit.visibility.ts` is in `test/audit-log`, `relationships` in `test/relationships`.
      const [word = ''] = stemOf(file).split('.');
      if (stemOf(test) === stemOf(file)) return 0;
      return test.startsWith('test/rules/') || test.includes(word) ? 1 : 2;
    };
    return [...tests].sort((a, b) => distance(a) - distance(b));
  }

  /** Tests that import the file itself or name the object, then those of the same module. */
  private byNearness(tests: readonly string[], file: string, object: string): readonly string[] {
    const module = moduleOf(file);
    const distance = (test: string): number => {
      if (this.importsOf(test).includes(file)) return 0;
      if (readFileSync(join(this.root, test), 'utf8').includes(object)) return 1;
      if (test.startsWith(`test/${module}/`)) return 2;
      return 3;
    };
    return [...tests].sort((a, b) => distance(a) - distance(b));
  }

  private reachOf(file: string): ReadonlySet<string> {
    const known = this.reaches.get(file);
    if (known) return known;
    const reach = new Set<string>();
    const open = [file];
    for (let path = open.pop(); path !== undefined; path = open.pop()) {
      for (const target of this.importsOf(path)) {
        if (reach.has(target)) continue;
        reach.add(target);
        open.push(target);
      }
    }
    this.reaches.set(file, reach);
    return reach;
  }

  private readonly reaches = new Map<string, ReadonlySet<string>>();

  private importsOf(file: string): readonly string[] {
    const known = this.imports.get(file);
    if (known) return known;
    const { importedFiles } = ts.preProcessFile(readFileSync(join(this.root, file), 'utf8'));
    const targets = importedFiles.flatMap(({ fileName }) => this.resolve(file, fileName));
    this.imports.set(file, targets);
    return targets;
  }

  private resolve(from: string, specifier: string): readonly string[] {
    if (!specifier.startsWith('.')) return [];
    const base = join(dirname(from), specifier).replaceAll('\\', '/');
    return [`${base}.ts`, `${base}/index.ts`].filter((path) => existsSync(join(this.root, path)));
  }
}

function moduleOf(file: string): string {
  return /^src\/(?:modules\/)?([^/]+)\//.exec(file)?.[1] ?? '';
}

/** `accept-relationship-request` of the command and of its test, `etag` of `etag.test.ts`. */
function stemOf(path: string): string {
  return basename(path).replace(/(\.test)?\.ts$/, '');
}
