/** The pages' texts against their markup. That both languages have every key is for the compiler to check. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {adminTexts} from '../../../demo/pages/admin/texts.js';
import {cashierTexts} from '../../../demo/pages/cashier/texts.js';
import {embedTexts} from '../../../demo/pages/embed/texts.js';
import {customerDisplayTexts} from '../../../demo/pages/customer-display/texts.js';
import {gameTexts} from '../../../demo/pages/game/texts.js';
import {indexTexts} from '../../../demo/pages/index/texts.js';
import {loginTexts} from '../../../demo/pages/login/texts.js';
import {phoneTexts} from '../../../demo/pages/phone/texts.js';
import {posTexts} from '../../../demo/pages/pos/texts.js';
import {sentMessagesTexts} from '../../../demo/pages/sent-messages/texts.js';
import {receiptTexts} from '../../../demo/pages/receipt/texts.js';
import {commonTexts} from '../../../demo/pages/shared/common-texts.js';
import {storeTexts} from '../../../demo/pages/store/texts.js';
import {thanksTexts} from '../../../demo/pages/thanks/texts.js';
import {parseHtml} from '../../support/parse-html.js';

/** Each attribute that holds the key of a text, and the attribute that gets the text; `null` for the content. */
const holders = {
  'data-text': null,
  'data-empty-text': 'data-empty',
  'data-aria-label': 'aria-label',
  'data-placeholder': 'placeholder',
  'data-label': 'label',
  'data-alt': 'alt',
} as const;

const plain = (text: unknown): string => String(text).replace(/\s+/g, ' ').trim();

const pagesDir = new URL('../../../demo/pages/', import.meta.url);

interface Texts {
  readonly en: Readonly<Record<string, unknown>>;
  readonly ar: Readonly<Record<string, unknown>>;
}

const texts: Readonly<Record<string, Texts>> = {
  admin: adminTexts,
  cashier: cashierTexts,
  'customer-display': customerDisplayTexts,
  game: gameTexts,
  index: indexTexts,
  embed: embedTexts,
  login: loginTexts,
  phone: phoneTexts,
  pos: posTexts,
  receipt: receiptTexts,
  'sent-messages': sentMessagesTexts,
  store: storeTexts,
  thanks: thanksTexts,
};

describe('the texts of a demo page', () => {
  it('are listed in this test for every page', () => {
    const folders = readdirSync(pagesDir, {withFileTypes: true}).filter((entry) => entry.isDirectory());
    // A checkout in a frame has the words of the element, and no others
    const names = folders.map(({name}) => name).filter((name) => !['shared', 'embed-frame'].includes(name));
    assert.deepEqual(Object.keys(texts).sort(), names.sort());
  });

  for (const [page, {en, ar}] of Object.entries(texts)) {
    it(`have a sentence in English and Arabic for every key in ${page}/index.html`, () => {
      const markup = readFileSync(new URL(`${page}/index.html`, pagesDir), 'utf8');
      const keys = Array.from(
        markup.matchAll(/\sdata-(?:text|empty-text|aria-label|placeholder|label|alt)="([^"]+)"/g),
        ([, key = '']) => key,
      );
      assert.ok(keys.length > 0);
      assert.deepEqual(
        keys.filter((key) => !(key in en || key in commonTexts.en)),
        [],
      );
      assert.deepEqual(
        keys.filter((key) => !(key in ar || key in commonTexts.ar)),
        [],
      );
    });

    it(`are in English what ${page}/index.html says before its script runs`, () => {
      const document = parseHtml(readFileSync(new URL(`${page}/index.html`, pagesDir), 'utf8'));
      const roots = [document, ...Array.from(document.querySelectorAll('template'), ({content}) => content)];
      const english: Readonly<Record<string, unknown>> = {...commonTexts.en, ...en};
      const others = roots.flatMap((root) =>
        Object.entries(holders).flatMap(([holder, attribute]) =>
          Array.from(root.querySelectorAll(`[${holder}]`), (node) => {
            const said = plain(attribute === null ? node.textContent : (node.getAttribute(attribute) ?? ''));
            const text = english[node.getAttribute(holder) ?? ''];
            return said !== '' && typeof text === 'string' && said !== plain(text) ? [said, plain(text)] : [];
          }).filter((pair) => pair.length > 0),
        ),
      );
      assert.deepEqual(others, []);
    });
  }
});
