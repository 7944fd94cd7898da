import {expect} from '@open-wc/testing';
import {isNoOrder, keyOf, parseOrder, type Order} from '../../../src/core/order/order.js';
import {NOON, order, orderWithout, payByAnswer, TOKEN} from '../../support/orders.js';

const parsed = (input: unknown): Order => {
  const result = parseOrder(input);
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
};
const pathsOf = (input: unknown): string[] => {
  const result = parseOrder(input);
  return result.ok ? [] : result.issues.map(({path}) => path);
};

describe('parseOrder', () => {
  it('accepts a CheckoutOrder', () => {
    const {merchantOrderNo, paySceneCode, tokenUrl, totalAmount, expiredTime} = parsed(order());
    expect({merchantOrderNo, paySceneCode, tokenUrl, totalAmount, expiredTime}).to.deep.equal({
      merchantOrderNo: 'M-1',
      paySceneCode: 'DYNQR',
      tokenUrl: TOKEN,
      totalAmount: {amount: '25.00', currency: 'AED'},
      expiredTime: NOON + 900_000,
    });
  });

  it("accepts PayBy's create-order response, with or without its envelope, and as JSON", () => {
    const answer = payByAnswer();
    for (const input of [answer, answer.body, JSON.stringify(answer)]) {
      const {orderNo, tokenUrl, totalAmount} = parsed(input);
      expect([orderNo, tokenUrl, totalAmount.amount]).to.deep.equal(['9000001', TOKEN, '25.00']);
    }
  });

  it('parses the status in the order', () => {
    expect(parsed(order()).report.word).to.equal('CREATED');
    expect(parsed(order({status: 'PAID_SUCCESS'})).report.word).to.equal('PAID_SUCCESS');
    expect(parsed(order({status: 'SETTLED', revoked: 'true'})).report.revoked).to.equal(true);
  });

  it('returns the token byte for byte', () => {
    const odd = 'https://QR.payby.com:443/a/../b?x=%7E~&y=é#z';
    expect(parsed(order({tokenUrl: odd})).tokenUrl).to.equal(odd);
  });

  it('requires no token in QRPAY and for an order that is no longer open', () => {
    expect(pathsOf({...orderWithout('tokenUrl'), paySceneCode: 'QRPAY'})).to.deep.equal([]);
    expect(pathsOf({...orderWithout('tokenUrl'), status: 'PAID_SUCCESS'})).to.deep.equal([]);
    expect(pathsOf({...orderWithout('tokenUrl'), revoked: true})).to.deep.equal([]);
  });

  it('accepts an unknown scene with a token', () => {
    expect(parsed(order({paySceneCode: 'FACEPAY'})).paySceneCode).to.equal('FACEPAY');
    expect(pathsOf({...orderWithout('tokenUrl'), paySceneCode: 'FACEPAY'})).to.deep.equal(['tokenUrl']);
  });

  const wrong: [string, unknown, string[]][] = [
    ['nothing', {}, ['merchantOrderNo', 'paySceneCode', 'totalAmount.amount', 'totalAmount.currency']],
    ['a text that is no JSON', '{', ['']],
    ['a list', [], ['']],
    ['a number', 5, ['']],
    ['no merchantOrderNo', orderWithout('merchantOrderNo'), ['merchantOrderNo']],
    ['an empty merchantOrderNo', order({merchantOrderNo: ''}), ['merchantOrderNo']],
    ['a numeric merchantOrderNo', {...order(), merchantOrderNo: 17}, ['merchantOrderNo']],
    ['no scene', orderWithout('paySceneCode'), ['paySceneCode']],
    ['no amount', orderWithout('totalAmount'), ['totalAmount.amount', 'totalAmount.currency']],
    ['a negative amount', order({totalAmount: {amount: '-25', currency: 'AED'}}), ['totalAmount.amount']],
    ['a third decimal', order({totalAmount: {amount: '25.001', currency: 'AED'}}), ['totalAmount.amount']],
    [
      'an amount that is not a number',
      order({totalAmount: {amount: 'ten', currency: 'AED'}}),
      ['totalAmount.amount'],
    ],
    ['no token', orderWithout('tokenUrl'), ['tokenUrl']],
    ['an http: token', order({tokenUrl: 'http://qr.payby.com?a=1'}), ['tokenUrl']],
    ['a javascript: token', order({tokenUrl: 'javascript:alert(1)'}), ['tokenUrl']],
    ['a token with a line break', order({tokenUrl: 'https://qr.payby.com\n?a=1'}), ['tokenUrl']],
    ['a token after a blank', order({tokenUrl: ' https://qr.payby.com'}), ['tokenUrl']],
    ['a token with a login', order({tokenUrl: 'https://payby.com@evil.example/'}), ['tokenUrl']],
    ['a token without a host', order({tokenUrl: 'https://'}), ['tokenUrl']],
    [
      'a token of more than 2 kB',
      order({tokenUrl: `https://qr.payby.com?a=${'x'.repeat(2048)}`}),
      ['tokenUrl'],
    ],
    [
      'a token of more than 2 kB in few letters',
      order({tokenUrl: `https://qr.payby.com?a=${'م'.repeat(1100)}`}),
      ['tokenUrl'],
    ],
    ['an end in seconds', order({expiredTime: NOON / 1000}), ['expiredTime']],
    ['an end that is not a time', {...order(), expiredTime: 'tomorrow'}, ['expiredTime']],
    ['a failure response of PayBy', {head: {applyStatus: 'FAIL', code: '62016'}}, ['head.applyStatus']],
    ['a response without an order', {head: {applyStatus: 'SUCCESS', code: '0'}}, ['']],
  ];
  for (const [name, input, paths] of wrong) {
    it(`returns the path of the issue for ${name}`, () => {
      expect(pathsOf(input)).to.deep.equal(paths);
    });
  }

  const businessTypes: [string, Record<string, unknown>, string | undefined][] = [
    ['businessType', {businessType: 'GAME_TOP_UP'}, 'GAME_TOP_UP'],
    ['paySceneParams', {paySceneParams: {businessType: 'GAME_TOP_UP'}}, 'GAME_TOP_UP'],
    [
      'paySceneParams before businessType',
      {paySceneParams: {businessType: 'BILL'}, businessType: 'X'},
      'BILL',
    ],
    ['neither', {}, undefined],
    ['values that are not strings', {businessType: 7, paySceneParams: 'GAME_TOP_UP'}, undefined],
  ];
  for (const [where, fields, businessType] of businessTypes) {
    it(`reads the business type from ${where}, bare, as JSON and in PayBy's answer`, () => {
      const inputs = [{...order(), ...fields}, JSON.stringify({...order(), ...fields}), payByAnswer(fields)];
      for (const input of inputs) expect(parsed(input).businessType).to.equal(businessType);
    });
  }

  it('does not repeat the token in an issue', () => {
    const result = parseOrder(order({tokenUrl: 'http://secret.example?ft=secret'}));
    expect(JSON.stringify(result)).not.to.contain('secret');
  });
});

describe('isNoOrder', () => {
  it('is true for null, undefined and the empty text of an attribute, and for nothing else', () => {
    expect([null, undefined, ''].map(isNoOrder)).to.deep.equal([true, true, true]);
    expect(['{', {}, 0, false].map(isNoOrder)).to.deep.equal([false, false, false, false]);
  });
});

describe('keyOf', () => {
  const key = keyOf(parsed(order()));

  it('is the same for the same order', () => {
    expect(keyOf(parsed(order({subject: 'Another subject'})))).to.equal(key);
  });

  it('differs for another number, token or amount', () => {
    expect(keyOf(parsed(order({merchantOrderNo: 'M-2'})))).to.not.equal(key);
    expect(keyOf(parsed(order({tokenUrl: `${TOKEN}1`})))).to.not.equal(key);
    expect(keyOf(parsed(order({totalAmount: {amount: '26.00', currency: 'AED'}})))).to.not.equal(key);
  });

  it('differs for another currency', () => {
    expect(keyOf(parsed(order({totalAmount: {amount: '25.00', currency: 'USD'}})))).to.not.equal(key);
  });
});
