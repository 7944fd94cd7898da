import assert from 'node:assert/strict';
import {describe, it} from 'node:test';
import {PNG} from 'pngjs';
import {difference} from '../visual/compare.js';
import {decodeGrid, encodeGrid, gridOf, type Grid} from '../visual/luminance.js';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** 0 is black, 255 is white. */
  readonly grey: number;
}

/** A little screen: a dark code, a button, and lines of text as grey stripes. */
const code: Box = {x: 80, y: 64, width: 160, height: 160, grey: 110};
const button: Box = {x: 16, y: 256, width: 288, height: 48, grey: 60};
const lines = (grey = 200, down = 0): readonly Box[] =>
  [0, 1, 2, 3, 4, 5, 6, 7].map((i) => ({
    x: 16,
    y: 336 + i * 24 + down,
    width: 288 - i * 12,
    height: 16,
    grey,
  }));
const screen = (...boxes: readonly Box[]): readonly Box[] => boxes;
const sound = screen(code, button, ...lines());

function draw(boxes: readonly Box[], {width = 320, height = 560, paper = 250} = {}): Grid {
  const png = new PNG({width, height});
  png.data.fill(255);
  const fill = (box: Box): void => {
    for (let y = box.y; y < box.y + box.height; y += 1) {
      for (let x = box.x; x < box.x + box.width; x += 1)
        png.data.fill(box.grey, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  };
  [{x: 0, y: 0, width, height, grey: paper}, ...boxes].forEach(fill);
  return gridOf(PNG.sync.write(png));
}

describe('difference', () => {
  const before = draw(sound);

  it('encodeGrid and decodeGrid return the same grid, in less than 1000 bytes', () => {
    const encoded = encodeGrid(before);
    assert.ok(encoded.length < 1000, `${encoded.length} bytes`);
    const decoded = decodeGrid(encoded);
    assert.deepEqual([decoded.columns, decoded.rows], [20, 35]);
    assert.ok(decoded.light.every((one, field) => Math.abs(one - before.light[field]!) < 1 / 255));
  });

  const alike: Readonly<Record<string, Grid>> = {
    'that has not changed': draw(sound),
    'in a bolder font': draw(screen(code, button, ...lines(175))),
    'with lines some pixels lower': draw(screen(code, button, ...lines(200, 6))),
    'that is a little longer': draw(screen(code, button, ...lines()), {height: 572}),
  };
  for (const [what, now] of Object.entries(alike)) {
    it(`accepts a screen ${what}`, () => {
      assert.equal(difference(before, now), undefined);
    });
  }

  const broken: Readonly<Record<string, Grid>> = {
    'without its code': draw(screen(button, ...lines())),
    'without its button': draw(screen(code, ...lines())),
    'without its text': draw(screen(code, button)),
    'with a smaller code': draw(screen({...code, x: 120, width: 80, height: 80}, button, ...lines())),
    'with the code at the side': draw(screen({...code, x: 16}, button, ...lines())),
    'with the button over the code': draw(screen(code, {...button, y: 160}, ...lines())),
    'in other colours': draw(sound, {paper: 20}),
    'that is much longer': draw(sound, {height: 640}),
    'that is wider': draw(sound, {width: 360}),
  };
  for (const [what, now] of Object.entries(broken)) {
    it(`reports a screen ${what}`, () => {
      assert.notEqual(difference(before, now), undefined);
      assert.notEqual(difference(now, before), undefined);
    });
  }
});
