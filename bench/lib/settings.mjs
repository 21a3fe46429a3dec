import { parseArgs } from 'node:util';

const USUAL = {
  rows: '100%',
  rounds: '7',
  seconds: '2',
  warmup: '8',
  pairs: '150',
  connections: '8',
  rate: '500',
  subscribers: '20',
  operators: '1',
  minutes: '10',
};
/** Following events reads little but the log, and a percentile of few seconds says little. */
const LIVE = { ...USUAL, rows: '10%', seconds: '60' };
const QUICK = {
  ...USUAL,
  rows: '10%',
  rounds: '1',
  seconds: '0.25',
  warmup: '0.15',
  pairs: '48',
};

export const usage = ({ contenders }) => `npm run bench -- [options]
  --quick            a tenth of the rows and one short round, under a minute
  --rows 10%         part of the rows
  --rounds 7         how often each contender has its turn at an operation
  --seconds 2        of one turn
  --warmup 8         seconds before the first turn; an eighth of it before the others
  --pairs 150        requests and acceptances of one turn
  --connections 8
  --only a,b         contenders: ${contenders.join(', ')}
  --operation text   operations whose name contains the text
  --start            instead: how long this server takes from its start to its first answer
  --memory           instead: what memory it has under load for so many --minutes 10
  --live             instead: from commit to subscriber, at --rate 500 events a second, --subscribers 20 and --operators 1
  --write            puts the table into README.md
  --note text        what a reader of that table must know
`;

/** A mistake in what the caller wrote; its message is all there is to say. */
export class UsageError extends Error {}

function listed(name, text, allowed) {
  const values = text.split(',').map((each) => each.trim());
  const unknown = values.filter((each) => !allowed.includes(each));
  if (unknown.length > 0) {
    throw new UsageError(
      `--${name}: ${unknown.join(', ')} is none of them; there are ${allowed.join(', ')}`,
    );
  }
  if (new Set(values).size < values.length) throw new UsageError(`--${name}: each only once`);
  return values;
}

function partOfSome(name, text, allowed) {
  if (allowed.some((each) => each.includes(text))) return text;
  throw new UsageError(`--${name} ${text}: it is part of none of ${allowed.join('; ')}`);
}

function amount(name, text, { isWhole = false } = {}) {
  const value = Number(text);
  if (!(value > 0) || value === Infinity || (isWhole && !Number.isInteger(value))) {
    const allowed = isWhole ? 'a whole number from 1 on' : 'a number above 0';
    throw new UsageError(`--${name} ${text}: it must be ${allowed}`);
  }
  return value;
}

function shareOf(text) {
  const percent = text.endsWith('%') ? Number(text.slice(0, -1)) : Number.NaN;
  if (!(percent >= 1 && percent <= 100)) {
    throw new UsageError(`--rows ${text}: it must be from 1% to 100%`);
  }
  return percent / 100;
}

function parsed(argv) {
  const flag = { type: 'boolean', default: false };
  const text = { type: 'string' };
  const options = {
    ...Object.fromEntries(Object.keys(USUAL).map((name) => [name, text])),
    ...{ quick: flag, write: flag, start: flag, memory: flag, live: flag, help: flag },
    ...{ only: text, operation: { ...text, default: '' }, note: { ...text, default: '' } },
  };
  try {
    return parseArgs({ args: argv, options }).values;
  } catch (error) {
    throw new UsageError(error.message);
  }
}

/**
 * @param argv the words of the command line
 * @param names of the contenders, for `--only`, and of the operations
 * @throws UsageError naming the word that is wrong, and what is allowed
 */
export function settingsOf(argv, { contenders, operations }) {
  const values = parsed(argv);
  const given = { ...(values.quick ? QUICK : values.live ? LIVE : USUAL), ...values };
  const whole = (name) => amount(name, given[name], { isWhole: true });
  return {
    help: given.help,
    start: given.start,
    memory: given.memory,
    live: given.live,
    write: given.write,
    note: given.note,
    operation: partOfSome('operation', given.operation, operations),
    contenders: listed('only', given.only ?? contenders.join(','), contenders),
    share: shareOf(given.rows),
    rounds: whole('rounds'),
    seconds: amount('seconds', given.seconds),
    warmupSeconds: amount('warmup', given.warmup),
    pairs: whole('pairs'),
    connections: whole('connections'),
    rate: amount('rate', given.rate),
    subscribers: whole('subscribers'),
    operators: whole('operators'),
    minutes: amount('minutes', given.minutes),
  };
}
