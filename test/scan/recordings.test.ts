// The recordings and random typing sessions on the element itself, in each engine, with keys that have their own times.
import {expect, fixture, html} from '@open-wc/testing';
import {scanHub} from '../../src/scan/keyboard/scan-hub.js';
import {newProfile} from '../../src/core/scan/wedge-types.js';
import '../../src/payby-scan-input.js';
import type {PaybyScanInput} from '../../src/scan/payby-scan-input.js';
import {settle} from '../support/manual-clock.js';
import {recordings} from '../fixtures/recordings/generated.js';
import {PageTime} from '../fixtures/recordings/page-time.js';
import type {Recording} from '../fixtures/recordings/recording.js';
import {personSession} from '../fixtures/recordings/person-sessions.js';
import {focused, SyntheticKeyboard, type KeyEffects} from '../fixtures/recordings/synthetic-keyboard.js';

interface Result extends KeyEffects {
  readonly scans: {readonly code: string; readonly suffix: string | null}[];
  readonly manual: string[];
  readonly rejects: string[];
  readonly ignores: string[];
  readonly left: string;
}

const time = new PageTime();

/** Longer than any pause that ends a scan, ms. */
const PAUSE_MS = 2500;

async function createPage({
  attributes,
  context,
  before,
}: Recording): Promise<{place: Element; scan: PaybyScanInput}> {
  const page = await fixture<HTMLElement>(html`
    <form>
      <payby-scan-input lang="en"></payby-scan-input>
      <input class="text" aria-label="text" />
      <textarea class="textarea" aria-label="text area"></textarea>
      <select class="select" aria-label="fruit">
        ${['date', 'tea', 'fig', 'two', '4 lemons', '9 apples', '0 figs'].map((name) => html`<option>${name}</option>`)}
      </select>
      <input class="password" type="password" aria-label="password" />
      <div class="editable" contenteditable role="textbox" aria-label="editor"></div>
      <input class="ignored" data-payby-scan="ignore" aria-label="ignored" />
      <button class="button">Pay</button>
    </form>
  `);
  const scan = page.querySelector('payby-scan-input');
  if (!scan) throw new Error('There is no scan input.');
  for (const [name, value] of Object.entries(attributes)) scan.setAttribute(name, String(value));
  await scan.updateComplete;
  const place =
    context === 'page' ? document.body : context === 'own' ? scan : page.querySelector(`.${context}`);
  if (!(place instanceof HTMLElement)) throw new Error(`There is no element for ${context}.`);
  (focused() as HTMLElement).blur();
  if (context !== 'page') place.focus();
  if (place instanceof HTMLInputElement || place instanceof HTMLTextAreaElement) {
    place.value = before;
    place.setSelectionRange(before.length, before.length);
  } else if (place instanceof HTMLSelectElement) place.value = before;
  return {place, scan};
}

/** Replays a recording; `busy`: the page handles the keys only after all of them were pressed. */
async function play(recording: Recording, {busy = false} = {}): Promise<Result> {
  const {place, scan} = await createPage(recording);
  const result = {
    scans: [] as Result['scans'],
    manual: [] as string[],
    rejects: [] as string[],
    ignores: [] as string[],
  };
  scan.addEventListener('payby-scan', ({detail: {code, suffix}}) => result.scans.push({code, suffix}));
  scan.addEventListener('payby-manual', ({detail}) => result.manual.push(detail.code));
  scan.addEventListener('payby-scan-reject', ({detail}) => result.rejects.push(detail.reason));
  scan.addEventListener('payby-scan-ignore', ({detail}) => result.ignores.push(detail.reason));
  scanHub(window).profile = newProfile; // as on another computer
  const keyboard = new SyntheticKeyboard();
  time.take();
  try {
    await time.until(time.now + PAUSE_MS); // what the page was doing before
    const start = time.now;
    const end = start + (recording.keys.at(-1)?.at ?? 0);
    if (busy) time.block(end);
    for (const key of recording.keys) {
      if (!busy) await time.until(start + key.at);
      keyboard.send(key, start + key.at);
    }
    await time.until(end + PAUSE_MS);
    await settle();
  } finally {
    time.release();
  }
  const left = 'value' in place ? String(place.value) : place.textContent;
  return {...result, ...keyboard.effects, left};
}

function verify(recording: Recording, result: Result): void {
  const {who, context, scans, rejects, ignores, manual, after} = recording;
  expect(result.scans.map(({code}) => code)).to.deep.equal(scans.map(({code}) => code));
  const events = {rejects: result.rejects, ignores: result.ignores, manual: result.manual};
  expect(events).to.deep.equal({rejects, ignores, manual});
  for (const [i, {suffix}] of scans.entries())
    if (suffix !== '?') expect(result.scans[i]?.suffix ?? '').to.equal(suffix);
  // Line ends are ignored; a refused scan need not be restored
  const keeps = !['page', 'own', 'button'].includes(context) && rejects.length === 0;
  if (keeps) expect(result.left.trimEnd(), 'what is left in the field').to.equal(after);
  const isProtected = ['password', 'editable', 'ignored'].includes(context);
  if (who === 'person' && context !== 'own')
    expect(result.prevented, 'prevented keys of a person').to.deep.equal([]);
  if (isProtected) expect(result.prevented, 'prevented keys in a protected field').to.deep.equal([]);
  if (who === 'scanner' && !isProtected && recording.attributes['other-fields'] === undefined) {
    expect(result.pressed, 'buttons pressed, forms submitted').to.equal(0);
    expect(result.moved, 'focus moved').to.equal(0);
  }
}

describe('<payby-scan-input>: recordings', () => {
  for (const recording of recordings) {
    const {who, name, why} = recording;
    it(`replays ${who}: ${name} (${why})`, async () => {
      verify(recording, await play(recording));
    });
  }
});

describe('<payby-scan-input>: recordings on a busy page', () => {
  // In longer recordings a second scan of a code is no duplicate any more
  for (const recording of recordings.filter(({keys}) => (keys.at(-1)?.at ?? 0) < 2600)) {
    it(`replays ${recording.who}: ${recording.name}`, async () => {
      verify(recording, await play(recording, {busy: true}));
    });
  }
});

describe('<payby-scan-input>: 100 random typing sessions (seed 30)', () => {
  for (let number = 0; number < 100; number++) {
    const session = personSession(30, number);
    it(`finds no scan when ${session.name}, in ${session.context}`, async () => {
      const {scans, rejects, ignores, prevented} = await play(session);
      expect({scans, rejects, ignores}).to.deep.equal({scans: [], rejects: [], ignores: []});
      // Enter in our own field enters a code and submits no form
      const own = session.context === 'own';
      expect(prevented.filter(({key}) => !(own && key === 'Enter'))).to.deep.equal([]);
    });
  }
});
