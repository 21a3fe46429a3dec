import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';

import { DomainError } from '../../kernel/domain-error';
import { INVALID_TOKEN_CHALLENGE } from '../auth/bearer';
import type { ErrorMap } from '../graphql/error-map';
import { LIMITS } from './limits';
import { GRAPHQL_RESPONSE_TYPE, responseType } from './media-type';
import type { Metrics } from './metrics';

/** A mistake in the use of HTTP; everything about GraphQL is refused by the layers behind. */
export function httpRefusal(status: number, message: string): GraphQLError {
  return new GraphQLError(message, { extensions: { code: 'BAD_REQUEST', http: { status } } });
}

interface Answer {
  /** null: as the code of the error says. */
  readonly status: number | null;
  readonly error: unknown;
}

/** Errors of fastify itself: a body that is no JSON, too long, or of another media type. */
function frameworkAnswer(error: unknown): Answer | null {
  const { statusCode, message } = error as { statusCode?: unknown; message?: unknown };
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode > 499) return null;
  if (statusCode === 413) {
    const error = new DomainError('QUERY_TOO_COMPLEX', {
      args: { limit: 'bodyBytes', maximum: LIMITS.bodyBytes },
      detail: `The body of the request is too long. At most ${LIMITS.bodyBytes} bytes are allowed.`,
    });
    return { status: 413, error };
  }
  return { status: statusCode, error: httpRefusal(statusCode, String(message)) };
}

function answerFor(error: unknown): Answer {
  if (error instanceof GraphQLError) {
    const { status } = (error.extensions['http'] ?? {}) as { status?: number };
    return { status: status ?? 400, error };
  }
  return frameworkAnswer(error) ?? { status: null, error };
}

/** Every answer that is given before execution, in the shape of every other error (domain section 9). */
export function answerWithError(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  errorMap: ErrorMap,
): FastifyReply {
  const answer = answerFor(error);
  const clientError = errorMap(answer.error, request.ids);
  const { httpStatus, retryAfterSeconds } = clientError.extensions;
  const status = answer.status ?? httpStatus;
  if (status === 401) reply.header('www-authenticate', INVALID_TOKEN_CHALLENGE);
  if (retryAfterSeconds !== null) reply.header('retry-after', String(retryAfterSeconds));
  const cost = request.facts?.charge;
  const type = responseType(request.headers.accept) ?? GRAPHQL_RESPONSE_TYPE;
  return reply
    .code(status)
    .type(`${type}; charset=utf-8`)
    .serializer((body: unknown) => JSON.stringify(body))
    .send({ errors: [clientError], ...(cost && { extensions: { cost } }) });
}

export function registerErrorAnswers(
  app: FastifyInstance,
  errorMap: ErrorMap,
  metrics: Pick<Metrics, 'answered'>,
): void {
  app.setErrorHandler((error, request, reply) => {
    const counting: ErrorMap = (refused, scope) => {
      const clientError = errorMap(refused, scope);
      metrics.answered([clientError]);
      return clientError;
    };
    return answerWithError(error, request, reply, counting);
  });
  app.setNotFoundHandler((request, reply) => {
    const refusal = new DomainError('NOT_FOUND', { detail: 'There is nothing at this address.' });
    return answerWithError(refusal, request, reply, errorMap);
  });
}
