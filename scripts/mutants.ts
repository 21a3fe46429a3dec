import { optionsFromCommandLine } from './command-line';
import { short, titleOf } from './mutants/mutant';
import { MutantRun, type MutantsResult } from './mutants/run-mutants';

const USAGE = `Usage: npm run mutants -- [options]

Guards cannot rot: takes away one guard, clause, trigger or step at a time and runs the tests that belong to it. Whatever
no test misses is printed, and the command fails. docs/guards-cannot-rot.md says more.

  --only PATTERN  only mutants in whose line of the list the regular expression is found
  --list          says which there are, and runs nothing
  --jobs N        copies and processes at once; 1 unless said
  --quick         only the tests named after the code, where there are some
  --pure          starts no database: none of its mutants, and no tests that need it
  --root FOLDER   another checkout`;

const values = optionsFromCommandLine(USAGE, {
  only: { type: 'string' },
  list: { type: 'boolean', default: false },
  jobs: { type: 'string', default: '1' },
  quick: { type: 'boolean', default: false },
  pure: { type: 'boolean', default: false },
  root: { type: 'string', default: process.cwd() },
});

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function report({ found, killed, survivors, skipped }: MutantsResult, startedAt: number): void {
  for (const { title, because } of skipped) say(`skipped  ${title} (${because})`);
  for (const { mutant, tests } of survivors) {
    say(`\nSURVIVED ${mutant.file}:${mutant.line} (${mutant.kind}, ${mutant.operator})`);
    say(`  was: ${mutant.original}`);
    say(`  now: ${mutant.replacement}`);
    say(`  passed: ${tests.length > 0 ? short(tests.join(' '), 1000) : 'no test reaches it'}`);
  }
  const seconds = Math.round((Date.now() - startedAt) / 1000);
  say(
    `\n${found} mutants: ${killed} killed, ${survivors.length} survived, ${found - killed - survivors.length} skipped (${seconds} s)`,
  );
}

async function main(): Promise<number> {
  const startedAt = Date.now();
  const run = new MutantRun({
    root: values.root,
    only: values.only === undefined ? null : new RegExp(values.only),
    jobs: Number(values.jobs),
    isQuick: values.quick,
    isPure: values.pure,
    say,
  });
  const stop = (): void => {
    void run.close().finally(() => process.exit(130));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  try {
    const mutants = await run.find();
    if (values.list) {
      mutants.forEach((mutant) => say(titleOf(mutant)));
      return 0;
    }
    const result = await run.try(mutants);
    report(result, startedAt);
    return result.survivors.length === 0 ? 0 : 1;
  } finally {
    await run.close();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
