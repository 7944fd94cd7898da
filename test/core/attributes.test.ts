import {expect} from '@open-wc/testing';
import {parseWord, parseWords, type AttributeIssue} from '../../src/core/attributes.js';

const MODES = ['same-origin', 'include', 'omit'] as const;
const ACTIONS = ['copy', 'save', 'print'] as const;

describe('parseWord', () => {
  const parse = (value: string | null | undefined): {word: string; issues: AttributeIssue[]} => {
    const issues: AttributeIssue[] = [];
    return {word: parseWord('credentials', value, MODES, (issue) => issues.push(issue)), issues};
  };

  it('returns a word of the list', () => {
    for (const mode of MODES) expect(parse(mode)).to.deep.equal({word: mode, issues: []});
  });

  it('returns the first word and reports nothing for a missing attribute', () => {
    for (const value of [null, undefined])
      expect(parse(value)).to.deep.equal({word: 'same-origin', issues: []});
  });

  for (const value of ['yes', '', 'Include', 'include omit', ' omit']) {
    it(`returns the first word and reports the valid ones for "${value}"`, () => {
      expect(parse(value)).to.deep.equal({
        word: 'same-origin',
        issues: [
          {
            name: 'credentials',
            value,
            message:
              'Invalid credentials attribute: expected same-origin, include or omit. Using same-origin.',
          },
        ],
      });
    });
  }

  it('can be called without a report callback', () => {
    expect(parseWord('credentials', 'yes', MODES)).to.equal('same-origin');
  });
});

describe('parseWords of other lists', () => {
  for (const [words, list] of [
    [['copy'], 'copy'],
    [['copy', 'save'], 'copy or save'],
    [['copy', 'save', 'print'], 'copy, save or print'],
  ] as const) {
    it(`names the valid words: ${list}`, () => {
      const messages: string[] = [];
      parseWords('actions', 'all', words, ({message}) => messages.push(message));
      expect(messages).to.deep.equal([
        `Invalid actions attribute: expected any of ${list}. Other words are ignored.`,
      ]);
    });
  }
});

describe('parseWords', () => {
  const parse = (value: string): {words: string[]; issues: AttributeIssue[]} => {
    const issues: AttributeIssue[] = [];
    const words = parseWords('actions', value, ACTIONS, (issue) => issues.push(issue));
    return {words: [...words], issues};
  };

  it('returns the words in the order of the list, whatever blanks separate them', () => {
    expect(parse(' print\n\tcopy ')).to.deep.equal({words: ['copy', 'print'], issues: []});
  });

  it('returns nothing for an empty value', () => {
    expect(parse('')).to.deep.equal({words: [], issues: []});
  });

  it('does not match parts of words', () => {
    expect(parse('no-copy saved').words).to.deep.equal([]);
  });

  it('reports an invalid word once, without repeating it', () => {
    const {words, issues} = parse('copy cancle printe');
    expect(words).to.deep.equal(['copy']);
    expect(issues.map(({message}) => message)).to.deep.equal([
      'Invalid actions attribute: expected any of copy, save or print. Other words are ignored.',
    ]);
  });
});
