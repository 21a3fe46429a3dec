import { type BelongingTests, TestMap } from './belonging-tests';
import { Compiler } from './compiler';
import { databaseMutantsOf, type Skipped } from './database-mutants';
import { equivalenceOf } from './equivalents';
import { type Mutant, titleOf } from './mutant';
import { Playground } from './playground';
import { sourceMutantsOf } from './source-mutants';
import { TestRunner } from './test-runner';
import { TestServer } from './test-server';

export interface MutantsOptions {
  /** The checkout. */
  readonly root: string;
  /** Which mutants, by their titles; `null` = all. */
  readonly only: RegExp | null;
  readonly jobs: number;
  /** Ask the tests named after the mutated code only. */
  readonly isQuick: boolean;
  /** No database is started: neither its mutants nor tests that need it. */
  readonly isPure: boolean;
  readonly say: (line: string) => void;
}

export interface Survivor {
  readonly mutant: Mutant;
  /** All of them passed. */
  readonly tests: readonly string[];
}

export interface MutantsResult {
  readonly found: number;
  readonly killed: number;
  readonly survivors: readonly Survivor[];
  readonly skipped: readonly Skipped[];
}

/** A copy of the checkout and the process that runs its tests. */
interface Place {
  readonly playground: Playground;
  readonly runner: TestRunner;
}

/** Where the mutants of one run come from and what they are tried with. */
export class MutantRun {
  private readonly playgrounds: Playground[] = [];
  private readonly runners: TestRunner[] = [];
  private server: TestServer | null = null;
  private readonly skipped: Skipped[] = [];
  private readonly survivors: Survivor[] = [];
  private killed = 0;

  constructor(private readonly options: MutantsOptions) {}

  /** Finds the mutants that are asked for. Starts a database where there may be some of it. */
  async find(): Promise<readonly Mutant[]> {
    const { root, only, isPure } = this.options;
    const mutants = [...sourceMutantsOf(root)];
    if (!isPure) {
      const { server, runName } = await this.open();
      const found = await databaseMutantsOf(root, server.templateUrl('empty', runName));
      mutants.push(...found.mutants);
      this.skipped.push(...found.skipped.filter(({ title }) => only?.test(title) ?? true));
    }
    return mutants.filter((mutant) => only?.test(titleOf(mutant)) ?? true);
  }

  async try(mutants: readonly Mutant[]): Promise<MutantsResult> {
    const { root, jobs } = this.options;
    const map = new TestMap(root);
    const places = Array.from({ length: jobs }, () => this.place());
    await this.refuseRedTests(mutants, map, places);
    const waiting = [...mutants];
    const work = async (place: Place): Promise<void> => {
      for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
        await this.tryOne(mutant, map, place);
      }
    };
    await Promise.all(places.map(work));
    this.leaveOutWhatDoesNotCompile();
    const { killed, survivors, skipped } = this;
    return { found: mutants.length, killed, survivors, skipped };
  }

  async close(): Promise<void> {
    await Promise.all(this.runners.map((runner) => runner.stop()));
    await this.server?.stop();
    this.playgrounds.forEach((playground) => playground.remove());
  }

  private runName = '';

  private async open(): Promise<{ readonly server: TestServer; readonly runName: string }> {
    if (this.server) return { server: this.server, runName: this.runName };
    const playground = Playground.of(this.options.root);
    this.playgrounds.push(playground);
    this.server = await TestServer.start(playground.root);
    const runner = this.runnerFor(playground);
    this.runName = await runner.prepare(new TestMap(this.options.root).cheapest);
    await runner.stop();
    return { server: this.server, runName: this.runName };
  }

  private place(): Place {
    const playground = Playground.of(this.options.root);
    this.playgrounds.push(playground);
    return { playground, runner: this.runnerFor(playground) };
  }

  private runnerFor(playground: Playground): TestRunner {
    const { url } = this.server ?? { url: null };
    const runner = new TestRunner(playground.root, url === null ? {} : serverVariables(url));
    this.runners.push(runner);
    return runner;
  }

  private testsFor(mutant: Mutant, map: TestMap): readonly string[] {
    const { named, related }: BelongingTests = map.of(mutant, this.options.isPure);
    return this.options.isQuick && named.length > 0 ? named : [...named, ...related];
  }

  /** What fails by itself would kill every mutant: of the named tests none may. */
  private async refuseRedTests(
    queue: readonly Mutant[],
    map: TestMap,
    places: readonly Place[],
  ): Promise<void> {
    const { isPure } = this.options;
    const waiting = [...new Set(queue.flatMap((mutant) => map.of(mutant, isPure).named))];
    const work = async ({ runner }: Place): Promise<void> => {
      for (let test = waiting.shift(); test; test = waiting.shift()) {
        if (await this.isGreen(test, map, runner)) continue;
        throw new Error(`${test} fails without any mutant: ${this.reds.get(test) ?? ''}`);
      }
    };
    await Promise.all(places.map(work));
  }

  /** The tests that were run without a mutant, and why each failed; `null` = it passed. */
  private readonly reds = new Map<string, string | null>();

  private async isGreen(test: string, map: TestMap, runner: TestRunner): Promise<boolean> {
    const known = this.reds.get(test);
    if (known !== undefined) return known === null;
    const order = { test, isPure: map.isPure(test), changed: null };
    const failure = await runner.failureOf({ ...order, runName: this.runName || null });
    this.reds.set(test, failure);
    if (failure !== null) this.options.say(`red      ${test} (${failure}): not asked`);
    return failure === null;
  }

  private async tryOne(mutant: Mutant, map: TestMap, place: Place): Promise<void> {
    const tests = this.testsFor(mutant, map);
    for (const test of tests) {
      if (!(await this.isGreen(test, map, place.runner))) continue;
      const failure = await this.failureWith(mutant, test, map, place);
      if (failure === null) continue;
      this.killed += 1;
      this.options.say(`killed   ${titleOf(mutant)} [${test}: ${failure}]`);
      return;
    }
    const because = equivalenceOf(mutant);
    if (because !== null) {
      this.skipped.push({ title: titleOf(mutant), because });
      return;
    }
    this.survivors.push({ mutant, tests });
    this.options.say(`SURVIVED ${titleOf(mutant)}`);
  }

  private async failureWith(
    mutant: Mutant,
    test: string,
    map: TestMap,
    { playground, runner }: Place,
  ): Promise<string | null> {
    const { change, file } = mutant;
    const order = { test, isPure: map.isPure(test) };
    if (change.of === 'source') {
      const asked = { ...order, changed: file, runName: this.runName || null };
      return playground.with(file, change.edit, () => runner.failureOf(asked));
    }
    if (!this.server) throw new Error('a mutant of the database needs a server');
    return this.server.withMutant(this.runName, { ...mutant, change }, (runName) =>
      runner.failureOf({ ...order, changed: null, runName }),
    );
  }

  /** A survivor that the type checker refuses cannot come into the code: it is listed and not counted. */
  private leaveOutWhatDoesNotCompile(): void {
    const sources = this.survivors.filter(({ mutant }) => mutant.change.of === 'source');
    if (sources.length === 0) return;
    const compiler = new Compiler(this.options.root);
    for (const survivor of sources) {
      const { change, file } = survivor.mutant;
      const complaint = change.of === 'source' ? compiler.complaintAbout(file, change.edit) : null;
      if (complaint === null) continue;
      this.survivors.splice(this.survivors.indexOf(survivor), 1);
      this.skipped.push({
        title: titleOf(survivor.mutant),
        because: `does not compile: ${complaint}`,
      });
    }
  }
}

function serverVariables(url: string): Record<string, string> {
  return { TEST_DATABASE_URL: url, MULTIPARTNER_TEST_SERVER_URL: url };
}
