/** One visit of a page with an empty cache: a phone's processor and line, until the frame in which the code is painted. */
import type {Browser, CDPSession, Page} from 'playwright-core';

/** A quarter of this machine's speed, and slow 4G. */
const CPU_SLOWER = 4;
const LINE = {offline: false, latency: 150, downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8};
const PAINT_TIMEOUT_MS = 60_000;

export interface Visit {
  /** From the start of the navigation to the frame with the code. */
  readonly paintMs: number;
  /** Time of the main thread until then. */
  readonly cpuMs: number;
  /** What tasks longer than 50 ms had above those. */
  readonly blockedMs: number;
}

export interface Frame {
  readonly url: string;
  readonly functionName: string;
  readonly line: number;
  readonly column: number;
  readonly selfMs: number;
}

declare global {
  /** Set in the page, below. */
  var paintedAt: number | undefined;
  var blockedMs: number;
}

/** Runs in the page before all other scripts. */
function watchForCode(): void {
  const isCode = (element: Element): boolean =>
    (element instanceof SVGPathElement && (element.getAttribute('d')?.length ?? 0) > 500) ||
    (element instanceof HTMLCanvasElement && element.width > 50) ||
    (element instanceof HTMLImageElement && element.complete && element.naturalWidth > 50);
  const isIn = (tree: Document | ShadowRoot): boolean =>
    Array.from(tree.querySelectorAll('*')).some(
      (element) => isCode(element) || (element.shadowRoot !== null && isIn(element.shadowRoot)),
    );
  globalThis.blockedMs = 0;
  new PerformanceObserver((list) => {
    for (const {duration} of list.getEntries()) globalThis.blockedMs += Math.max(0, duration - 50);
  }).observe({type: 'longtask', buffered: true});
  const look = (): void => {
    if (!isIn(document)) {
      requestAnimationFrame(look);
      return;
    }
    // The message is a task of its own: it comes after the frame
    const {port1, port2} = new MessageChannel();
    port1.onmessage = () => {
      globalThis.paintedAt = performance.now();
    };
    port2.postMessage(undefined);
  };
  requestAnimationFrame(look);
}

async function slowPage(browser: Browser): Promise<{page: Page; session: CDPSession}> {
  const context = await browser.newContext({viewport: {width: 360, height: 640}});
  await context.addInitScript('globalThis.__name = (value) => value;'); // tsx names functions, here and there
  await context.addInitScript(watchForCode);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', LINE);
  await session.send('Emulation.setCPUThrottlingRate', {rate: CPU_SLOWER});
  await session.send('Performance.enable', {timeDomain: 'threadTicks'});
  return {page, session};
}

async function taskMs(session: CDPSession): Promise<number> {
  const {metrics} = await session.send('Performance.getMetrics');
  return (metrics.find(({name}) => name === 'TaskDuration')?.value ?? 0) * 1000;
}

const untilPainted = async (page: Page, url: string): Promise<void> => {
  await page.goto(url, {waitUntil: 'commit'});
  await page.waitForFunction(() => globalThis.paintedAt !== undefined, undefined, {
    polling: 20,
    timeout: PAINT_TIMEOUT_MS,
  });
};

export async function visit(browser: Browser, url: string): Promise<Visit> {
  const {page, session} = await slowPage(browser);
  try {
    const before = await taskMs(session);
    await untilPainted(page, url);
    const cpuMs = (await taskMs(session)) - before;
    const painted = () => ({paintMs: globalThis.paintedAt ?? NaN, blockedMs: globalThis.blockedMs});
    return {...(await page.evaluate(painted)), cpuMs};
  } finally {
    await page.context().close();
  }
}

/** A profile of the same visit: the time of each function in itself. */
export async function profile(browser: Browser, url: string): Promise<readonly Frame[]> {
  const {page, session} = await slowPage(browser);
  try {
    await session.send('Profiler.enable');
    await session.send('Profiler.setSamplingInterval', {interval: 200});
    await session.send('Profiler.start');
    await untilPainted(page, url);
    const {profile: taken} = await session.send('Profiler.stop');
    const frames = new Map<number, {frame: Omit<Frame, 'selfMs'>; selfMs: number}>();
    for (const {id, callFrame} of taken.nodes) {
      const {functionName, lineNumber, columnNumber} = callFrame;
      const frame = {url: callFrame.url, functionName, line: lineNumber, column: columnNumber};
      frames.set(id, {frame, selfMs: 0});
    }
    for (const [i, id] of (taken.samples ?? []).entries()) {
      const found = frames.get(id);
      if (found) found.selfMs += (taken.timeDeltas?.[i] ?? 0) / 1000;
    }
    return Array.from(frames.values(), ({frame, selfMs}) => ({...frame, selfMs}));
  } finally {
    await page.context().close();
  }
}
