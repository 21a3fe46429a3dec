import { createLogger, failureLogger } from '../../src/platform/logging';

const TOKEN = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJhZGEifQ.c2lnbmF0dXJl';

function logged(
  write: (logger: ReturnType<typeof createLogger>) => void,
  level: 'info' | 'warn' = 'info',
): string[] {
  const lines: string[] = [];
  write(createLogger(level, { write: (line) => void lines.push(line) }));
  return lines;
}

describe('the log', () => {
  it('is one JSON object a line, with level and time in words', () => {
    const [line = ''] = logged((logger) => logger.info({ requestId: 'r1' }, 'operation'));

    expect(JSON.parse(line)).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
      requestId: 'r1',
      msg: 'operation',
    });
  });

  it('keeps what is below its level to itself', () => {
    expect(logged((logger) => logger.info('x'), 'warn')).toEqual([]);
  });

  it.each([
    { authorization: `Bearer ${TOKEN}` },
    { token: TOKEN },
    { headers: { authorization: `Bearer ${TOKEN}` } },
    { request: { headers: { authorization: `Bearer ${TOKEN}` } } },
    { request: { connectionParams: { Authorization: TOKEN } } },
    { err: new Error(`could not read ${TOKEN}`) },
    { err: `could not read ${TOKEN}` },
  ])('never holds a token: %j', (fields) => {
    const [line] = logged((logger) => logger.info(fields, 'x'));

    expect(line).not.toContain(TOKEN.split('.')[1]);
  });

  it('leaves rows and parameters of a failed statement out', () => {
    const error = Object.assign(new Error('duplicate key'), {
      code: '23505',
      parameters: ['woodgrove@example.com'],
      driverError: { detail: 'Key (email)=(woodgrove@example.com)' },
    });

    const [line = ''] = logged((logger) =>
      failureLogger(logger)(error, { correlationId: 'c', requestId: 'r' }),
    );

    expect(line).not.toContain('woodgrove');
    expect(JSON.parse(line)).toMatchObject({
      level: 'error',
      correlationId: 'c',
      requestId: 'r',
      err: { message: 'duplicate key', code: '23505' },
    });
  });

  it.each([undefined, null, 'text', 7])('takes whatever was thrown: %p', (thrown) => {
    const lines = logged((logger) =>
      failureLogger(logger)(thrown, { correlationId: 'c', requestId: 'r' }),
    );

    expect(lines).toHaveLength(1);
  });
});
