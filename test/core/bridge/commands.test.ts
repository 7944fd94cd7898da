import {expect} from '@open-wc/testing';
import fc from 'fast-check';
import {MAX_MESSAGE_LENGTH, parseCommand} from '../../../src/core/bridge/commands.js';

const order = {merchantOrderNo: 'A-1', tokenUrl: 'https://pay.payby.com/t'};

describe('parseCommand', () => {
  const read: readonly (readonly [title: string, message: object, command: object])[] = [
    ['hello', {type: 'hello', versions: [1, 2]}, {type: 'hello', versions: [1, 2]}],
    [
      'hello of a host that opens links',
      {type: 'hello', versions: [1], opensUrls: true},
      {type: 'hello', versions: [1], opensUrls: true},
    ],
    ['locale', {type: 'locale', locale: 'ar'}, {type: 'locale', locale: 'ar'}],
    ['locale null', {type: 'locale', locale: null}, {type: 'locale', locale: null}],
    ['theme', {type: 'theme', theme: 'dark'}, {type: 'theme', theme: 'dark'}],
    ['cancel', {type: 'cancel', more: 1}, {type: 'cancel'}],
    ['close', {type: 'close'}, {type: 'close'}],
    ['back', {type: 'back'}, {type: 'back'}],
    ['visibility', {type: 'visibility', visible: false}, {type: 'visibility', visible: false}],
    [
      'insets, a missing side as 0',
      {type: 'insets', top: 44, bottom: 34},
      {type: 'insets', insets: {top: 44, right: 0, bottom: 34, left: 0}},
    ],
    [
      'answer',
      {type: 'answer', id: 3, ok: true, value: {status: 'FAILURE'}},
      {type: 'answer', id: 3, isOk: true, value: {status: 'FAILURE'}},
    ],
    [
      'answer without a value',
      {type: 'answer', id: 3, ok: false},
      {type: 'answer', id: 3, isOk: false, value: undefined},
    ],
  ];
  for (const [title, message, command] of read) {
    it(`reads ${title}, as an object and as JSON`, () => {
      const sent = {payby: 1, ...message};
      expect(parseCommand(sent)).to.deep.equal({ok: true, command});
      expect(parseCommand(JSON.stringify(sent))).to.deep.equal({ok: true, command});
    });
  }

  it('reads show with the settings of the element that are given, and nothing else of the message', () => {
    const settings = {statusUrl: '/s', locale: null, brand: {payby: 'Botim Money'}, stores: [{name: 'Lulu'}]};
    const others = {persist: 'x', innerHTML: '<p>', statusSource: '/s', streamUrl: undefined};
    expect(parseCommand({payby: 1, type: 'show', order, ...settings, ...others})).to.deep.equal({
      ok: true,
      command: {type: 'show', order, settings},
    });
  });

  const malformed: readonly (readonly [string, object])[] = [
    ['no type', {}],
    ['an unknown type', {type: 'pay'}],
    ['a type of Object', {type: 'constructor'}],
    ['hello without versions', {type: 'hello'}],
    ['hello with a version in words', {type: 'hello', versions: ['1']}],
    ['hello with opensUrls in words', {type: 'hello', versions: [1], opensUrls: 'yes'}],
    ['show without an order', {type: 'show'}],
    ['show with a list', {type: 'show', order: [order]}],
    ['show with null', {type: 'show', order: null}],
    ['show with a status-url that is an object', {type: 'show', order, statusUrl: {href: '/s'}}],
    ['show with a brand in words', {type: 'show', order, brand: 'Botim Money'}],
    ['show with stores that are an object', {type: 'show', order, stores: {name: 'Lulu'}}],
    ['locale as a number', {type: 'locale', locale: 1}],
    ['an unknown theme', {type: 'theme', theme: 'sepia'}],
    ['visibility in words', {type: 'visibility', visible: 'yes'}],
    ['a negative inset', {type: 'insets', top: -1}],
    ['an inset that is no number', {type: 'insets', top: '1px'}],
    ['an answer without id', {type: 'answer', ok: true}],
    ['an answer that does not say whether', {type: 'answer', id: 1}],
  ];
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
    ['long JSON', JSON.stringify({payby: 1, type: 'close', x: 'x'.repeat(MAX_MESSAGE_LENGTH)}), 'too-large'],
    ['an object that has no JSON', {payby: 1, type: 'close', x: 1n}, 'too-large'],
  ];
  for (const [title, data, reason] of others) {
    it(`refuses ${title} as ${reason}`, () => {
      expect(parseCommand(data)).to.deep.equal({ok: false, reason});
    });
  }

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
