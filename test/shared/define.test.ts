import {expect} from '@open-wc/testing';
import {define} from '../../src/shared/define.js';

class Mine extends HTMLElement {
  static readonly version = '1.2.3';
}
class Theirs extends HTMLElement {
  static readonly version = '0.9.0';
}

describe('define', () => {
  const realWarn = console.warn;
  let lines: string[] = [];
  beforeEach(() => {
    lines = [];
    console.warn = (line: string) => lines.push(line);
  });
  afterEach(() => {
    console.warn = realWarn;
  });

  it('does nothing when it is called again with the same class', () => {
    define('test-mine', Mine);
    define('test-mine', Mine);
    expect(customElements.get('test-mine')).to.equal(Mine);
    expect(lines).to.deep.equal([]);
  });

  it('does not redefine a tag of another class, and warns with both versions', () => {
    customElements.define('test-theirs', Theirs);
    define('test-theirs', Mine);
    expect(customElements.get('test-theirs')).to.equal(Theirs);
    expect(lines).to.deep.equal(['<test-theirs> is already defined (version 0.9.0); 1.2.3 is not used']);
  });
});
