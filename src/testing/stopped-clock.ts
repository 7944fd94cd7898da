/** A clock that stands still until the test moves it: no test waits for a countdown or a delay. */

export interface StoppedClock {
  /** Its time, ms since epoch: what `Date.now()` returns. */
  readonly now: number;
  /** Moves on by `ms`. Each timer runs at its time, and what follows from it is done before the next one. */
  advance(ms: number): Promise<void>;
  /** Moves on to a moment, ms since epoch: `clock.advanceTo(order.expiredTime)`. */
  advanceTo(time: number): Promise<void>;
  /** The page has its own clock again. Timers that have not run go on with the time that they had left. */
  resume(): void;
}

interface Timer {
  at: number;
  /** `undefined` for a timer that runs once. */
  readonly everyMs: number | undefined;
  readonly run: () => void;
}

/** Ids of a real browser are small; these cannot be one of them. */
const FIRST_ID = 1_000_000_000;

/**
 * Stops `Date`, `performance.now()`, `setTimeout` and `setInterval` of this page. Call it before the page shows its
 * checkout, and `resume()` after the checkout is removed. What the elements decide stays with the server's answers: time
 * alone brings them to `confirming`, never to an outcome.
 */
export function stopClock(): StoppedClock {
  const real = {
    Date: globalThis.Date,
    setTimeout: globalThis.setTimeout,
    clearTimeout: globalThis.clearTimeout,
    setInterval: globalThis.setInterval,
    clearInterval: globalThis.clearInterval,
  };
  const hadOwnNow = Object.hasOwn(performance, 'now');
  const realNow = performance.now;
  const startedAt = realNow.call(performance);
  const start = Date.now();
  let now = start;
  let lastId = FIRST_ID;
  const timers = new Map<number, Timer>();

  const add = (handler: unknown, ms: unknown, args: unknown[], isRepeated: boolean): number => {
    const delay = Math.max(Number(ms) || 0, isRepeated ? 1 : 0);
    const run = (): void => {
      if (typeof handler === 'function') (handler as (...args: unknown[]) => void)(...args);
    };
    timers.set(++lastId, {at: now + delay, everyMs: isRepeated ? delay : undefined, run});
    return lastId;
  };
  const clear = (id: unknown): void => {
    // A timer from before the clock was stopped is the browser's
    if (!timers.delete(Number(id))) real.clearTimeout.call(globalThis, id as number);
  };
  const runNext = (end: number): boolean => {
    const due = [...timers].filter(([, {at}]) => at <= end);
    const first = due.sort(([a, {at}], [b, other]) => at - other.at || a - b)[0];
    if (!first) return false;
    const [id, timer] = first;
    now = Math.max(now, timer.at);
    if (timer.everyMs === undefined) timers.delete(id);
    else timer.at += timer.everyMs;
    timer.run();
    return true;
  };

  const stopped = {
    Date: new Proxy(real.Date, {
      construct: (target, args: unknown[], newTarget) =>
        Reflect.construct(target, args.length > 0 ? args : [now], newTarget) as object,
      apply: () => new real.Date(now).toString(),
      get: (target, key) => (key === 'now' ? () => now : (Reflect.get(target, key) as unknown)),
    }),
    setTimeout: (handler: unknown, ms?: unknown, ...args: unknown[]) => add(handler, ms, args, false),
    clearTimeout: clear,
    setInterval: (handler: unknown, ms?: unknown, ...args: unknown[]) => add(handler, ms, args, true),
    clearInterval: clear,
  };
  Object.assign(globalThis, stopped);
  performance.now = () => startedAt + now - start;
  const bodies = watchBodies(real.setTimeout);

  const turns = async (): Promise<void> => {
    for (let turn = 0; turn < TURNS || bodies.isReading; turn++) await nextTask(real.setTimeout);
  };
  const advanceTo = async (end: number): Promise<void> => {
    await turns();
    while (runNext(end)) await turns();
    now = Math.max(now, end);
    await turns();
  };
  return {
    get now() {
      return now;
    },
    advance: (ms) => advanceTo(now + ms),
    advanceTo,
    resume: () => {
      if (globalThis.Date !== stopped.Date) return;
      Object.assign(globalThis, real);
      bodies.restore();
      if (hadOwnNow) performance.now = realNow;
      else Reflect.deleteProperty(performance, 'now');
      for (const {at, everyMs, run} of timers.values()) {
        if (everyMs === undefined) setTimeout(run, at - now);
        else setInterval(run, everyMs);
      }
      timers.clear();
    },
  };
}

/** Tasks after each timer, and more while a body of a `Response` is being read. */
const TURNS = 4;
/** A body without an end is not waited for, ms. */
const LONGEST_READ_MS = 1_000;

/** A browser reads bodies on other threads: how many tasks that takes depends on what else the machine does. */
function watchBodies(realTimeout: typeof setTimeout): {readonly isReading: boolean; restore(): void} {
  if (typeof Response === 'undefined') return {isReading: false, restore: () => undefined};
  const reads = new Set<object>();
  const {prototype} = Response;
  const real = {
    text: prototype.text,
    json: prototype.json,
    blob: prototype.blob,
    arrayBuffer: prototype.arrayBuffer,
  };
  for (const [name, method] of Object.entries(real)) {
    Object.defineProperty(prototype, name, {
      ...{configurable: true, writable: true, enumerable: true},
      value(this: Response): Promise<unknown> {
        const body = method.call(this);
        const read = {};
        const end = (): void => void reads.delete(read);
        reads.add(read);
        body.then(end, end);
        realTimeout.call(globalThis, end, LONGEST_READ_MS);
        return body;
      },
    });
  }
  return {
    get isReading() {
      return reads.size > 0;
    },
    restore: () => void Object.assign(prototype, real),
  };
}

/** A task of the real browser. A hidden page may hold a timer back for a second, but no message. */
function nextTask(realTimeout: typeof setTimeout): Promise<void> {
  return new Promise((resolve) => {
    if (typeof MessageChannel === 'undefined') {
      realTimeout.call(globalThis, resolve, 0);
      return;
    }
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
