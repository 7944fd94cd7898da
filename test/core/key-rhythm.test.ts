import {expect} from '@open-wc/testing';
import {KeyRhythm} from '../../src/core/key-rhythm.js';

describe('the rhythm of a scan', () => {
  const rhythmOf = (...times: number[]): {keys: number; medianGap: number | null} => {
    const rhythm = new KeyRhythm();
    times.forEach((time) => {
      rhythm.press(time);
    });
    return rhythm.take();
  };

  it('is the number of keys and the usual gap between them', () => {
    expect(rhythmOf(0, 10, 20, 520)).to.deep.equal({keys: 4, medianGap: 10});
    expect(rhythmOf(0, 10)).to.deep.equal({keys: 2, medianGap: 10});
    expect(rhythmOf(7)).to.deep.equal({keys: 1, medianGap: null});
  });

  it('begins anew after each scan', () => {
    const rhythm = new KeyRhythm();
    rhythm.press(1);
    rhythm.take();
    expect(rhythm.take()).to.deep.equal({keys: 0, medianGap: null});
  });
});
