import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { MAX_ITEM_LENGTH, readBody } from '../../src/modules/imports/body-stream';
import { UnreadableFileError } from '../../src/modules/imports/import-problem';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'multipartner-bodies-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function partsOf(content: string | Buffer): Promise<unknown[]> {
  const file = join(folder, 'body.json');
  writeFileSync(file, content);
  const parts: unknown[] = [];
  for await (const part of readBody(file)) parts.push(part);
  return parts;
}

async function expectUnreadable(content: string | Buffer, reason: RegExp): Promise<void> {
  const error: unknown = await partsOf(content).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UnreadableFileError);
  expect((error as Error).message).toMatch(reason);
}

describe('reading a body', () => {
  it('takes an object without items for one resource', async () => {
    const body = { id: 'a', nested: { list: [1, 'two', null, true] }, items: 'not a list' };

    expect(await partsOf(JSON.stringify(body))).toEqual([{ kind: 'item', path: '$', value: body }]);
  });

  it('cuts a collection into items and tells what stands around them last', async () => {
    const text = '{"totalCount":2,"items":[{"a":1},[2]],"attributes":{"objectType":"Collection"}}';

    expect(await partsOf(text)).toEqual([
      { kind: 'item', path: '$.items[0]', value: { a: 1 } },
      { kind: 'item', path: '$.items[1]', value: [2] },
      {
        kind: 'collection',
        rest: { totalCount: 2, items: null, attributes: { objectType: 'Collection' } },
      },
    ]);
  });

  it('does not take a list named items deeper inside for the collection', async () => {
    const body = { refund: { items: [1, 2] } };

    expect(await partsOf(JSON.stringify(body))).toEqual([{ kind: 'item', path: '$', value: body }]);
  });

  it('tolerates a byte-order mark', async () => {
    expect(await partsOf('\ufeff{"id":"a"}')).toHaveLength(1);
  });

  it('takes __proto__ for a key like any other', async () => {
    const [part] = (await partsOf('{"__proto__":{"id":"a"}}')) as { value: object }[];

    expect(Object.keys(part?.value ?? {})).toEqual(['__proto__']);
    expect('id' in (part?.value ?? {})).toBe(false);
  });

  it.each([
    ['broken off', '{"items":[{"a":1}', /is not JSON/],
    ['two documents', '{"a":1}{"b":2}', /is not JSON/],
    ['no JSON', 'id,name', /is not JSON/],
    ['empty', '', /is empty/],
    ['blank', '  \n', /is not JSON/],
    ['UTF-16', Buffer.from('\ufeff{"id":"a"}', 'utf16le'), /UTF-16/],
    ['two collections', '{"items":[],"items":[]}', /two lists/],
  ])('refuses a file with one sentence: %s', (_, content, reason) =>
    expectUnreadable(content, reason),
  );

  it('refuses a file that is not there', async () => {
    const read = async () => {
      for await (const part of readBody(join(folder, 'none.json'))) void part;
    };

    await expect(read()).rejects.toThrow('does not exist');
  });

  it('takes an item of 1 MB and refuses a longer one, naming its place', async () => {
    const withLength = (length: number) =>
      JSON.stringify({ items: [{}, { a: 'x'.repeat(length) }] });
    // The object, its key and its value count too.
    const spent = 3;

    expect(await partsOf(withLength(MAX_ITEM_LENGTH - spent))).toHaveLength(3);
    await expectUnreadable(withLength(MAX_ITEM_LENGTH), /over 1 MB at \$\.items\[1\]/);
  });

  it('refuses an item of many small values as well as one long text', async () => {
    const values = Array.from({ length: MAX_ITEM_LENGTH + 1 }, () => 1);

    await expectUnreadable(JSON.stringify({ items: [values] }), /over 1 MB/);
  });
});
