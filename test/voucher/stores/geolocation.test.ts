import {expect} from '@open-wc/testing';
import {locateDevice} from '../../../src/voucher/stores/geolocation.js';

type GetCurrentPosition = Geolocation['getCurrentPosition'];
const browserWith = (getCurrentPosition: GetCurrentPosition): Parameters<typeof locateDevice>[0] => ({
  geolocation: {getCurrentPosition},
});
const failing =
  (code: number): GetCurrentPosition =>
  (_, failed) => {
    failed?.({code, message: '', PERMISSION_DENIED: 1, POSITION_UNAVAILABLE: 2, TIMEOUT: 3});
  };

describe('locateDevice', () => {
  it('requests the approximate position once, with a timeout', async () => {
    const requests: (PositionOptions | undefined)[] = [];
    const here = await locateDevice(
      browserWith((found, _, options) => {
        requests.push(options);
        found({coords: {latitude: 25.2, longitude: 55.27, accuracy: 900}} as GeolocationPosition);
      }),
    );
    expect(here).to.deep.equal({latitude: 25.2, longitude: 55.27});
    expect(requests).to.have.length(1);
    expect(requests[0]?.timeout).to.be.within(5000, 30_000);
    expect(requests[0]?.enableHighAccuracy ?? false).to.equal(false);
  });

  it('resolves `refused` when denied, and `unknown` when there is no position', async () => {
    expect(await locateDevice(browserWith(failing(1)))).to.equal('refused');
    expect(await locateDevice(browserWith(failing(2)))).to.equal('unknown');
    expect(await locateDevice(browserWith(failing(3)))).to.equal('unknown');
    expect(await locateDevice({})).to.equal('unknown');
  });
});
