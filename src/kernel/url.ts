/**
 * The absolute address that a text is; null where it is none. Not by `URL.canParse`, which Node 20 answers
 * wrongly for texts with other letters than those of ASCII once it has been called often.
 */
export function parsedUrl(text: string): URL | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}
