import {expect} from '@open-wc/testing';
import {clockOffset, givenAt} from '../../../src/core/status/clock-offset.js';

describe('clockOffset and givenAt', () => {
  it('assume that an answer is half a round trip old', () => {
    expect(clockOffset({requestedAt: 1000, receivedAt: 1400, servedAt: 11_200})).to.equal(10_000);
  });

  it('return undefined when the answer has no server time', () => {
    expect(clockOffset({requestedAt: 1000, receivedAt: 1400, servedAt: undefined})).to.equal(undefined);
  });

  it('date an answer by its server time, else by the time of the request', () => {
    expect(givenAt({requestedAt: 1000, receivedAt: 1400, servedAt: 11_200}, 10_000)).to.equal(11_200);
    expect(givenAt({requestedAt: 1000, receivedAt: 1400, servedAt: undefined}, 10_000)).to.equal(11_000);
  });
});
