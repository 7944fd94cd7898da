import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {layoutKey, physicalKey, type HostLayout} from '../fixtures/recordings/host-layouts.js';
import {generatedFile} from '../fixtures/recordings/generate.js';
import {recordings} from '../fixtures/recordings/generated.js';
import {readKeys, writeKeys} from '../fixtures/recordings/recording.js';
import {personSession} from '../fixtures/recordings/person-sessions.js';

describe('generated recordings', () => {
  it('are what generate.ts writes (if not: npx tsx test/fixtures/recordings/generate.ts)', async () => {
    const generated = readFileSync(new URL('../fixtures/recordings/generated.ts', import.meta.url), 'utf8');
    assert.equal(generated, await generatedFile());
  });

  it('are written and read without loss', () => {
    for (const {keys, name} of recordings) assert.deepEqual(readKeys(writeKeys(keys)), keys, name);
  });

  it('are in order of time and press no key twice without a release', () => {
    for (const {keys, name} of recordings) {
      const losesUps = !keys.some(({kind, key}) => kind === 'up' && key !== 'Shift');
      const isPlaceless = keys.some(({code, kind}) => kind === 'up' && code === ''); // Android
      const down = new Set<string>();
      let last = 0;
      for (const {at, kind, key, code, repeat} of keys) {
        assert.ok(at >= last, `${name}: ${at} after ${last}`);
        last = at;
        if (isPlaceless || key === 'Shift') continue;
        if (kind === 'up')
          assert.ok(down.delete(code), `${name}: ${code} comes up at ${at}, but was not down`);
        if (kind !== 'down' || losesUps) continue;
        assert.equal(down.has(code), repeat, `${name}: ${code} at ${at}`);
        down.add(code);
      }
      assert.deepEqual([...down], [], `${name}: still down at the end`);
    }
  });
});

describe('layoutKey', () => {
  const CODE = '20007900T400690098F';
  // As recorded with key presses at the level of the operating system, and as vendors document it
  const expected: readonly [HostLayout, string][] = [
    ['us', CODE],
    ['arabic', '20007900ﻹ400690098['],
    ['arabic-windows', '20007900لإ400690098['],
    ['arabic-empty', '20007900400690098['],
    ['azerty', "éàààèçààT'àà-çààç_F"],
    ['dvorak', '20007900Y400690098U'],
    ['arabic-indic', '٢٠٠٠٧٩٠٠لإ٤٠٠٦٩٠٠٩٨['],
  ];
  for (const [layout, text] of expected) {
    it(`returns ${text} for the sample code in the layout ${layout}`, () => {
      const typed = Array.from(CODE, (letter) => layoutKey(physicalKey(letter), layout));
      assert.equal(typed.join(''), text);
    });
  }
});

describe('personSession', () => {
  it('returns the same session for the same seed and another for another seed', () => {
    assert.deepEqual(personSession(3, 14), personSession(3, 14));
    assert.notDeepEqual(personSession(3, 14).keys, personSession(4, 14).keys);
  });

  it('presses no key twice without a release', () => {
    for (let number = 0; number < 500; number++) {
      const {keys, name} = personSession(3, number);
      const down = new Set<string>();
      for (const {kind, code, repeat} of keys) {
        if (kind === 'up') down.delete(code);
        else if (!repeat) assert.ok(!down.has(code), `${name}: ${code}`);
        if (kind === 'down') down.add(code);
      }
      assert.equal(down.size, 0, name);
    }
  });

  it('types with about the median and spread of its style', () => {
    const spreads: number[] = [];
    for (let number = 0; number < 300; number++) {
      const {keys, name} = personSession(3, number);
      if (!name.includes('enters a number') || name.includes('100 ms')) continue;
      const downs = keys.filter(({kind, key}) => kind === 'down' && /^\p{Nd}$/u.test(key));
      const gaps = downs.slice(1).map(({at}, i) => at - (downs[i]?.at ?? 0));
      const mean = gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length;
      const variance = gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length;
      if (gaps.length >= 7) spreads.push(Math.sqrt(variance) / mean);
    }
    spreads.sort((a, b) => a - b);
    const median = spreads[spreads.length >> 1] ?? 0;
    assert.ok(spreads.length > 10 && median > 0.3 && median < 0.6, `${spreads.length} sessions, ${median}`);
  });
});
