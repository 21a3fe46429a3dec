/** An instant that came inside a JSON value of a statement, where the database writes it as text. */
export function instantOf(text: string): Date;
export function instantOf(text: string | null): Date | null;
export function instantOf(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}
