import {expect} from '@open-wc/testing';
import {AttributeWarnings} from '../../src/shared/attribute-warnings.js';

describe('AttributeWarnings', () => {
  const realWarn = console.warn;
  let lines: unknown[][] = [];
  beforeEach(() => {
    lines = [];
    console.warn = (...line: unknown[]) => lines.push(line);
  });
  afterEach(() => {
    console.warn = realWarn;
  });

  const message = 'Invalid capture attribute: expected page, focus or off. Using page.';

  it('prints the message with the element, but not the value', () => {
    const host = document.createElement('div');
    new AttributeWarnings(host).report({name: 'capture', value: 'secret', message});
    expect(lines).to.deep.equal([[`payby-checkout: ${message}`, host]]);
  });

  it('prints once per value, also when the page returns to it', () => {
    const {report} = new AttributeWarnings(document.createElement('div'));
    for (const value of ['all', 'all', 'none', 'all']) report({name: 'capture', value, message});
    expect(lines).to.have.length(2);
  });

  it('prints for each element', () => {
    for (let i = 0; i < 2; i++)
      new AttributeWarnings(document.createElement('div')).report({name: 'capture', value: 'all', message});
    expect(lines).to.have.length(2);
  });
});
