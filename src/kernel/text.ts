/** NUL and halves of surrogate pairs are legal JSON and illegal in the database. */
export function isStorableText(text: string): boolean {
  return !text.includes('\u0000') && !/\p{Surrogate}/u.test(text);
}
