import {expect} from '@open-wc/testing';
import {parseCredentials} from '../../../src/core/status/status-source.js';

describe('parseCredentials', () => {
  it("reads fetch's three modes, and everything else as same-origin, with an issue", () => {
    const issues: string[] = [];
    const read = (value: string | null): string =>
      parseCredentials(value, ({message}) => issues.push(message));
    const modes = ['same-origin', 'include', 'omit'];
    expect(modes.map(read)).to.deep.equal(modes);
    expect(read(null)).to.equal('same-origin');
    expect(issues).to.deep.equal([]);
    expect(read('all')).to.equal('same-origin');
    expect(issues[0]).to.contain('credentials attribute: expected same-origin, include or omit');
  });
});
