// Trusted key presses of a scanner while another field of the page has the focus: every type, selection and focus change.
import assert from 'node:assert/strict';
import {after, before, describe, it} from 'node:test';
import {scanKeys} from '../fixtures/recordings/scanner.js';
import {ScanFixture, type ScanPage} from './pages/scan-page.js';

const CODES = ['000031146262571', '20007900T400690098F'] as const;

/** The value of each type before the scan. */
const types: Readonly<Record<string, string>> = {
  text: 'rice 5 kg',
  search: 'rice',
  url: 'https://shop.example/',
  tel: '0501234567',
  email: 'amal@shop.example',
  number: '3',
  date: '2026-03-01',
  'datetime-local': '2026-03-01T10:30',
  time: '10:30',
  month: '2026-03',
  week: '2026-W09',
  color: '#123456',
  range: '42',
  checkbox: 'on',
  radio: 'on',
  textarea: 'two lines\nof text',
};
const selections = ['end', 'all'] as const;
const focusChanges = ['stays', 'comes on the first key', 'leaves on the third key'] as const;

interface Case {
  readonly type: string;
  readonly value: string;
  readonly selection: (typeof selections)[number];
  readonly change: (typeof focusChanges)[number];
}

/** Puts the field and a note beside it on the page, and moves the focus as the case says. */
const place = (page: ScanPage, options: Case): Promise<void> =>
  page.page.evaluate(({type, value, selection, change}) => {
    document.querySelector('#place')?.remove();
    const box = document.createElement('p');
    box.id = 'place';
    const field = document.createElement(type === 'textarea' ? 'textarea' : 'input');
    if (field instanceof HTMLInputElement) field.type = type;
    const note = document.createElement('input');
    [field.id, field.value, note.id, note.value] = ['field', value, 'note', 'ask Amal'];
    box.append(field, note);
    document.body.append(box);
    // Methods, because the compiler gives a named function a helper that the page does not have
    const act = {
      keys: 0,
      focus() {
        field.focus();
        if (selection === 'all') field.select();
        else if (field.selectionStart !== null) field.setSelectionRange(value.length, value.length);
      },
    };
    (document.activeElement as HTMLElement | null)?.blur();
    if (change !== 'comes on the first key') act.focus();
    document.addEventListener('keydown', () => {
      act.keys += 1;
      if (!box.isConnected) return; // of an earlier case
      if (change === 'comes on the first key' && act.keys === 1) act.focus();
      if (change === 'leaves on the third key' && act.keys === 3) note.focus();
    });
  }, options);

interface FieldState {
  readonly value: string;
  readonly checked: boolean;
  readonly badInput: boolean;
  readonly note: string;
}

const stateOf = (page: ScanPage): Promise<FieldState> =>
  page.page.evaluate(() => {
    const field = document.querySelector<HTMLInputElement>('#field');
    const note = document.querySelector<HTMLInputElement>('#note');
    if (!field || !note) throw new Error('no fields');
    return {
      value: field.value,
      checked: field.checked,
      badInput: field.validity.badInput,
      note: note.value,
    };
  });

describe('<payby-scan-input> with trusted keys in other fields', {timeout: 600_000}, () => {
  let fixture: ScanFixture;
  before(async () => {
    fixture = await ScanFixture.create();
  });
  after(async () => {
    await fixture.close();
    assert.deepEqual(fixture.pageErrors, [], 'errors and console lines of the page');
  });

  for (const [type, value] of Object.entries(types)) {
    it(`restores value and validity of ${type}, whatever is selected and however the focus moves`, async () => {
      const page = await fixture.open();
      const scans: string[] = [];
      try {
        for (const selection of selections)
          for (const change of focusChanges) {
            const code = CODES[scans.length % 2] ?? '';
            await place(page, {type, value, selection, change});
            const start = await stateOf(page);
            await page.play(scanKeys(code, {gap: 4, hold: 2}));
            scans.push(code);
            const what = `${code}, ${selection} selected, focus ${change}`;
            assert.deepEqual(await stateOf(page), start, what);
            assert.deepEqual(
              (await page.report()).scans.map((scan) => scan.code),
              scans,
              what,
            );
            await page.page.evaluate(() => {
              (document.querySelector('#scan') as unknown as {release: () => void}).release();
            });
          }
      } finally {
        await page.close();
      }
    });
  }
});
