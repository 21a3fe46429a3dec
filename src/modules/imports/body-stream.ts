import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Transform, type TransformCallback } from 'node:stream';

import { parser } from 'stream-json';

import { isJsonObject, type JsonObject } from './field-reader';
import { UnreadableFileError } from './import-problem';

/** Longest item, in characters of JSON text without blanks. It bounds the memory an import takes. */
export const MAX_ITEM_LENGTH = 1024 * 1024;

/** A piece of a body, in the order of the file: its items, and what stands around them. */
export type BodyPart =
  | { readonly kind: 'item'; readonly path: string; readonly value: unknown }
  /** Comes last, since `attributes` and `links` of a collection often follow its items. */
  | { readonly kind: 'collection'; readonly rest: JsonObject };

interface Token {
  readonly name: string;
  readonly value?: string;
}

/** Builds one JSON value from tokens and refuses one that is too long. */
class ValueBuilder {
  private readonly parents: (Record<string, unknown> | unknown[])[] = [];
  private readonly keys: string[] = [];
  private length = 0;
  value: unknown = undefined;

  constructor(private readonly path: string) {}

  /** Whether the value is complete after this token. */
  take({ name, value = '' }: Token): boolean {
    switch (name) {
      case 'stringChunk':
      case 'numberChunk':
        this.grow(value.length);
        return false;
      case 'startObject':
        return this.begin({});
      case 'startArray':
        return this.begin([]);
      case 'endObject':
      case 'endArray':
        return this.end();
      case 'keyValue':
        this.keys.push(value);
        return false;
      case 'stringValue':
        return this.put(value);
      case 'numberValue':
        return this.put(Number(value));
      case 'trueValue':
        return this.put(true);
      case 'falseValue':
        return this.put(false);
      case 'nullValue':
        return this.put(null);
      default:
        return false;
    }
  }

  private begin(container: Record<string, unknown> | unknown[]): boolean {
    this.put(container);
    this.parents.push(container);
    return false;
  }

  private end(): boolean {
    this.parents.pop();
    return this.parents.length === 0;
  }

  /** True when what was put is the whole value. */
  private put(value: unknown): boolean {
    this.grow(1);
    const parent = this.parents.at(-1);
    if (parent === undefined) this.value = value;
    else if (Array.isArray(parent)) parent.push(value);
    else setOwn(parent, this.keys.pop() ?? '', value);
    return parent === undefined;
  }

  private grow(by: number): void {
    this.length += by;
    if (this.length > MAX_ITEM_LENGTH)
      throw new UnreadableFileError(
        `holds an item over 1 MB at ${this.path}, which no Partner Center resource is`,
      );
  }
}

/** `__proto__` as a key of a foreign file is a key like any other. */
function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, enumerable: true, writable: true });
}

/** Cuts the token stream of a body into its items. Holds one item and the collection's rest at a time. */
class BodyCutter extends Transform {
  private depth = 0;
  private key = '';
  private item: ValueBuilder | null = null;
  private itemIndex = 0;
  /** The collection without its items; a single resource is this and nothing else. */
  private readonly rest = new ValueBuilder('$');
  private isInItems = false;
  private hasItems = false;

  constructor() {
    super({ objectMode: true });
  }

  override _transform(token: Token, _encoding: BufferEncoding, done: TransformCallback): void {
    try {
      if (this.isInItems) this.takeInItems(token);
      else this.takeAround(token);
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    const { value } = this.rest;
    if (!this.hasItems) this.push({ kind: 'item', path: '$', value });
    else if (isJsonObject(value)) this.push({ kind: 'collection', rest: value });
    done();
  }

  private takeAround(token: Token): void {
    if (token.name === 'keyValue' && this.depth === 1) this.key = token.value ?? '';
    if (token.name === 'startArray' && this.depth === 1 && this.key === 'items') {
      if (this.hasItems) throw new UnreadableFileError('holds two lists named items');
      this.isInItems = true;
      this.hasItems = true;
      this.rest.take({ name: 'nullValue' });
      return;
    }
    if (token.name === 'startObject' || token.name === 'startArray') this.depth += 1;
    if (token.name === 'endObject' || token.name === 'endArray') this.depth -= 1;
    this.rest.take(token);
  }

  private takeInItems(token: Token): void {
    if (!this.item && token.name === 'endArray') {
      this.isInItems = false;
      return;
    }
    this.item ??= new ValueBuilder(`$.items[${this.itemIndex}]`);
    if (!this.item.take(token)) return;
    const path = `$.items[${this.itemIndex}]`;
    this.push({ kind: 'item', path, value: this.item.value });
    this.item = null;
    this.itemIndex += 1;
  }
}

const UTF8_MARK = Buffer.from([0xef, 0xbb, 0xbf]);
const UTF16_MARKS = [Buffer.from([0xff, 0xfe]), Buffer.from([0xfe, 0xff])];

/** Where the text of the file begins: some tools put a byte-order mark first. */
async function textStart(file: string): Promise<number> {
  const handle = await open(file, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(3), 0, 3, 0);
    const head = buffer.subarray(0, bytesRead);
    if (UTF16_MARKS.some((mark) => head.subarray(0, 2).equals(mark)))
      throw new UnreadableFileError('is written in UTF-16; save it as UTF-8');
    return head.equals(UTF8_MARK) ? UTF8_MARK.length : 0;
  } finally {
    await handle.close();
  }
}

/**
 * Reads a response body item by item, in bounded memory whatever the size of the file.
 *
 * @throws UnreadableFileError when the file cannot be opened, is not JSON, or holds an item over 1 MB.
 */
export async function* readBody(file: string): AsyncGenerator<BodyPart> {
  try {
    if ((await stat(file)).size === 0) throw new UnreadableFileError('is empty');
    const start = await textStart(file);
    const source = createReadStream(file, { start });
    const tokens = parser({ streamKeys: true });
    const parts = new BodyCutter();
    source.on('error', (error) => tokens.destroy(error));
    tokens.on('error', (error) => parts.destroy(error));
    source.pipe(tokens).pipe(parts);
    try {
      for await (const part of parts) yield part as BodyPart;
    } finally {
      source.destroy();
    }
  } catch (error) {
    throw asUnreadable(error);
  }
}

function asUnreadable(error: unknown): unknown {
  if (error instanceof UnreadableFileError) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return new UnreadableFileError('does not exist');
  if (code !== undefined) return new UnreadableFileError(`cannot be read (${code})`);
  return message.startsWith('Parser ') ? new UnreadableFileError('is not JSON') : error;
}
