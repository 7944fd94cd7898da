// The kept recordings, and people, at the element itself: in each engine, by keys with their own times.
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

interface Heard extends KeyEffects {
  readonly scans: {readonly code: string; readonly suffix: string | null}[];
  readonly manual: string[];
  readonly rejects: string[];
  readonly ignores: string[];
  readonly left: string;
}

const time = new PageTime();

/** Longer than anything waits for the rest of a code. */
const SILENCE_MS = 2500;

async function shop({
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
  if (!scan) throw new Error('there is no scan input');
  for (const [name, value] of Object.entries(attributes)) scan.setAttribute(name, String(value));
  await scan.updateComplete;
  const place =
    context === 'page' ? document.body : context === 'own' ? scan : page.querySelector(`.${context}`);
  if (!(place instanceof HTMLElement)) throw new Error(`nowhere to type: ${context}`);
  (focused() as HTMLElement).blur();
  if (context !== 'page') place.focus();
  if (place instanceof HTMLInputElement || place instanceof HTMLTextAreaElement) {
    place.value = before;
    place.setSelectionRange(before.length, before.length);
  } else if (place instanceof HTMLSelectElement) place.value = before;
  return {place, scan};
}

/** Plays a recording; `busy`: the page gets round to the keys when all of them have been pressed. */
async function play(recording: Recording, {busy = false} = {}): Promise<Heard> {
  const {place, scan} = await shop(recording);
  const heard = {
    scans: [] as Heard['scans'],
    manual: [] as string[],
    rejects: [] as string[],
    ignores: [] as string[],
  };
  scan.addEventListener('payby-scan', ({detail: {code, suffix}}) => heard.scans.push({code, suffix}));
  scan.addEventListener('payby-manual', ({detail}) => heard.manual.push(detail.code));
  scan.addEventListener('payby-scan-reject', ({detail}) => heard.rejects.push(detail.reason));
  scan.addEventListener('payby-scan-ignore', ({detail}) => heard.ignores.push(detail.reason));
  scanHub(window).profile = newProfile; // another shop, with another scanner
  const keyboard = new SyntheticKeyboard();
  time.take();
  try {
    await time.until(time.now + SILENCE_MS); // what the page was doing before
    const start = time.now;
    const end = start + (recording.keys.at(-1)?.at ?? 0);
    if (busy) time.block(end);
    for (const key of recording.keys) {
      if (!busy) await time.until(start + key.at);
      keyboard.send(key, start + key.at);
    }
    await time.until(end + SILENCE_MS);
    await settle();
  } finally {
    time.release();
  }
  const left = 'value' in place ? String(place.value) : place.textContent;
  return {...heard, ...keyboard.effects, left};
}

function verify(recording: Recording, heard: Heard): void {
  const {who, context, scans, rejects, ignores, manual, after} = recording;
  expect(heard.scans.map(({code}) => code)).to.deep.equal(scans.map(({code}) => code));
  const said = {rejects: heard.rejects, ignores: heard.ignores, manual: heard.manual};
  expect(said).to.deep.equal({rejects, ignores, manual});
  for (const [i, {suffix}] of scans.entries())
    if (suffix !== '?') expect(heard.scans[i]?.suffix ?? '').to.equal(suffix);
  // An amount is read back without its line end, a rejected code is not put back by contract
  const keeps = !['page', 'own', 'button'].includes(context) && rejects.length === 0;
  if (keeps) expect(heard.left.trimEnd(), 'what is left in the field').to.equal(after);
  const isProtected = ['password', 'editable', 'ignored'].includes(context);
  if (who === 'person' && context !== 'own')
    expect(heard.prevented, 'keys taken from a person').to.deep.equal([]);
  if (isProtected) expect(heard.prevented, 'keys taken from a protected field').to.deep.equal([]);
  if (who === 'scanner' && !isProtected && recording.attributes['other-fields'] === undefined) {
    expect(heard.pressed, 'buttons pressed, forms submitted').to.equal(0);
    expect(heard.moved, 'focus moved').to.equal(0);
  }
}

describe('<payby-scan-input> and the recordings', () => {
  for (const recording of recordings) {
    const {who, name, why} = recording;
    it(`${who}: ${name} (${why})`, async () => {
      verify(recording, await play(recording));
    });
  }
});

describe('<payby-scan-input> and the recordings, on a page that is busy meanwhile', () => {
  // Whoever waits longer than a customer would is another story: a second scan of a code is no duplicate then
  for (const recording of recordings.filter(({keys}) => (keys.at(-1)?.at ?? 0) < 2600)) {
    it(`${recording.who}: ${recording.name}`, async () => {
      verify(recording, await play(recording, {busy: true}));
    });
  }
});

describe('<payby-scan-input> and 100 people at the keyboard (seed 30)', () => {
  for (let number = 0; number < 100; number++) {
    const session = personSession(30, number);
    it(`${session.name}, in ${session.context}`, async () => {
      const {scans, rejects, ignores, prevented} = await play(session);
      expect({scans, rejects, ignores}).to.deep.equal({scans: [], rejects: [], ignores: []});
      // Enter in our own field is the entry of a code by hand, and submits no form
      const own = session.context === 'own';
      expect(prevented.filter(({key}) => !(own && key === 'Enter'))).to.deep.equal([]);
    });
  }
});
