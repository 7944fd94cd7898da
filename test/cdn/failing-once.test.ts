import {expect} from '@open-wc/testing';
import {visitFlakyCdn} from '../support/flaky-cdn.js';

describe('dist/cdn/payby-checkout.js, when the first request of a lazy part fails', () => {
  it('requests the part again with ?retry=1, shows the voucher, and dispatches no payby-error', async () => {
    const {requests, problems} = await visitFlakyCdn(1);
    expect(requests).to.deep.equal(['parts/voucher.lazy.js', 'parts/voucher.lazy.js?retry=1']);
    expect(problems).to.deep.equal([]);
  });
});
