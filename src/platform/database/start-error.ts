import { APPLICATION_ROLE } from './data-source';

/** Why the server cannot work with its database; the message is one sentence ready to be shown. */
export class DatabaseStartError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DatabaseStartError';
  }
}

interface Failure {
  readonly code?: string;
  readonly message?: string;
  /** One failure for each address that a host name stands for. */
  readonly errors?: readonly Failure[];
}

const INSUFFICIENT_PRIVILEGE = '42501';

export function isPermissionDenied(error: unknown): boolean {
  return (error as Failure).code === INSUFFICIENT_PRIVILEGE;
}

// What a connection answers when it is the address that is wrong, not the server of ours.
const UNREACHABLE = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT']);
const REFUSED_LOGIN = /^28/; // invalid_authorization_specification, invalid_password
const UNKNOWN_DATABASE = '3D000';
const INVALID_PARAMETER = '22023'; // of the start-up option `role`: there is no such role

/** Host, port and database of an address, without the password in it. */
function placeOf({ host, pathname }: URL): string {
  return `${host}${pathname}`;
}

function reasonOf({ message, errors }: Failure): string {
  return message || errors?.[0]?.message || 'no answer';
}

/** The sentence for a connection that failed, or null where the failure says enough by itself. */
export function startErrorOf(error: unknown, url: string): DatabaseStartError | null {
  const failure = error as Failure;
  const address = new URL(url);
  const place = placeOf(address);
  const code = failure.code ?? failure.errors?.[0]?.code ?? '';
  const reason = reasonOf(failure);
  const login = decodeURIComponent(address.username) || 'the login of DATABASE_URL';
  if (UNREACHABLE.has(code)) {
    return new DatabaseStartError(
      `The database at ${place} cannot be reached: ${reason}. DATABASE_URL says where it is.`,
      error,
    );
  }
  if (REFUSED_LOGIN.test(code) || code === UNKNOWN_DATABASE) {
    return new DatabaseStartError(
      `The database at ${place} refuses the login: ${reason}. DATABASE_URL says who signs in.`,
      error,
    );
  }
  if (code === INSUFFICIENT_PRIVILEGE || code === INVALID_PARAMETER) {
    return new DatabaseStartError(
      `The server works as the role ${APPLICATION_ROLE}, and ${login} may not: ${reason}. As a superuser: GRANT ${APPLICATION_ROLE} TO ${login}.`,
      error,
    );
  }
  return null;
}
