import fc from 'fast-check';

import { Incoming } from '../../../src/platform/database/incoming';
import { messageBytes } from '../../support/row-bytes';

/** Messages that came out, in their order: `row` or `passed`, and the text inside. */
type Heard = readonly [to: 'row' | 'passed', text: string];

/** Reads rows from the message `R` on until the message `Z`, as a query does. */
function listenTo(incoming: Incoming): { heard: Heard[]; pass(bytes: Buffer): void } {
  const heard: Heard[] = [];
  const reader = {
    readRow: (bytes: Buffer, from: number, end: number) => {
      heard.push(['row', bytes.toString('utf8', from, end)]);
    },
  };
  const pass = (bytes: Buffer): void => {
    for (let at = 0; at < bytes.length;) {
      const letter = bytes.toString('latin1', at, at + 1);
      const end = at + 1 + bytes.readUInt32BE(at + 1);
      if (end > bytes.length) throw new Error('a message that is not whole');
      heard.push(['passed', letter + bytes.toString('utf8', at + 5, end)]);
      if (letter === 'R') incoming.reader = reader;
      if (letter === 'Z') incoming.reader = null;
      at = end;
    }
  };
  return { heard, pass };
}

interface Message {
  readonly letter: string;
  readonly text: string;
}

const messages = fc.array(
  fc.record({
    letter: fc.constantFrom('D', 'D', 'D', 'R', 'Z', 'C'),
    text: fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.constant('é'.repeat(50))),
  }),
  { maxLength: 30 },
);

function expected(sent: readonly Message[]): Heard[] {
  let isRead = false;
  return sent.map(({ letter, text }) => {
    if (letter === 'D' && isRead) return ['row', text];
    if (letter === 'R' || letter === 'Z') isRead = letter === 'R';
    return ['passed', letter + text];
  });
}

test('each message comes out once, whole and in its order, wherever the stream is cut', () => {
  fc.assert(
    fc.property(messages, fc.array(fc.nat(40), { minLength: 1 }), (sent, cuts) => {
      const incoming = new Incoming();
      const { heard, pass } = listenTo(incoming);
      const bytes = Buffer.concat(
        sent.map(({ letter, text }) => messageBytes(letter, Buffer.from(text))),
      );

      for (let at = 0, n = 0; at < bytes.length; n += 1) {
        const end = at + 1 + (cuts[n % cuts.length] as number);
        incoming.take(bytes.subarray(at, end), pass);
        at = end;
      }

      expect(heard).toEqual(expected(sent));
    }),
    { numRuns: 500 },
  );
});

test('a message of 32 MB in chunks of 1 kB is put together once', () => {
  const incoming = new Incoming();
  const { heard, pass } = listenTo(incoming);
  const bytes = messageBytes('C', Buffer.alloc(32_000_000, 'x'));
  const startedAtMs = performance.now();

  for (let at = 0; at < bytes.length; at += 1_000)
    incoming.take(bytes.subarray(at, at + 1_000), pass);

  expect(heard.map(([, text]) => text.length)).toEqual([32_000_001]);
  // Put together anew for each chunk it would be 500 GB.
  expect(performance.now() - startedAtMs).toBeLessThan(5_000);
});
