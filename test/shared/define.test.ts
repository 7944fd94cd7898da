import {expect} from '@open-wc/testing';
import {define} from '../../src/shared/define.js';

class OwnElement extends HTMLElement {
  static readonly version = '1.2.3';
}
class OtherElement extends HTMLElement {
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
    define('test-own', OwnElement);
    define('test-own', OwnElement);
    expect(customElements.get('test-own')).to.equal(OwnElement);
    expect(lines).to.deep.equal([]);
  });

  it('does not redefine a tag of another class, and warns with both versions', () => {
    customElements.define('test-other', OtherElement);
    define('test-other', OwnElement);
    expect(customElements.get('test-other')).to.equal(OtherElement);
    expect(lines).to.deep.equal(['<test-other> is already defined (version 0.9.0); 1.2.3 is not used']);
  });
});
