import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {MAX_MESSAGE_LENGTH, parseCommand} from '../../../src/core/bridge/commands.js';
import {accepted, malformed} from '../../support/bridge-commands.js';

describe('parseCommand', () => {
  for (const [title, message, command] of accepted) {
    it(`reads ${title}, as an object and as JSON`, () => {
      const sent = {payby: 1, ...message};
      expect(parseCommand(sent)).to.deep.equal({ok: true, command});
      expect(parseCommand(JSON.stringify(sent))).to.deep.equal({ok: true, command});
    });
  }

  it('reads a setting that is undefined as not given', () => {
    const [show] = accepted.filter(([title]) => title === 'show');
    expect(parseCommand({payby: 1, ...show?.[1], streamUrl: undefined})).to.deep.equal({
      ok: true,
      command: show?.[2],
    });
  });

  for (const [title, message] of malformed) {
    it(`ignores ${title} as malformed`, () => {
      expect(parseCommand({payby: 1, ...message})).to.deep.equal({ok: false, reason: 'malformed'});
    });
  }

  const others: readonly (readonly [string, unknown, string])[] = [
    ['a message of a later version', {payby: 2, type: 'close'}, 'version'],
    ['a version in words', {payby: '1', type: 'close'}, 'version'],
    ['a message of somebody else', {source: 'devtools', type: 'close'}, 'foreign'],
    ['text of somebody else', 'setImmediate$0.1', 'foreign'],
    ['a number', 7, 'foreign'],
    ['nothing', undefined, 'foreign'],
    ['a list', [{payby: 1, type: 'close'}], 'foreign'],
    ['long text of somebody else', 'x'.repeat(MAX_MESSAGE_LENGTH + 1), 'foreign'],
    ['a long object', {payby: 1, type: 'close', x: 'x'.repeat(MAX_MESSAGE_LENGTH)}, 'too-large'],
    ['a long object of somebody else', {type: 'close', x: 'x'.repeat(MAX_MESSAGE_LENGTH)}, 'foreign'],
    ['long JSON', JSON.stringify({payby: 1, type: 'close', x: 'x'.repeat(MAX_MESSAGE_LENGTH)}), 'too-large'],
    ['an object that has no JSON', {payby: 1, type: 'close', x: 1n}, 'too-large'],
  ];
  for (const [title, data, reason] of others) {
    it(`refuses ${title} as ${reason}`, () => {
      expect(parseCommand(data)).to.deep.equal({ok: false, reason});
    });
  }

  it('reads a message that is as long as one may be, as an object and as JSON', () => {
    const empty = {payby: 1, type: 'close', x: ''};
    const longest = {...empty, x: 'x'.repeat(MAX_MESSAGE_LENGTH - JSON.stringify(empty).length)};
    expect(JSON.stringify(longest)).to.have.length(MAX_MESSAGE_LENGTH);
    for (const sent of [longest, JSON.stringify(longest)])
      expect(parseCommand(sent)).to.deep.equal({ok: true, command: {type: 'close'}});
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.anything({withBigInt: true, withMap: true}), (data) => {
        parseCommand(data);
        const message = typeof data === 'object' && data !== null ? {payby: 1, ...data} : data;
        parseCommand(message);
        return true;
      }),
    );
  });
});
