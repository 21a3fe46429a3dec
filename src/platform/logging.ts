import { type DestinationStream, type Logger as PinoLogger, pino, stdSerializers } from 'pino';

import type { LogLevel } from '../config';

export type Logger = PinoLogger;

/** Names under which a token, a key or a password could reach the log, at the top or one level down. */
const SECRET_NAMES = [
  'authorization',
  'Authorization',
  'cookie',
  'token',
  'accessToken',
  'password',
  'secretKey',
  'connectionParams',
];
const REDACTED_PATHS = [
  ...SECRET_NAMES,
  ...SECRET_NAMES.map((name) => `*.${name}`),
  ...SECRET_NAMES.map((name) => `*.*.${name}`),
];

const BEARER_TOKEN = /\beyJ[\w-]+\.[\w-]+\.[\w-]*/g;

/** Error texts of libraries may quote what they were given. */
function withoutTokens(text: string): string {
  return text.replace(BEARER_TOKEN, '[token]');
}

function serializedError(error: unknown): unknown {
  if (typeof error !== 'object' || error === null) return withoutTokens(String(error));
  const plain = stdSerializers.err(error as Error);
  const { type, message, stack, code } = plain as typeof plain & { code?: unknown };
  // Only what helps to find the mistake: errors of the database driver carry rows and parameters.
  return {
    type,
    message: withoutTokens(String(message)),
    ...(typeof stack === 'string' && { stack: withoutTokens(stack) }),
    ...(typeof code === 'string' && { code }),
  };
}

/** Structured logs, one JSON object a line, on standard output unless told otherwise. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: REDACTED_PATHS, censor: '[redacted]' },
    serializers: { err: serializedError },
  };
  return destination ? pino(options, destination) : pino(options);
}

interface FailureScope {
  readonly correlationId: string | null;
  readonly requestId: string | null;
}

/** The one line about an error that nobody expected; its ids are those the client was given. */
export function failureLogger(logger: Logger): (error: unknown, scope: FailureScope) => void {
  return (err, { correlationId, requestId }) => {
    logger.error({ correlationId, requestId, err }, 'unexpected error');
  };
}
