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

/** PayBy's answer to create order without its envelope. */
const bare = (): Record<string, unknown> => payByAnswer().body as Record<string, unknown>;

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

  it('tells an object that was rendered as text from other text that is no JSON', () => {
    const messages = ['[object Object]', '{'].map((input) => {
      const result = parseOrder(input);
      return result.ok ? '' : result.issues[0]?.message;
    });
    expect(messages).to.deep.equal([
      'is an object rendered as text: set the property, or use JSON',
      'is not JSON',
    ]);
  });

  it('says what is wrong with each part of an order', () => {
    const messageOf = (input: unknown): string | undefined => {
      const result = parseOrder(input);
      return result.ok ? undefined : result.issues[0]?.message;
    };
    expect(messageOf(orderWithout('merchantOrderNo'))).to.equal('is missing');
    expect(messageOf(orderWithout('paySceneCode'))).to.equal('is missing');
    expect(messageOf(orderWithout('tokenUrl'))).to.equal('is missing: DYNQR needs it');
    expect(messageOf(order({merchantOrderNo: 'x'.repeat(65)}))).to.equal('is longer than 64 characters');
    expect(messageOf(order({merchantOrderNo: 'x'.repeat(64)}))).to.equal(undefined);
  });

  it('is paid by its status or by the time of the payment, and stays so in what comes later', () => {
    const paid = parsed({...order({status: 'PAID_SUCCESS'}), paymentInfo: {paidTime: NOON + 5}});
    expect([paid.wasPaid, paid.paidTime]).to.deep.equal([true, NOON + 5]);
    expect(parsed(order()).wasPaid).to.equal(false);
    const later = parseOrder(order(), () => paid);
    expect(later.ok && [later.value.wasPaid, later.value.paidTime]).to.deep.equal([true, NOON + 5]);
  });

  it("accepts PayBy's create-order response, with or without its envelope, and as JSON", () => {
    const answer = payByAnswer();
    for (const input of [answer, answer.body, JSON.stringify(answer)]) {
      const {orderNo, tokenUrl, totalAmount} = parsed(input);
      expect([orderNo, tokenUrl, totalAmount.amount]).to.deep.equal(['9000001', TOKEN, '25.00']);
    }
  });

  it('takes the token from beside the order or, first, from within it', () => {
    const within = {...order({tokenUrl: `${TOKEN}2`})};
    expect(parsed({acquireOrder: within, interActionParams: {tokenUrl: TOKEN}}).tokenUrl).to.equal(
      `${TOKEN}2`,
    );
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

  for (const odd of [
    'https://qr.payby.com/@merchant',
    'https://qr.payby.com?mail=a@b.example',
    'https://qr.payby.com#@',
  ]) {
    it(`accepts the token ${odd}: an @ behind the host is no user name`, () => {
      expect(parsed(order({tokenUrl: odd})).tokenUrl).to.equal(odd);
    });
  }

  it('cuts a subject to 200 characters', () => {
    const {subject, subjectAr} = parsed(order({subject: 'x'.repeat(201), subjectAr: 'ع'.repeat(200)}));
    expect([subject?.length, subjectAr?.length]).to.deep.equal([200, 200]);
  });

  it('reads a number as merchantOrderNo and orderNo as its decimal text', () => {
    const {merchantOrderNo, orderNo} = parsed({
      ...order(),
      merchantOrderNo: 17,
      orderNo: 1_316_000_000_000_001,
    });
    expect([merchantOrderNo, orderNo]).to.deep.equal(['17', '1316000000000001']);
    expect(parsed({...order(), merchantOrderNo: 0}).merchantOrderNo).to.equal('0');
  });

  const optional = ['orderNo', 'subject', 'subjectAr', 'expiredTime', 'requestTime', 'status', 'revoked'];
  const alsoOptional = [
    'businessType',
    'paySceneParams',
    'paymentInfo',
    'payer',
    'serverTime',
    'reason',
    'failCode',
  ];
  for (const field of [...optional, ...alsoOptional]) {
    it(`reads ${field} as missing when it is absent, null or empty, in every shape`, () => {
      const {[field]: _, ...rest}: Record<string, unknown> = {...order()};
      const {[field]: __, ...acquireOrder} = bare()['acquireOrder'] as Record<string, unknown>;
      const expectedOrder = parsed(rest);
      const answered = parsed({...bare(), acquireOrder});
      for (const nothing of [undefined, null, '']) {
        const input = {...rest, [field]: nothing};
        expect(parsed(input)).to.deep.equal(expectedOrder);
        expect(parsed(JSON.stringify(input))).to.deep.equal(expectedOrder);
        expect(parsed({...bare(), acquireOrder: {...acquireOrder, [field]: nothing}})).to.deep.equal(
          answered,
        );
      }
    });
  }

  for (const nothing of [null, '']) {
    it(`takes the token beside the order when that in it is ${JSON.stringify(nothing)}`, () => {
      expect(parsed(payByAnswer({tokenUrl: nothing})).tokenUrl).to.equal(TOKEN);
    });
  }

  it('shows a decided order whose times cannot be ones, and says which', () => {
    const {report, expiredTime} = parsed({
      ...order({status: 'PAID_SUCCESS', expiredTime: 1, requestTime: 2}),
      paymentInfo: {paidTime: 3},
      serverTime: 4,
    });
    expect([report.word, expiredTime, report.paidTime, report.serverTime]).to.deep.equal([
      'PAID_SUCCESS',
      undefined,
      undefined,
      undefined,
    ]);
    expect(report.issues?.map(({path}) => path)).to.deep.equal([
      'expiredTime',
      'paymentInfo.paidTime',
      'serverTime',
      'requestTime',
    ]);
  });

  describe('with an order of the same number known', () => {
    const known = parsed({...order({orderNo: '9', subject: 'Karak mug'}), businessType: 'GAME_TOP_UP'});
    const again = (input: unknown): Order => {
      const result = parseOrder(input, (number) => (number === 'M-1' ? known : undefined));
      if (!result.ok) throw new Error(JSON.stringify(result.issues));
      return result.value;
    };

    it('keeps what is missing when it is set again', () => {
      for (const nothing of [undefined, null, '']) {
        const {report: _, ...facts} = again({
          merchantOrderNo: 'M-1',
          ...Object.fromEntries(
            Object.keys(known)
              .filter((key) => key !== 'merchantOrderNo')
              .map((key) => [key, nothing]),
          ),
        });
        const {report: __, ...before} = known;
        expect(facts).to.deep.equal(before);
      }
    });

    it('keeps its times when the new ones cannot be ones, and says which', () => {
      const {expiredTime, requestTime, report} = again(order({expiredTime: NOON / 1000, requestTime: 0}));
      expect([expiredTime, requestTime]).to.deep.equal([known.expiredTime, known.requestTime]);
      expect(report.issues?.map(({path}) => path)).to.deep.equal(['expiredTime', 'requestTime']);
    });

    it('takes what is present', () => {
      const newer = order({orderNo: '10', tokenUrl: `${TOKEN}2`, subject: 'Tea', expiredTime: NOON + 1});
      expect(again(newer)).to.deep.include({
        orderNo: '10',
        tokenUrl: `${TOKEN}2`,
        subject: 'Tea',
        expiredTime: NOON + 1,
      });
    });

    it('takes nothing of it for another amount: its code must not stand under that', () => {
      const input = {...orderWithout('tokenUrl'), totalAmount: {amount: '30.00', currency: 'AED'}};
      const result = parseOrder(input, () => known);
      expect(result.ok ? result.value : result.issues.map(({path}) => path)).to.deep.equal(['tokenUrl']);
    });

    it('refuses a code that is none', () => {
      expect(parseOrder(order({tokenUrl: 'http://qr.payby.com'}), () => known).ok).to.equal(false);
    });
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
    ['a merchantOrderNo of 65 characters', order({merchantOrderNo: 'x'.repeat(65)}), ['merchantOrderNo']],
    ['an empty merchantOrderNo', order({merchantOrderNo: ''}), ['merchantOrderNo']],
    ['a merchantOrderNo that JavaScript rounds', {...order(), merchantOrderNo: 2 ** 53}, ['merchantOrderNo']],
    ['a merchantOrderNo with decimals', {...order(), merchantOrderNo: 1.5}, ['merchantOrderNo']],
    ['a merchantOrderNo that is not a number', {...order(), merchantOrderNo: NaN}, ['merchantOrderNo']],
    ['a negative merchantOrderNo', {...order(), merchantOrderNo: -1}, ['merchantOrderNo']],
    ['a merchantOrderNo that is an object', {...order(), merchantOrderNo: {}}, ['merchantOrderNo']],
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
    ['a token with a user name', order({tokenUrl: 'https://payby.com:443@evil.example/?a=@'}), ['tokenUrl']],
    ['a token with an empty user name', order({tokenUrl: 'https://@evil.example/'}), ['tokenUrl']],
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
    ['a request time in microseconds', order({requestTime: NOON * 1000}), ['requestTime']],
    ['a server time in seconds', {...order(), serverTime: NOON / 1000}, ['serverTime']],
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
  it('is true for null, undefined, blank text and null as JSON, and for nothing else', () => {
    for (const input of [null, undefined, '', '\n  ', 'null', '\nnull\n'])
      expect(isNoOrder(input)).to.equal(true);
    for (const input of ['{', 'nullable', '{}', {}, [], 0, false]) expect(isNoOrder(input)).to.equal(false);
  });
});

describe('keyOf', () => {
  const key = keyOf(parsed(order()));

  it('is the same for the same order', () => {
    expect(keyOf(parsed(order({subject: 'Another subject'})))).to.equal(key);
  });

  it('is the same for another token, and when the token is no longer sent', () => {
    expect(keyOf(parsed(order({tokenUrl: `${TOKEN}1`})))).to.equal(key);
    expect(keyOf(parsed({...orderWithout('tokenUrl'), status: 'PAID_SUCCESS'}))).to.equal(key);
  });

  it('differs for another number or amount', () => {
    expect(keyOf(parsed(order({merchantOrderNo: 'M-2'})))).to.not.equal(key);
    expect(keyOf(parsed(order({totalAmount: {amount: '26.00', currency: 'AED'}})))).to.not.equal(key);
  });

  it('differs for another currency', () => {
    expect(keyOf(parsed(order({totalAmount: {amount: '25.00', currency: 'USD'}})))).to.not.equal(key);
  });
});
