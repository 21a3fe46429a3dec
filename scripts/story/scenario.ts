import type { Stage } from './stage';

export type Fact = string | number | boolean | null | readonly string[];

/** What a scenario saw, by name. Only what the server answered, never what should have been. */
export type Facts = Readonly<Record<string, Fact>>;

/** An expectation that more than one value meets. */
export interface Bound {
  readonly text: string;
  readonly isMetBy: (fact: Fact | undefined) => boolean;
}

export function atMost(limit: number): Bound {
  return {
    text: `at most ${limit}`,
    isMetBy: (fact) => typeof fact === 'number' && fact <= limit,
  };
}

export function atLeast(limit: number): Bound {
  return {
    text: `at least ${limit}`,
    isMetBy: (fact) => typeof fact === 'number' && fact >= limit,
  };
}

/** One acceptance scenario (domain section 15). */
export interface Scenario {
  readonly id: string;
  /** What is given and done, one sentence. */
  readonly title: string;
  readonly expected: Readonly<Record<string, Fact | Bound>>;
  play(stage: Stage): Promise<Facts>;
}

export interface Verdict {
  readonly scenario: Scenario;
  readonly isMet: boolean;
  /** The facts, or the message of what was thrown. */
  readonly cameBack: Facts | string;
}

function isBound(value: Fact | Bound): value is Bound {
  return typeof value === 'object' && value !== null && 'isMetBy' in value;
}

function meets(expected: Scenario['expected'], facts: Facts): boolean {
  const names = new Set([...Object.keys(expected), ...Object.keys(facts)]);
  return [...names].every((name) => {
    const wanted = expected[name];
    if (wanted === undefined) return false;
    return isBound(wanted)
      ? wanted.isMetBy(facts[name])
      : JSON.stringify(wanted) === JSON.stringify(facts[name]);
  });
}

/** Plays one scenario; whatever it throws is a scenario that was not met. */
export async function judge(scenario: Scenario, stage: Stage): Promise<Verdict> {
  try {
    const facts = await scenario.play(stage);
    return { scenario, isMet: meets(scenario.expected, facts), cameBack: facts };
  } catch (error) {
    const cameBack = error instanceof Error ? error.message : String(error);
    return { scenario, isMet: false, cameBack };
  }
}

function shown(value: Fact | Bound): string {
  if (value !== null && typeof value === 'object') {
    return isBound(value) ? value.text : `[${value.join(', ')}]`;
  }
  return String(value);
}

function listed(facts: Facts | Scenario['expected']): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name}: ${shown(value)}`)
    .join('; ');
}

/** The verdict on one line: mark, what was done, what was expected, what came back. */
export function lineOf({ scenario, isMet, cameBack }: Verdict): string {
  const { id, title, expected } = scenario;
  const answer = typeof cameBack === 'string' ? cameBack.replace(/\s+/g, ' ') : listed(cameBack);
  return `${isMet ? '✓' : '✗'} ${id.padEnd(3)} ${title} | expected ${listed(expected)} | came back ${answer}`;
}
