/** A message with rows' values as the database sends it, without its header: their number, and each with its length. */
export function rowBytes(values: readonly (string | null)[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeInt16BE(values.length);
  return Buffer.concat([count, ...values.map(valueBytes)]);
}

function valueBytes(value: string | null): Buffer {
  const text = Buffer.from(value ?? '');
  return Buffer.concat([int32(value === null ? -1 : text.length), text]);
}

/** A message with its header: a letter, and a length that counts itself. */
export function messageBytes(letter: string, body: Buffer): Buffer {
  return Buffer.concat([Buffer.from(letter), int32(body.length + 4), body]);
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}
