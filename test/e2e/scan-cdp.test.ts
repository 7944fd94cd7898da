// Trusted key presses with true times, on the built package in Chromium: what a shop's scanner and cashier would do to it.
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {randomFrom} from '../../bench/polling/random.js';
import {scanKeys, type ScanOptions} from '../fixtures/recordings/scanner.js';
import {recordings} from '../fixtures/recordings/generated.js';
import {Person} from '../fixtures/recordings/person.js';
import type {RecordedKey, Recording} from '../fixtures/recordings/recording.js';
import {ScanStage, type Till} from './pages/scan-page.js';

const CODE = '20007900T400690098F';
const OTHER = '20013507K815520664B';

describe('a shop’s scanner and cashier, by trusted keys', {timeout: 600_000}, () => {
  let stage: ScanStage;
  before(async () => {
    stage = await ScanStage.set();
  });
  after(async () => {
    await stage.close();
    assert.deepEqual(stage.mishaps, [], 'nothing is thrown, and nothing is written to the console');
  });

  /** One page for one test. */
  const till = (
    title: string,
    act: (till: Till) => Promise<void>,
    attributes: Readonly<Record<string, string>> = {},
  ): void => {
    it(title, async () => {
      const page = await stage.open(attributes);
      try {
        await act(page);
      } finally {
        await page.close();
      }
    });
  };
  const codes = async (page: Till): Promise<string[]> => (await page.heard()).scans.map(({code}) => code);
  const shot = async (page: Till, options: ScanOptions = {}, code = CODE): Promise<void> => {
    await page.play(scanKeys(code, options));
  };

  describe('a last key', () => {
    for (const id of ['button', 'other'] as const) {
      for (const suffix of ['Enter', 'NumpadEnter']) {
        till(`${suffix} presses no button that has the focus (${id})`, async (page) => {
          await page.focus(id);
          await shot(page, {suffix: [suffix]});
          const {scans, pressed} = await page.heard();
          assert.deepEqual([scans, pressed], [[{code: CODE, suffix: 'Enter', trusted: true}], 0]);
          assert.equal(await page.focused(), id);
        });
      }
    }

    till('Enter presses no button at 100 ms a key either', async (page) => {
      await page.focus('button');
      await shot(page, {gap: 100, hold: 10});
      assert.deepEqual([await codes(page), (await page.heard()).pressed], [[CODE], 0]);
    });

    till('Enter submits no form from our own field, and its code is in the form', async (page) => {
      await page.focus('scan');
      await shot(page);
      assert.deepEqual([await codes(page), (await page.heard()).pressed], [[CODE], 0]);
      const data = await page.page.evaluate(() => {
        const form = document.querySelector('form');
        return form && new FormData(form).get('code');
      });
      assert.equal(data, CODE);
    });

    till('Enter submits no form from another field', async (page) => {
      await page.focus('text', 'rice');
      await shot(page);
      assert.deepEqual([await codes(page), (await page.heard()).pressed], [[CODE], 0]);
    });

    till('the line feed after Enter does nothing', async (page) => {
      await page.focus('button');
      await shot(page, {suffix: ['Enter', 'Ctrl+J']});
      const {scans, pressed, prevented} = await page.heard();
      assert.deepEqual([scans.length, pressed, prevented.slice(-2)], [1, 0, ['Enter', 'j']]);
    });

    till('a second Enter does nothing', async (page) => {
      await page.focus('button');
      await shot(page, {suffix: ['Enter', 'Enter'], gap: 15});
      const {scans, pressed} = await page.heard();
      assert.deepEqual([scans.length, pressed], [1, 0]);
    });

    till('a person’s Enter, half a second later, presses the button', async (page) => {
      await page.focus('other');
      await page.play([...scanKeys(CODE), ...scanKeys('', {at: 750, hold: 80})]);
      const {scans, pressed} = await page.heard();
      assert.deepEqual([scans.length, pressed], [1, 1]);
    });

    till('Tab does not move the focus', async (page) => {
      await page.focus('text');
      await shot(page, {suffix: ['Tab']});
      assert.deepEqual([await codes(page), await page.focused()], [[CODE], 'text']);
    });

    till('Ctrl+J is kept from the browser', async (page) => {
      await page.focus('other');
      await shot(page, {suffix: ['Ctrl+J']});
      assert.deepEqual([await codes(page), (await page.heard()).prevented.at(-1)], [[CODE], 'j']);
    });

    till('F12 is kept from the browser', async (page) => {
      await page.focus(undefined);
      await shot(page, {suffix: ['F12']});
      await page.scans(1); // a function key may stand between two parts of a code: what follows is awaited
      assert.deepEqual([await codes(page), (await page.heard()).prevented.at(-1)], [[CODE], 'F12']);
    });

    till('none: silence ends the scan', async (page) => {
      await page.focus(undefined);
      await shot(page, {suffix: []}, CODE);
      await page.scans(1);
      await sleep(300);
      await shot(page, {suffix: []}, OTHER);
      await page.scans(2);
      assert.deepEqual(await codes(page), [CODE, OTHER]);
    });

    till('Space inside a code presses no button', async (page) => {
      await page.focus('other');
      await shot(page, {gap: 8}, '2000 7900 T400');
      assert.deepEqual([await codes(page), (await page.heard()).pressed], [['2000 7900 T400'], 0]);
    });
  });

  describe('another field', () => {
    for (const id of ['text', 'textarea'] as const) {
      for (const gap of [0, 10, 30, 60]) {
        till(`${id} is as before after a scan at ${gap} ms a key`, async (page) => {
          await page.focus(id, 'rice 5kg');
          await shot(page, {gap, hold: Math.min(gap, 4)});
          assert.deepEqual(
            [await codes(page), await page.text(id), await page.focused()],
            [[CODE], 'rice 5kg', id],
          );
        });
      }
    }

    till('keeps its caret and its selection', async (page) => {
      await page.focus('text', 'rice 5kg');
      const ends = (move: boolean): Promise<unknown> =>
        page.page.evaluate((select) => {
          const place = document.querySelector<HTMLInputElement>('#text');
          if (select) place?.setSelectionRange(2, 4);
          return [place?.selectionStart, place?.selectionEnd];
        }, move);
      await ends(true);
      await shot(page);
      assert.deepEqual([await page.text('text'), await ends(false)], ['rice 5kg', [2, 4]]);
    });

    till('a choice stays what it was', async (page) => {
      await page.focus('select', 'fig');
      await shot(page);
      assert.deepEqual([await codes(page), await page.text('select')], [[CODE], 'fig']);
    });

    till('a field that React controls keeps its state', async (page) => {
      await page.page.evaluate(() => {
        // React remembers the value it last saw set, and believes an input event only if the field's own differs
        const field = document.querySelector<HTMLInputElement>('#text');
        const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value');
        if (!field || !native) throw new Error('no field');
        const memory = {seen: 'dates', state: 'dates'};
        native.set?.call(field, 'dates');
        Object.defineProperty(field, 'value', {
          configurable: true,
          get(this: HTMLInputElement): unknown {
            return native.get?.call(this);
          },
          set(this: HTMLInputElement, value: string) {
            memory.seen = value;
            native.set?.call(this, value);
          },
        });
        field.addEventListener('input', () => {
          const value = String(native.get?.call(field));
          if (value === memory.seen) return;
          memory.state = value;
          field.value = value; // drawn again
        });
        Object.assign(globalThis, {memory});
        field.focus();
        field.setSelectionRange(5, 5);
      });
      await shot(page);
      const state = await page.page.evaluate(
        () => (globalThis as unknown as {memory: {state: string}}).memory.state,
      );
      assert.deepEqual([await codes(page), await page.text('text'), state], [[CODE], 'dates', 'dates']);
    });

    for (const id of ['password', 'editable', 'ignored'] as const) {
      till(`${id} is never touched`, async (page) => {
        await page.focus(id);
        await shot(page, {suffix: []});
        await sleep(800);
        const {scans, prevented} = await page.heard();
        assert.deepEqual([scans, prevented, await page.text(id)], [[], [], CODE]);
      });
    }

    till('in a frame that was added is heard, and is as before', async (page) => {
      await page.page.waitForFunction(() =>
        document.querySelector<HTMLIFrameElement>('#frame')?.contentDocument?.querySelector('#note'),
      );
      await page.page.evaluate(() => {
        const frame = document.querySelector<HTMLIFrameElement>('#frame');
        const scan = document.querySelector('#scan') as unknown as {
          addFrame: (frame: HTMLIFrameElement) => void;
        };
        if (frame) scan.addFrame(frame);
      });
      await page.page.frameLocator('#frame').locator('#note').focus();
      await page.page.frameLocator('#frame').locator('#note').fill('ask Amal');
      await shot(page);
      const note = await page.page.frameLocator('#frame').locator('#note').inputValue();
      assert.deepEqual([await codes(page), note], [[CODE], 'ask Amal']);
    });

    till('in a frame that was not added makes the lamp blind', async (page) => {
      await page.page.frameLocator('#frame').locator('#note').focus();
      await page.page.waitForSelector('payby-scan-input:state(blind)');
      await page.focus('other');
      await page.page.waitForSelector('payby-scan-input:state(armed)');
    });
  });

  describe('a busy page', () => {
    for (const busyMs of [400, 900, 1300]) {
      till(`reads a scanner through ${busyMs} ms of work`, async (page) => {
        await page.focus('text', 'rice');
        await page.play(scanKeys(CODE), {busyAfter: 5, busyMs});
        assert.deepEqual([await codes(page), await page.text('text')], [[CODE], 'rice']);
      });

      till(`reads a scanner without Enter through ${busyMs} ms of work`, async (page) => {
        await page.focus(undefined);
        await page.play(scanKeys(CODE, {suffix: []}), {busyAfter: 12, busyMs});
        await page.scans(1);
        assert.deepEqual(await codes(page), [CODE]);
      });

      till(`takes no person for a scanner after ${busyMs} ms of work`, async (page) => {
        await page.focus('text');
        const person = new Person(randomFrom(busyMs, 'blocked'), {median: 150, hold: 85});
        await page.play(person.type('62904150').tap('Tab').keys, {busyAfter: 2, busyMs});
        await sleep(700);
        const {scans, rejects, prevented} = await page.heard();
        assert.deepEqual([scans, rejects, prevented, await page.text('text')], [[], [], [], '62904150']);
      });
    }

    till('takes no person’s code for a scan in our own field', async (page) => {
      await page.focus('scan');
      const person = new Person(randomFrom(1, 'by hand'), {median: 150, hold: 85});
      await page.play(person.type(CODE).tap('Enter').keys, {busyAfter: 10, busyMs: 900});
      const {scans, manual} = await page.heard();
      assert.deepEqual([scans, manual], [[], [CODE]]);
    });
  });

  describe('a keyboard in another language', () => {
    till('Arabic, and the code is right', async (page) => {
      await page.focus('other');
      await shot(page, {layout: 'arabic'});
      assert.deepEqual(await codes(page), [CODE]);
    });

    till('Arabic with keys of two characters, into another field', async (page) => {
      await page.focus('text', 'أرز');
      await shot(page, {layout: 'arabic-windows'});
      assert.deepEqual([await codes(page), await page.text('text')], [[CODE], 'أرز']);
    });

    till('Caps Lock, and the code is right', async (page) => {
      await page.focus(undefined);
      await shot(page, {caps: true});
      assert.deepEqual(await codes(page), [CODE]);
    });
  });

  // Rows that the tests above do not have, as they are kept
  const subset = [
    'French keyboard, scanner set for US',
    'French keyboard, scanner set for it',
    'Arabic digits',
    'an input method that reports Process',
    'digits on the keypad',
    'the stall recorded in Firefox',
    'a hole of 200 ms after the twelfth key',
    'a ring scanner, 60 to 120 ms',
    'Bluetooth that sends again what was lost',
    'a key repeats while the stream is held up',
    'the identifier ]C1 on an Arabic keyboard',
    'STX before the code and ETX after it',
    'a code that would open a file',
    'a code that would paste',
    'the same code twice, a double trigger',
    'two customers within a second',
    'Alt and numbers on the keypad',
    'after a word of a person',
    'a sentence, fast, with overlapping keys',
    'a finger drawn over the digits and back, then Enter',
    'a long number on the keypad, practised, Enter',
    'a mistake corrected',
    'bursts of a few letters at 40 ms, and pauses',
    'a password in a field that shows it',
    '0 held down for two seconds',
  ];
  describe('the kept recordings', () => {
    const kept = (name: string): Recording => {
      const found = recordings.find((recording) => recording.name === name);
      assert.ok(found, name);
      return found;
    };
    for (const recording of subset.map(kept)) {
      const {name, context, before, keys, scans, rejects, ignores, after: left, who, attributes} = recording;
      const id = context === 'page' ? undefined : context === 'own' ? 'scan' : context;
      till(
        `${who}: ${name}`,
        async (page) => {
          await page.focus(id, before);
          await page.play(keys);
          if (scans.length > 0 && scans.at(-1)?.suffix === '') await page.scans(scans.length);
          const heard = await page.heard();
          assert.deepEqual(
            heard.scans.map(({code}) => code),
            scans.map(({code}) => code),
          );
          assert.deepEqual([heard.rejects, heard.ignores], [rejects, ignores]);
          if (who === 'person') assert.deepEqual(heard.prevented, []);
          if (id && id !== 'scan' && id !== 'button') assert.equal(await page.text(id), left);
        },
        Object.fromEntries(
          Object.entries(attributes).map(([attribute, value]) => [attribute, String(value)]),
        ),
      );
    }
  });

  till('the scan is told while its Enter is still in hand', async (page) => {
    await page.focus(undefined);
    const keys: RecordedKey[] = [];
    for (let i = 0; i < 20; i++)
      keys.push(...scanKeys(`20007900T4006900${String(i).padStart(3, '0')}`, {at: i * 200, gap: 5, hold: 2}));
    await page.play(keys);
    const {scans, inTime} = await page.heard();
    assert.equal(scans.length, 20);
    assert.deepEqual(new Set(inTime), new Set([true])); // how many ms that is stands in bench/keydown.ts
  });

  till('page scripts see no more than the first three keys of a scan', async (page) => {
    await page.focus(undefined);
    await shot(page);
    assert.equal((await page.heard()).leaked, CODE.slice(0, 3));
  });
});
