/** One page per library, in which keys are dispatched in a loop and timed by the page's finest clock. */
import type {RecordedKey} from '../../test/fixtures/recordings/recording.js';
import type {Turn} from './cost.js';

export interface Lap extends Turn {
  /** From dispatching Enter to the event of the scan, ms, for each scan. */
  readonly delays: readonly number[];
}

const shell = (script: string, body = ''): string => `<!doctype html><html lang="en"><meta charset="utf-8">
  <title>keys</title><body>${body}<script type="module">${script}</script></body></html>`;

/** Each calls `globalThis.countScan()` for a scan and sets `globalThis.isReady` when it listens. */
export const pages = {
  'an empty listener': shell(
    `for (const name of ['keydown', 'keyup']) addEventListener(name, () => {}, true); globalThis.isReady = true;`,
  ),
  'payby-scan-input': shell(
    `import '/dist/cdn/payby-scan-input.js';
     const scan = document.querySelector('payby-scan-input');
     scan.dedupe = 0;
     scan.addEventListener('payby-scan', () => globalThis.countScan());
     scan.addEventListener('payby-scan-ignore', () => globalThis.countScan());
     const wait = () => { globalThis.isReady = scan.matches(':state(armed)'); if (!globalThis.isReady) setTimeout(wait, 20); };
     wait();`,
    '<payby-scan-input></payby-scan-input>',
  ),
  'onscan.js': shell(
    `onScan.attachTo(document, {onScan: () => globalThis.countScan()});
     globalThis.isReady = true;`,
    '<script src="/node_modules/onscan.js/onscan.js"></script>',
  ),
  'keyboard-barcode-scanner': shell(
    `import Scanner from '/node_modules/@point-of-sale/keyboard-barcode-scanner/dist/keyboard-barcode-scanner.esm.js';
     const scanner = new Scanner();
     scanner.addEventListener('barcode', () => globalThis.countScan());
     scanner.connect();
     globalThis.isReady = true;`,
  ),
} as const;

export type Subject = keyof typeof pages;
export const subjects = Object.keys(pages) as readonly Subject[];

declare global {
  /** Set in the page, below. */
  var countScan: () => void;
  var isReady: boolean | undefined;
  var drive: (keys: readonly RecordedKey[], laps: number) => Promise<Lap>;
}

/**
 * Runs in the page before all other scripts. The clocks that the libraries read follow the times of the keys, whatever
 * the loop takes, so that each library sees a scan at 12 ms a key as one.
 */
export function installTrack(): void {
  const exact = performance.now.bind(performance);
  let time = exact();
  const epoch = Date.now() - time;
  performance.now = () => time;
  Date.now = () => Math.floor(epoch + time);

  let enterAt = 0;
  let delays: number[] = [];
  globalThis.countScan = () => {
    if (enterAt > 0) delays.push(exact() - enterAt);
    enterAt = 0;
  };
  const build = (key: RecordedKey): KeyboardEvent => {
    const event = new KeyboardEvent(key.kind === 'up' ? 'keyup' : 'keydown', {
      key: key.key,
      code: key.code,
      keyCode: key.key === 'Enter' ? 13 : key.key === 'Shift' ? 16 : key.key.toUpperCase().charCodeAt(0),
      shiftKey: key.shift,
      bubbles: true,
      composed: true,
      cancelable: true,
    });
    Object.defineProperty(event, 'timeStamp', {value: time});
    return event;
  };

  globalThis.drive = async (keys, laps) => {
    const spent = {down: 0, up: 0, last: 0};
    const count = {down: 0, up: 0, last: 0};
    delays = [];
    for (let lap = 0; lap < laps; lap++) {
      const start = time;
      for (const key of keys) {
        time = start + key.at;
        const event = build(key);
        const kind = key.kind === 'up' ? 'up' : key.key === 'Enter' ? 'last' : 'down';
        const from = exact();
        if (kind === 'last') enterAt = from;
        document.body.dispatchEvent(event);
        spent[kind] += exact() - from;
        count[kind] += 1;
      }
      time += 3000; // the next customer
      await new Promise((resolve) => setTimeout(resolve));
    }
    const mean = (kind: keyof typeof spent): number => (spent[kind] / Math.max(1, count[kind])) * 1000;
    return {down: mean('down'), up: mean('up'), last: mean('last'), delays};
  };
}
