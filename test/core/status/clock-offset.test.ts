import {expect} from '@open-wc/testing';
import {clockOffset, givenAt, isFollowed} from '../../../src/core/status/clock-offset.js';

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

describe('isFollowed', () => {
  const DAY = 86_400_000;
  const device = Date.UTC(2026, 10, 22, 8);
  const cases: [string, number, number | undefined, boolean][] = [
    ['follows serverTime without a Date header', device + 400 * DAY, undefined, true],
    ['follows serverTime near the Date header', device + 3, device, true],
    ['follows serverTime a day before the Date header', device - DAY, device, true],
    ['refuses serverTime more than a day before it', device - DAY - 1, device, false],
    ['refuses serverTime more than a day after it', device + DAY + 1, device, false],
    ['refuses serverTime of 2001', 1e12, device, false],
    ['follows both against the clock of the device', device + 400 * DAY, device + 400 * DAY, true],
    ['refuses serverTime when neither is near the device', device - 400 * DAY, device + 400 * DAY, false],
    ['follows serverTime and the device against a Date header', device + 5000, device - 2 * DAY, true],
    [
      'refuses serverTime when all three contradict each other',
      device - 0.6 * DAY,
      device + 0.6 * DAY,
      false,
    ],
  ];
  for (const [name, serverTime, date, followed] of cases) {
    it(name, () => {
      expect(isFollowed(serverTime, date, device)).to.equal(followed);
    });
  }
});
