/** Plays a recording to the decoder alone: keys with their own times, timers served when they are due, or late. */
import {checkScan, ScanGate} from '../../src/core/scan-code.js';
import {
  autoSettings,
  readInserted,
  Wedge,
  type KeyPlace,
  type WedgeKey,
  type WedgeScan,
  type WedgeSettings,
  type WedgeVerdict,
} from '../../src/core/wedge.js';
import type {Attributes, Context, RecordedKey, Recording} from './recording.js';

export const places: Readonly<Record<Context, KeyPlace>> = {
  own: 'own',
  page: 'none',
  button: 'none',
  text: 'foreign',
  textarea: 'foreign',
  select: 'foreign',
  password: 'protected',
  editable: 'protected',
  ignored: 'protected',
};

export interface Outcome {
  readonly scans: readonly WedgeScan[];
  readonly rejects: readonly string[];
  readonly ignores: readonly string[];
  /** The keys that went down and were kept from the page. */
  readonly prevented: readonly RecordedKey[];
}

export interface Circumstances {
  /** When the recording starts, as the page's clock counts. */
  readonly from?: number;
  /** The page is busy: no timer is served before the keys are all there. */
  readonly busy?: boolean;
}

export const settingsOf = (attributes: Attributes): WedgeSettings => ({
  ...autoSettings,
  layout: attributes['scanner-layout'] ?? 'auto',
  prefix: attributes.prefix ?? null,
  suffix: attributes.suffix ?? null,
  pattern: attributes.pattern === undefined ? null : new RegExp(`^(?:${attributes.pattern})$`, 'u'),
  lengths: attributes.length === undefined ? [] : [Number(attributes.length)],
});

export const wedgeKey = (key: RecordedKey, where: KeyPlace, from = 0): WedgeKey => ({
  kind: key.kind === 'up' ? 'up' : 'down',
  t: from + key.at,
  key: key.key,
  code: key.code,
  shift: key.shift,
  ctrl: key.ctrl,
  alt: key.alt,
  caps: key.caps,
  repeat: key.repeat,
  meta: false,
  altGraph: false,
  where,
});

export function replay(
  {keys, context, attributes}: Recording,
  wedge: Wedge,
  {from = 1000, busy = false}: Circumstances = {},
): Outcome {
  const outcome = {
    scans: [] as WedgeScan[],
    rejects: [] as string[],
    ignores: [] as string[],
    prevented: [] as RecordedKey[],
  };
  const gate = new ScanGate();
  const judge = (scan: WedgeScan | undefined, at: number): void => {
    if (!scan) return;
    const check = checkScan(scan.text, {minLength: 8, maxLength: 128, pattern: attributes.pattern});
    if (!check.ok) {
      outcome.rejects.push(check.reason);
      return;
    }
    const verdict = gate.judge(check.code, at, {isBusy: false, dedupeMs: 5000});
    if (verdict === 'take') outcome.scans.push(scan);
    else outcome.ignores.push(verdict);
  };
  let wakeAt: number | undefined;
  const heed = (verdict: WedgeVerdict, at: number): void => {
    wakeAt = verdict.wakeAt;
    judge(verdict.scan, at);
  };
  const wait = (until: number): void => {
    for (let turns = 0; wakeAt !== undefined && wakeAt <= until; turns++) {
      if (turns > 50) throw new Error('the decoder never comes to rest');
      const due = wakeAt;
      heed(wedge.tick(due), due);
    }
  };

  wedge.settings = settingsOf(attributes);
  for (const key of keys) {
    const at = from + key.at;
    if (!busy) wait(at);
    if (key.kind === 'insert' || key.kind === 'paste') {
      if (context === 'own') judge(readInserted(key.key), at);
      continue;
    }
    const verdict = wedge.feed(wedgeKey(key, places[context], from));
    heed(verdict, at);
    if (verdict.prevent && key.kind === 'down') outcome.prevented.push(key);
  }
  wait(Infinity);
  return outcome;
}
