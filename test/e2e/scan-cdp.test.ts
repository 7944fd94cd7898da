// Trusted key presses with real times on the built package in Chromium: those of a scanner and of a cashier.
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {setTimeout as sleep} from 'node:timers/promises';
import {randomFrom} from '../../bench/polling/random.js';
import {scanKeys, type ScanOptions} from '../fixtures/recordings/scanner.js';
import {recordings} from '../fixtures/recordings/generated.js';
import {Person} from '../fixtures/recordings/person.js';
import type {RecordedKey, Recording} from '../fixtures/recordings/recording.js';
import {ScanFixture, type ScanPage} from './pages/scan-page.js';

const CODE = '20007900T400690098F';
const OTHER = '20013507K815520664B';

describe('<payby-scan-input> with trusted keys', {timeout: 600_000}, () => {
  let fixture: ScanFixture;
  before(async () => {
    fixture = await ScanFixture.create();
  });
  after(async () => {
    await fixture.close();
    assert.deepEqual(fixture.pageErrors, [], 'errors and console lines of the page');
  });

  /** One page for one test. */
  const scanTest = (
    title: string,
    act: (page: ScanPage) => Promise<void>,
    attributes: Readonly<Record<string, string>> = {},
  ): void => {
    it(title, async () => {
      const page = await fixture.open(attributes);
      try {
        await act(page);
      } finally {
        await page.close();
      }
    });
  };
  const codes = async (page: ScanPage): Promise<string[]> =>
    (await page.report()).scans.map(({code}) => code);
  const scan = async (page: ScanPage, options: ScanOptions = {}, code = CODE): Promise<void> => {
    await page.play(scanKeys(code, options));
  };

  describe('suffix', () => {
    for (const id of ['button', 'other'] as const) {
      for (const suffix of ['Enter', 'NumpadEnter']) {
        scanTest(`hides ${suffix} from the focused button (${id})`, async (page) => {
          await page.focus(id);
          await scan(page, {suffix: [suffix]});
          const {scans, pressed} = await page.report();
          assert.deepEqual([scans, pressed], [[{code: CODE, suffix: 'Enter', trusted: true}], 0]);
          assert.equal(await page.focused(), id);
        });
      }
    }

    scanTest('hides Enter from the focused button at 100 ms a key', async (page) => {
      await page.focus('button');
      await scan(page, {gap: 100, hold: 10});
      assert.deepEqual([await codes(page), (await page.report()).pressed], [[CODE], 0]);
    });

    scanTest('hides Enter from the form and adds the code to its data', async (page) => {
      await page.focus('scan');
      await scan(page);
      assert.deepEqual([await codes(page), (await page.report()).pressed], [[CODE], 0]);
      const data = await page.page.evaluate(() => {
        const form = document.querySelector('form');
        return form && new FormData(form).get('code');
      });
      assert.equal(data, CODE);
    });

    scanTest('hides Enter in another field from the form', async (page) => {
      await page.focus('text', 'rice');
      await scan(page);
      assert.deepEqual([await codes(page), (await page.report()).pressed], [[CODE], 0]);
    });

    scanTest('hides a line feed after Enter', async (page) => {
      await page.focus('button');
      await scan(page, {suffix: ['Enter', 'Ctrl+J']});
      const {scans, pressed, prevented} = await page.report();
      assert.deepEqual([scans.length, pressed, prevented.slice(-2)], [1, 0, ['Enter', 'j']]);
    });

    scanTest('hides a second Enter', async (page) => {
      await page.focus('button');
      await scan(page, {suffix: ['Enter', 'Enter'], gap: 15});
      const {scans, pressed} = await page.report();
      assert.deepEqual([scans.length, pressed], [1, 0]);
    });

    scanTest('lets a person’s Enter press the button half a second later', async (page) => {
      await page.focus('other');
      await page.play([...scanKeys(CODE), ...scanKeys('', {at: 750, hold: 80})]);
      const {scans, pressed} = await page.report();
      assert.deepEqual([scans.length, pressed], [1, 1]);
    });

    scanTest('hides Tab, so that the focus stays', async (page) => {
      await page.focus('text');
      await scan(page, {suffix: ['Tab']});
      assert.deepEqual([await codes(page), await page.focused()], [[CODE], 'text']);
    });

    scanTest('hides Ctrl+J from the browser', async (page) => {
      await page.focus('other');
      await scan(page, {suffix: ['Ctrl+J']});
      assert.deepEqual([await codes(page), (await page.report()).prevented.at(-1)], [[CODE], 'j']);
    });

    scanTest('hides F12 from the browser', async (page) => {
      await page.focus(undefined);
      await scan(page, {suffix: ['F12']});
      await page.scans(1); // a function key may stand inside a code, so a pause must follow
      assert.deepEqual([await codes(page), (await page.report()).prevented.at(-1)], [[CODE], 'F12']);
    });

    scanTest('ends a scan without suffix after a pause', async (page) => {
      await page.focus(undefined);
      await scan(page, {suffix: []}, CODE);
      await page.scans(1);
      await sleep(300);
      await scan(page, {suffix: []}, OTHER);
      await page.scans(2);
      assert.deepEqual(await codes(page), [CODE, OTHER]);
    });

    scanTest('hides Space inside a code from the focused button', async (page) => {
      await page.focus('other');
      await scan(page, {gap: 8}, '2000 7900 T400');
      assert.deepEqual([await codes(page), (await page.report()).pressed], [['2000 7900 T400'], 0]);
    });
  });

  describe('other fields', () => {
    for (const id of ['text', 'textarea'] as const) {
      for (const gap of [0, 10, 30, 60]) {
        scanTest(`restores ${id} after a scan at ${gap} ms a key`, async (page) => {
          await page.focus(id, 'rice 5kg');
          await scan(page, {gap, hold: Math.min(gap, 4)});
          assert.deepEqual(
            [await codes(page), await page.text(id), await page.focused()],
            [[CODE], 'rice 5kg', id],
          );
        });
      }
    }

    scanTest('restores the selection of a text field', async (page) => {
      await page.focus('text', 'rice 5kg');
      const ends = (move: boolean): Promise<unknown> =>
        page.page.evaluate((select) => {
          const place = document.querySelector<HTMLInputElement>('#text');
          if (select) place?.setSelectionRange(2, 4);
          return [place?.selectionStart, place?.selectionEnd];
        }, move);
      await ends(true);
      await scan(page);
      assert.deepEqual([await page.text('text'), await ends(false)], ['rice 5kg', [2, 4]]);
    });

    scanTest('restores the chosen option of a select', async (page) => {
      await page.focus('select', 'fig');
      await scan(page);
      assert.deepEqual([await codes(page), await page.text('select')], [[CODE], 'fig']);
    });

    scanTest('restores a field that React controls', async (page) => {
      await page.page.evaluate(() => {
        // React stores the last value set, and handles an input event only if the field's own value differs
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
          field.value = value; // rendered again
        });
        Object.assign(globalThis, {memory});
        field.focus();
        field.setSelectionRange(5, 5);
      });
      await scan(page);
      const state = await page.page.evaluate(
        () => (globalThis as unknown as {memory: {state: string}}).memory.state,
      );
      assert.deepEqual([await codes(page), await page.text('text'), state], [[CODE], 'dates', 'dates']);
    });

    for (const id of ['password', 'editable', 'ignored'] as const) {
      scanTest(`never touches ${id}`, async (page) => {
        await page.focus(id);
        await scan(page, {suffix: []});
        await sleep(800);
        const {scans, prevented} = await page.report();
        assert.deepEqual([scans, prevented, await page.text(id)], [[], [], CODE]);
      });
    }

    scanTest('receives a scan in an added frame and restores its field', async (page) => {
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
      await scan(page);
      const note = await page.page.frameLocator('#frame').locator('#note').inputValue();
      assert.deepEqual([await codes(page), note], [[CODE], 'ask Amal']);
    });

    scanTest('is blind while a frame that was not added has the focus', async (page) => {
      await page.page.frameLocator('#frame').locator('#note').focus();
      await page.page.waitForSelector('payby-scan-input:state(blind)');
      await page.focus('other');
      await page.page.waitForSelector('payby-scan-input:state(armed)');
    });
  });

  describe('busy page', () => {
    for (const busyMs of [400, 900, 1300]) {
      scanTest(`reads a scan while the page is blocked for ${busyMs} ms`, async (page) => {
        await page.focus('text', 'rice');
        await page.play(scanKeys(CODE), {busyAfter: 5, busyMs});
        assert.deepEqual([await codes(page), await page.text('text')], [[CODE], 'rice']);
      });

      scanTest(`reads a scan without suffix while the page is blocked for ${busyMs} ms`, async (page) => {
        await page.focus(undefined);
        await page.play(scanKeys(CODE, {suffix: []}), {busyAfter: 12, busyMs});
        await page.scans(1);
        assert.deepEqual(await codes(page), [CODE]);
      });

      scanTest(`does not take typing for a scan while the page is blocked for ${busyMs} ms`, async (page) => {
        await page.focus('text');
        const person = new Person(randomFrom(busyMs, 'blocked'), {median: 150, hold: 85});
        await page.play(person.type('62904150').tap('Tab').keys, {busyAfter: 2, busyMs});
        await sleep(700);
        const {scans, rejects, prevented} = await page.report();
        assert.deepEqual([scans, rejects, prevented, await page.text('text')], [[], [], [], '62904150']);
      });
    }

    scanTest('reports a code typed into the own field as an entry on a blocked page', async (page) => {
      await page.focus('scan');
      const person = new Person(randomFrom(1, 'by hand'), {median: 150, hold: 85});
      await page.play(person.type(CODE).tap('Enter').keys, {busyAfter: 10, busyMs: 900});
      const {scans, manual} = await page.report();
      assert.deepEqual([scans, manual], [[], [CODE]]);
    });
  });

  describe('keyboard layouts', () => {
    scanTest('reads a scan with an Arabic layout', async (page) => {
      await page.focus('other');
      await scan(page, {layout: 'arabic'});
      assert.deepEqual(await codes(page), [CODE]);
    });

    scanTest('reads a scan with two-character Arabic keys and restores the other field', async (page) => {
      await page.focus('text', 'أرز');
      await scan(page, {layout: 'arabic-windows'});
      assert.deepEqual([await codes(page), await page.text('text')], [[CODE], 'أرز']);
    });

    scanTest('reads a scan with Caps Lock on', async (page) => {
      await page.focus(undefined);
      await scan(page, {caps: true});
      assert.deepEqual(await codes(page), [CODE]);
    });
  });

  // Recordings that the tests above do not cover
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
  describe('recordings', () => {
    const recordingOf = (name: string): Recording => {
      const found = recordings.find((recording) => recording.name === name);
      assert.ok(found, name);
      return found;
    };
    for (const recording of subset.map(recordingOf)) {
      const {name, context, before, keys, scans, rejects, ignores, after: left, who, attributes} = recording;
      const id = context === 'page' ? undefined : context === 'own' ? 'scan' : context;
      scanTest(
        `replays ${who}: ${name}`,
        async (page) => {
          await page.focus(id, before);
          await page.play(keys);
          if (scans.length > 0 && scans.at(-1)?.suffix === '') await page.scans(scans.length);
          const report = await page.report();
          assert.deepEqual(
            report.scans.map(({code}) => code),
            scans.map(({code}) => code),
          );
          assert.deepEqual([report.rejects, report.ignores], [rejects, ignores]);
          if (who === 'person') assert.deepEqual(report.prevented, []);
          if (id && id !== 'scan' && id !== 'button') assert.equal(await page.text(id), left);
        },
        Object.fromEntries(
          Object.entries(attributes).map(([attribute, value]) => [attribute, String(value)]),
        ),
      );
    }
  });

  scanTest('dispatches payby-scan in the task of Enter', async (page) => {
    await page.focus(undefined);
    const keys: RecordedKey[] = [];
    for (let i = 0; i < 20; i++)
      keys.push(...scanKeys(`20007900T4006900${String(i).padStart(3, '0')}`, {at: i * 200, gap: 5, hold: 2}));
    await page.play(keys);
    const {scans, inTime} = await page.report();
    assert.equal(scans.length, 20);
    assert.deepEqual(new Set(inTime), new Set([true])); // bench/keydown.ts measures the delay in ms
  });

  scanTest('hides a scan from page scripts after its first three keys', async (page) => {
    await page.focus(undefined);
    await scan(page);
    assert.equal((await page.report()).leaked, CODE.slice(0, 3));
  });
});
