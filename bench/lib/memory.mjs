import { loadFor, loadPairs } from './load.mjs';
import { OPERATION } from './operations.mjs';
import { markdown, median, round } from './table.mjs';

const TURN_SECONDS = 5;
const PAIRS_A_ROUND = 40;
const SAMPLE_MS = 1_000;

/**
 * Loads the server with all operations in turns, reads and pairs of mutations, and looks at its resident
 * memory every second. What counts is the whole, and the last quarter of the time against the second:
 * the first one fills caches.
 */
export async function watchMemory(server, { turns, pairs, settings, progress }) {
  const settled = { ...settings, seconds: TURN_SECONDS, warmupSeconds: 0 };
  const { connections } = settings;
  const pairsARound = Math.ceil(PAIRS_A_ROUND / connections) * connections;
  const samples = [];
  const sample = async () => {
    const { residentMb } = await server.usage();
    samples.push(residentMb);
  };
  const timer = setInterval(() => void sample().catch(() => undefined), SAMPLE_MS);
  const endsAt = Date.now() + settings.minutes * 60_000;
  let requests = 0;
  try {
    while (Date.now() < endsAt) {
      for (const { operation, viewer, operations } of turns) {
        if (Date.now() >= endsAt) break;
        progress(
          `${Math.ceil((endsAt - Date.now()) / 1_000)} s left: ${operation} as ${viewer.name}`,
        );
        requests += (await loadFor(server, operations, settled)).count;
      }
      progress(OPERATION.pair);
      await loadPairs(server, pairs, pairsARound, settled);
      requests += 2 * pairsARound;
    }
  } finally {
    clearInterval(timer);
  }
  const { peakMb } = await server.usage();
  const quarter = Math.ceil(samples.length / 4);
  const rows = Array.from({ length: 4 }, (_, n) => {
    const part = samples.slice(n * quarter, (n + 1) * quarter);
    return { name: `${n + 1} of 4`, middle: median(part), most: Math.max(...part) };
  });
  const growth = (rows[3].middle / rows[1].middle - 1) * 100;
  return [
    `- ${settings.minutes} minutes, ${requests} requests, ${connections} connections`,
    `- peak ${round(peakMb, 0)} MB (target: under 300); the last quarter is ${round(growth, 1)} % above the second (target: within 5)`,
    '',
    markdown(
      [
        ['quarter', ({ name }) => name],
        ['resident MB, median', ({ middle }) => round(middle, 0), 'right'],
        ['most', ({ most }) => round(most, 0), 'right'],
      ],
      rows,
    ),
  ].join('\n');
}
