import type { WrittenEvent } from '../../../src/platform/event-log/append-events';
import { LiveHub } from '../../../src/platform/event-log/live-hub';

function event(id: string, requestId = 'request'): WrittenEvent {
  return {
    id,
    name: 'RESELLER_RELATIONSHIP_REQUEST_CANCELED',
    resourceId: requestId,
    data: { requestId, resellerId: 'reseller' },
  };
}

const all = (): boolean => true;

describe('LiveHub', () => {
  test('hands an event to every listener that wants it, and to no other', async () => {
    const hub = new LiveHub();
    const one = hub.subscribe((it) => it.resourceId === 'a');
    const other = hub.subscribe((it) => it.resourceId === 'b');
    const told = [one.next(), other.next()] as const;

    hub.publish([event('1', 'a'), event('2', 'b')]);

    expect((await told[0]).value?.id).toBe('1');
    expect((await told[1]).value?.id).toBe('2');
  });

  test('keeps what comes between the call and the first pull', async () => {
    const hub = new LiveHub();
    const listener = hub.subscribe(all);

    hub.publish([event('1')]);

    expect((await listener.next()).value?.id).toBe('1');
  });

  test('keeps only the newest for a listener that is slow', async () => {
    const hub = new LiveHub();
    const listener = hub.subscribe(all);

    hub.publish([event('1'), event('2')]);
    hub.publish([event('3')]);

    expect((await listener.next()).value?.id).toBe('3');
    const next = listener.next();
    hub.publish([event('4')]);
    expect((await next).value?.id).toBe('4');
  });

  test('a listener that returns is forgotten, and its open pull ends', async () => {
    const hub = new LiveHub();
    const listener = hub.subscribe(all);
    const open = listener.next();

    await listener.return?.();

    expect(await open).toEqual({ done: true, value: undefined });
    expect(hub.listenerCount).toBe(0);
  });

  test('closing ends every listener, and those that come later at once', async () => {
    const hub = new LiveHub();
    const listener = hub.subscribe(all);

    hub.close();

    expect((await listener.next()).done).toBe(true);
    expect((await hub.subscribe(all).next()).done).toBe(true);
    expect(hub.listenerCount).toBe(0);
  });
});
