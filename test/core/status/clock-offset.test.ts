import {expect} from '@open-wc/testing';
import {clockOffset, givenAt} from '../../../src/core/status/clock-offset.js';

describe("the server's clock", () => {
  it('is taken to have been told half a round trip ago', () => {
    expect(clockOffset({requestedAt: 1000, receivedAt: 1400, servedAt: 11_200})).to.equal(10_000);
  });

  it('is unknown when the answer does not tell it', () => {
    expect(clockOffset({requestedAt: 1000, receivedAt: 1400, servedAt: undefined})).to.equal(undefined);
  });

  it('dates an answer by its own word, else by the moment of the question', () => {
    expect(givenAt({requestedAt: 1000, receivedAt: 1400, servedAt: 11_200}, 10_000)).to.equal(11_200);
    expect(givenAt({requestedAt: 1000, receivedAt: 1400, servedAt: undefined}, 10_000)).to.equal(11_000);
  });
});
