export const JSON_TYPE = 'application/json';
export const GRAPHQL_RESPONSE_TYPE = 'application/graphql-response+json';
export const EVENT_STREAM_TYPE = 'text/event-stream';

interface MediaRange {
  readonly type: string;
  readonly weight: number;
}

function rangesOf(accept: string): MediaRange[] {
  return accept.split(',').map((item) => {
    const [type = '', ...parameters] = item
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '1';
    return { type, weight: Number(weight) };
  });
}

function weightOf(ranges: readonly MediaRange[], type: string): number {
  const [group] = type.split('/');
  // The most specific range decides (RFC 9110, section 12.5.1).
  const range =
    ranges.find((candidate) => candidate.type === type) ??
    ranges.find((candidate) => candidate.type === `${group}/*`) ??
    ranges.find((candidate) => candidate.type === '*/*');
  return range?.weight ?? 0;
}

/**
 * The media type of an answer in the GraphQL over HTTP specification: whichever of the two the
 * client prefers, plain JSON where it does not say; null when it accepts neither.
 */
export function responseType(accept: string | undefined): string | null {
  if (accept === undefined || accept.trim() === '') return JSON_TYPE;
  const ranges = rangesOf(accept);
  const plain = weightOf(ranges, JSON_TYPE);
  const graphql = weightOf(ranges, GRAPHQL_RESPONSE_TYPE);
  if (!(plain > 0) && !(graphql > 0)) return null;
  return graphql > plain || (graphql === plain && namesFirst(ranges))
    ? GRAPHQL_RESPONSE_TYPE
    : JSON_TYPE;
}

function namesFirst(ranges: readonly MediaRange[]): boolean {
  const order = ranges.map(({ type }) => type);
  const graphql = order.indexOf(GRAPHQL_RESPONSE_TYPE);
  const plain = order.indexOf(JSON_TYPE);
  return graphql !== -1 && (plain === -1 || graphql < plain);
}

export function acceptsEventStream(accept: string | undefined): boolean {
  return accept === undefined || weightOf(rangesOf(accept), EVENT_STREAM_TYPE) > 0;
}
