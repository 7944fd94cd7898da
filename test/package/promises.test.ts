/** The table of promises in CONTRIBUTING.md names tests that exist. */
import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';

const page = readFileSync('CONTRIBUTING.md', 'utf8');
const rows = [...page.matchAll(/^\| ([^|]+) \| `(test\/[^|`]+)` *\| ([^|]+) \|$/gm)].map(
  ([, promise = '', file = '', title = '']) => ({promise: promise.trim(), file, title: title.trim()}),
);

describe('the promises in CONTRIBUTING.md', () => {
  it('are in a table that this test reads', () => {
    assert.ok(rows.length >= 18);
  });

  for (const {promise, file, title} of rows) {
    it(`"${promise}" is played by a test of ${file}`, () => {
      assert.ok(existsSync(file), `${file} exists`);
      const titles = [...readFileSync(file, 'utf8').matchAll(/\bit\(\s*(['"`])(.*?)\1,/gs)].map(
        ([, , text = '']) => text,
      );
      assert.ok(
        titles.some((text) => text.includes(title)),
        `${file} has a test "${title}"`,
      );
    });
  }
});
