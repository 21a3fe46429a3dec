import { type ClientRequest, request as httpRequest } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { performance } from 'node:perf_hooks';

import { problemOfUrl } from '../webhook-address.rules';
import type { WebhookAttemptOutcome } from '../webhook-delivery.rules';
import type { WebhookHosts } from '../webhook-hosts';
import { outcomeOfErrorCode, outcomeOfStatus } from './retry.rules';

export interface OutgoingWebhook {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SentWebhook {
  readonly outcome: WebhookAttemptOutcome;
  readonly httpStatus: number | null;
  readonly durationMs: number;
  /** When the receiver asks to be tried again, in its words; null where it does not say so. */
  readonly retryAfter: string | null;
}

/** What is taken of an answer. */
interface Answer {
  readonly status: number;
  readonly retryAfter: string | null;
}

/** The server stops: whether the receiver got it is not known, and no attempt is counted. */
export class SendingInterrupted extends Error {
  constructor() {
    super('the server stopped while a webhook was being sent');
    this.name = 'SendingInterrupted';
  }
}

class ForbiddenAddress extends Error {}

const TIMEOUT_MS = 10_000;
/** More of an answer is not even read. */
const MAX_ANSWER_BYTES = 16_384;

/**
 * Sends one webhook. The connection goes to an address that was looked up and judged for it: a name that
 * leads elsewhere by now is refused. No redirect is followed, no connection kept, and of the answer
 * only the status is taken, and when to come again.
 */
export class WebhookSender {
  constructor(
    private readonly hosts: WebhookHosts,
    private readonly timeoutMs: number = TIMEOUT_MS,
  ) {}

  /** @throws SendingInterrupted when `stop` comes first; nothing else. */
  async send(webhook: OutgoingWebhook, stop: AbortSignal): Promise<SentWebhook> {
    const begin = performance.now();
    const sent = await this.attempt(webhook, stop);
    return { ...sent, durationMs: Math.round(performance.now() - begin) };
  }

  private async attempt(
    { url, headers, body }: OutgoingWebhook,
    stop: AbortSignal,
  ): Promise<Omit<SentWebhook, 'durationMs'>> {
    if (problemOfUrl(url, this.hosts.policy) !== null) return unanswered('ADDRESS_NOT_ALLOWED');
    const late = AbortSignal.timeout(this.timeoutMs);
    try {
      const { status, retryAfter } = await answerOf(
        url,
        {
          method: 'POST',
          headers: { ...headers, 'content-length': Buffer.byteLength(body) },
          agent: false,
          lookup: this.judgedLookup,
          signal: AbortSignal.any([late, stop]),
          maxHeaderSize: MAX_ANSWER_BYTES,
        },
        body,
      );
      return { outcome: outcomeOfStatus(status), httpStatus: status, retryAfter };
    } catch (error) {
      if (stop.aborted) throw new SendingInterrupted();
      return unanswered(outcomeOfError(error, late));
    }
  }

  /** Resolves as always, and refuses a host that any of the found addresses is forbidden of. */
  private readonly judgedLookup: LookupFunction = (hostname, options, callback) => {
    const answer = async (): Promise<{ address: string; family: number }[]> => {
      const addresses = await this.hosts.lookup(hostname);
      const problem = this.hosts.problemOf(addresses);
      if (problem !== null) throw new ForbiddenAddress(problem);
      return addresses.map((address) => ({ address, family: isIP(address) }));
    };
    answer().then(
      (found) => {
        const [first] = found;
        if (!first) callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), []);
        else if (options.all) callback(null, found);
        else callback(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, []),
    );
  };
}

function unanswered(outcome: WebhookAttemptOutcome): Omit<SentWebhook, 'durationMs'> {
  return { outcome, httpStatus: null, retryAfter: null };
}

function outcomeOfError(error: unknown, late: AbortSignal): WebhookAttemptOutcome {
  if (error instanceof ForbiddenAddress) return 'ADDRESS_NOT_ALLOWED';
  if (late.aborted) return 'TIMED_OUT';
  return outcomeOfErrorCode((error as NodeJS.ErrnoException).code);
}

/** The answer, once its body has ended or is longer than anybody needs. */
function answerOf(url: string, options: RequestOptions, body: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith('https:') ? httpsRequest : httpRequest;
    const request: ClientRequest = send(url, options);
    let answer: Answer | null = null;
    request.on('response', (response) => {
      const { statusCode = 0, headers: fields } = response;
      answer = { status: statusCode, retryAfter: fields['retry-after'] ?? null };
      let bytes = 0;
      response.on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES) response.destroy();
      });
      // It is told by the request as well.
      response.on('error', () => undefined);
    });
    let failure: unknown = null;
    request.on('error', (error) => (failure = error));
    // Whatever becomes of the rest of an answer, its head was there.
    request.on('close', () => (answer === null ? reject(failure as Error) : resolve(answer)));
    request.end(body);
  });
}
