import { DomainError } from '../../kernel/domain-error';

type Keys = Readonly<Record<string, string | null | undefined>>;

/** The one argument that was sent of several ways to name an object. INVALID_INPUT for none or several. */
export function exactlyOne<Given extends Keys>(
  given: Given,
): { readonly name: keyof Given & string; readonly value: string } {
  const sent = Object.entries(given).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const [only] = sent;
  if (only === undefined || sent.length > 1) {
    const names = Object.keys(given);
    throw new DomainError('INVALID_INPUT', {
      args: { exactlyOneOf: names },
      ...(names[0] !== undefined && { field: names[0] }),
    });
  }
  return { name: only[0], value: only[1] };
}
