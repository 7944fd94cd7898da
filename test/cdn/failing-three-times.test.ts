import {expect} from '@open-wc/testing';
import {visitFlakyCdn} from '../support/flaky-cdn.js';

describe('dist/cdn/payby-checkout.js, when three requests of a lazy part fail', () => {
  it('dispatches payby-error script-unreachable with the file, rejects print(), and shows the voucher after the fourth', async () => {
    const {requests, problems, printError} = await visitFlakyCdn(3);
    const file = 'parts/voucher.lazy.js';
    expect(requests).to.deep.equal([file, `${file}?retry=1`, `${file}?retry=2`, `${file}?retry=3`]);
    expect(printError, 'print() is rejected').to.equal('Could not load voucher.lazy.js.');
    const ofVoucher = problems.filter(({message}) => message.includes('voucher.lazy.js'));
    expect(ofVoucher.map(({code}) => code)).to.deep.equal(['script-unreachable']);
    expect(problems.every(({code, retryable}) => code === 'script-unreachable' && retryable)).to.equal(true);
  });
});
