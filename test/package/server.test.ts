/** `payby-checkout/server` as a server imports it: what it returns, read by a parser of HTML. */
import assert from 'node:assert/strict';
import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import {fileURLToPath} from 'node:url';
import vm from 'node:vm';
import {gzipSync} from 'node:zlib';
import {initialState} from '../../src/core/order/checkout-machine.js';
import {parseOrder} from '../../src/core/order/order.js';
// The built file, not its source
import type * as Server from '../../src/server.js';
import type * as OwnStrings from '../../src/strings.js';
import {parseHtml} from '../support/parse-html.js';

const root = new URL('../../', import.meta.url);
const {renderCheckout, checkoutStyles, styleSources, OrderInvalidError} = (await import(
  new URL('dist/server.js', root).href
)) as typeof Server;

const {registerStrings} = (await import(new URL('dist/strings.js', root).href)) as typeof OwnStrings;

const NOW = Date.UTC(2026, 10, 22, 8);
const MINUTE = 60_000;
const TOKEN = 'https://qr.payby.com?BIZ_TYPE=202&ft=7ac14d5d372a459fbe948e83fcaae0cb&t=1765054600668';
const order = {
  merchantOrderNo: 'M-1',
  paySceneCode: 'DYNQR',
  tokenUrl: TOKEN,
  totalAmount: {amount: '1225.00', currency: 'AED'},
  subject: 'Karak mug',
  subjectAr: 'كوب كرك',
  expiredTime: at(15),
};
const cash = {...order, paySceneCode: 'CASHTOPUP', expiredTime: at(48 * 60)};
const languages = ['en', 'ar', 'hi', 'ur', 'ml', 'bn', 'fil', 'ta', 'ne'];

function at(minutes: number): number {
  return NOW + minutes * MINUTE;
}

interface Markup {
  readonly host: Element;
  readonly inside: DocumentFragment;
  readonly body: HTMLElement;
}

/** jsdom has no declarative shadow roots: what becomes one is the content of its template. */
function parsed(markup: string): Markup {
  const document = parseHtml(`<!doctype html><body>${markup}</body>`);
  const host = document.querySelector('payby-checkout');
  const template = host?.querySelector<HTMLTemplateElement>(':scope > template[shadowrootmode=open]');
  assert.ok(host && template);
  return {host, inside: template.content, body: document.body};
}

const render = (value: unknown, options: Server.RenderOptions = {}): Markup =>
  parsed(renderCheckout(value, {now: NOW, ...options}));
const textOf = (node: Element | null): string => node?.textContent.replace(/\s+/g, ' ').trim() ?? '';

describe('renderCheckout', () => {
  for (const locale of languages) {
    for (const [scene, value] of Object.entries({DYNQR: order, CASHTOPUP: cash})) {
      it(`renders a ${scene} order in ${locale}: code, amount, words, direction, deadline`, () => {
        const {host, inside} = render(value, {locale, statusUrl: '/s/{merchantOrderNo}'});
        const card = inside.querySelector('.card');
        assert.equal(host.getAttribute('locale'), locale);
        assert.equal(host.getAttribute('status-url'), '/s/{merchantOrderNo}');
        assert.equal(card?.getAttribute('lang'), locale);
        assert.equal(card.getAttribute('dir'), ['ar', 'ur'].includes(locale) ? 'rtl' : 'ltr');
        assert.equal(inside.querySelectorAll('[part=qr]').length, 1);
        assert.match(inside.querySelector('[part=qr] path + path')?.getAttribute('d') ?? '', /^M4 4h7v1/);
        assert.match(textOf(inside.querySelector('[part=amount]')), /1,225\.00/);
        assert.match(
          textOf(inside.querySelector('.countdown, .deadline')),
          scene === 'DYNQR' ? /12:15/ : /12:00/,
        );
        assert.equal(inside.querySelectorAll('[part=step]').length, scene === 'DYNQR' ? 0 : 4);
        assert.equal(inside.querySelectorAll('[part=cashier-card]').length, scene === 'DYNQR' ? 0 : 1);
        assert.ok(textOf(inside.querySelector('.reload p')).length > 20);
        assert.equal(inside.querySelector('.reload a')?.getAttribute('href'), '');
      });
    }
  }

  it('takes at most 9 kB of gzip for a DYNQR order, and little more for cash', () => {
    for (const locale of languages) {
      const size = (value: unknown): number =>
        gzipSync(renderCheckout(value, {now: NOW, locale, statusUrl: '/status'})).length;
      assert.ok(size(order) <= 9_000, `${locale} ${size(order)}`);
      assert.ok(size(cash) <= 11_000, `${locale} ${size(cash)}`);
    }
  });

  it('names the day and the time in the Emirates where more than an hour is left', () => {
    const {inside} = render({...order, expiredTime: at(120)});
    assert.match(
      textOf(inside.querySelector('.countdown > span')),
      /^Pay before ?Sun, 22 Nov, 2:00.pm UAE time$/i,
    );
  });

  it('chooses the first language that there is, else English', () => {
    for (const [locale, expected] of [
      [['xx', 'ml-IN', 'en'], 'ml'],
      ['ar-AE', 'ar'],
      ['tl', 'fil'],
      ['xx', 'en'],
      [[], 'en'],
    ] as const)
      assert.equal(render(order, {locale}).host.getAttribute('locale'), expected);
  });

  it('keeps the place of the list of languages, and gives the element its attribute', () => {
    const {host, inside} = render(order, {languages: 'en ar'});
    assert.equal(host.getAttribute('languages'), 'en ar');
    assert.equal(inside.querySelectorAll('.language').length, 1);
    assert.equal(render(order).inside.querySelectorAll('.language').length, 0);
  });

  it('uses the texts that are registered, and a language that was added with English for the rest', (t) => {
    t.after(() => Reflect.deleteProperty(globalThis, Symbol.for('payby-checkout.strings')));
    registerStrings('ar', {checkout: {scan: {title: 'كلمات المتجر'}}});
    registerStrings('fr', {checkout: {scan: {title: 'Scannez pour payer'}}});
    const arabic = textOf(render(order, {locale: 'ar'}).inside.querySelector('[part=message] .title'));
    assert.equal(arabic, 'كلمات المتجر');
    const {host, inside} = render(order, {locale: ['fr-FR', 'en']});
    assert.equal(host.getAttribute('locale'), 'fr');
    assert.equal(textOf(inside.querySelector('[part=message] .title')), 'Scannez pour payer');
    assert.match(textOf(inside.querySelector('.reload')), /^After you pay, load this page again/);
  });

  it('gives the element the order, with its own fields only', () => {
    const {host} = render({
      ...order,
      cost: 3,
      customer: {email: 'a@example.com'},
      businessType: 'GAME_TOP_UP',
    });
    const script = host.querySelector(':scope > script[type="application/json"]');
    const json = JSON.parse(script?.textContent ?? '') as Record<string, unknown>;
    assert.deepEqual(json, {
      ...order,
      businessType: 'GAME_TOP_UP',
      status: 'CREATED',
      revoked: false,
      scanned: false,
    });
    // Known before the code is parsed: a script may run in between
    assert.equal(script, host.firstElementChild);
  });

  it('gives the element every fact of the status, so that it comes to the state that the markup shows', () => {
    const paymentInfo = {paidTime: at(-1)};
    const statuses: readonly Record<string, unknown>[] = [
      {scanned: true},
      {status: 'PAID_SUCCESS', paymentInfo},
      {status: 'SETTLED', paymentInfo},
      {status: 'PAID_SUCCESS', revoked: true, paymentInfo},
      {status: 'FAILURE', revoked: true},
      {status: 'FAILURE', failCode: '92001', failDes: 'AMOUNT_LIMIT_EXCEEDED'},
      ...['expired', 'cancelled', 'failed', 'declined', 'balance', 'limit', 'identity', 'a new word'].map(
        (reason) => ({status: 'FAILURE', reason}),
      ),
      {status: 'A_NEW_WORD'},
    ];
    const stateOf = (value: unknown): unknown => {
      const result = parseOrder(value);
      assert.ok(result.ok);
      const {order: _, ...state} = initialState(result.value, NOW, 'paid');
      return state;
    };
    for (const status of statuses) {
      const told = {...order, orderNo: '9001', ...status};
      const script = render(told).host.querySelector(':scope > script[type="application/json"]');
      assert.deepEqual(stateOf(script?.textContent), stateOf(told), JSON.stringify(status));
    }
  });

  it('takes PayBy’s answer, and JSON', () => {
    const {tokenUrl, ...acquireOrder} = order;
    const body = {acquireOrder, interActionParams: {tokenUrl}};
    const head = {applyStatus: 'SUCCESS'};
    for (const value of [{head, body}, body, JSON.stringify(order)])
      assert.equal(renderCheckout(value, {now: NOW}), renderCheckout(order, {now: NOW}));
  });

  it('writes the token into the code, the link, the order and the key of the markup, and no other attribute', () => {
    for (const value of [order, cash]) {
      const {host, inside} = render(value, {statusUrl: '/status'});
      const all = [host, ...host.querySelectorAll('*'), ...inside.querySelectorAll('*')];
      const holders = all.flatMap((element) =>
        Array.from(element.attributes)
          .filter(({value}) => value.includes('qr.payby.com'))
          .map(({name}) => `${element.localName} ${name}`),
      );
      assert.deepEqual(holders, ['a href', 'a href'], 'in the tag, for old browsers, and in its shadow root');
      assert.equal(inside.querySelector('a[target=_blank]')?.getAttribute('rel'), 'noopener noreferrer');
    }
  });

  it('shows an outcome without any way to pay', () => {
    for (const [changes, words] of [
      [{status: 'PAID_SUCCESS'}, 'Payment received'],
      [{status: 'FAILURE', reason: 'expired'}, 'This code has expired'],
      [{status: 'SETTLED', revoked: 'true'}, 'Payment reversed'],
    ] as const) {
      for (const value of [order, cash]) {
        const markup = renderCheckout({...value, ...changes}, {now: NOW});
        assert.ok(!markup.includes('qr.payby.com'), words);
        assert.ok(textOf(parsed(markup).inside.querySelector('[part=outcome]')).includes(words));
      }
    }
  });

  it('withdraws the code of an order that has expired by the server’s clock, and promises no outcome', () => {
    const {inside} = render(order, {now: at(16)});
    assert.equal(inside.querySelector('[part=qr], [part=outcome], a[target]'), null);
    assert.match(textOf(inside.querySelector('[part=message]')), /Checking your payment/);
    assert.ok(inside.querySelector('.reload a'));
  });

  it('draws a token of 2,048 bytes', () => {
    const {inside} = render({...order, tokenUrl: TOKEN.padEnd(2048, 'aB')});
    const box = inside.querySelector('[part=qr]')?.getAttribute('viewBox') ?? '';
    assert.ok(Number(box.split(' ')[3]) > 150, box);
    assert.ok(checkoutStyles.includes(`[viewBox='${box}']`), 'a readable size');
  });
});

describe('renderCheckout with hostile text', () => {
  const hostile = [
    `</template></payby-checkout><script>alert(1)</script>`,
    `"><img src=x onerror=alert(1)>`,
    `' onmouseover='alert(1)`,
    `</script><script>alert(1)</script><!--`,
    `&lt;b&gt; &amp;amp; <b>bold</b>`,
    '\u202egnidnal\u202c \u2066isolate\u2069',
    '\u0000 ]]> --> */ {{x}} ${x}',
  ];
  for (const text of hostile) {
    it(`shows ${JSON.stringify(text)} as text, wherever it stands`, () => {
      const number = text.slice(0, 64);
      const token = `https://qr.payby.com/?x="><script>alert(1)</script>'`;
      const value = {
        ...cash,
        subject: text,
        merchantOrderNo: number,
        orderNo: text,
        tokenUrl: token,
        businessType: 'GAME_TOP_UP',
      };
      const {host, inside, body} = render(value, {
        brand: {payby: text.slice(0, 40)},
        statusUrl: text,
        reloadUrl: text,
        nonce: text,
        attributes: {'data-note': text},
      });
      const read = (given: string): string => given.replaceAll('\u0000', ''); // HTML has none
      assert.equal(body.children.length, 1);
      assert.equal(host.children.length, 3, 'the order, the template, and what old browsers show');
      assert.equal(inside.querySelectorAll('script, img, b:not(li b)').length, 0);
      for (const element of [host, ...inside.querySelectorAll('*')])
        for (const {name} of Array.from(element.attributes)) assert.doesNotMatch(name, /^on|mouse|src/);
      const subject = inside.querySelector('.subject');
      assert.equal(read(subject?.textContent ?? ''), read(text));
      assert.equal(subject?.getAttribute('dir'), 'auto');
      assert.equal(read(inside.querySelector('.number')?.textContent ?? ''), read(number));
      assert.equal(inside.querySelector('a[target]')?.getAttribute('href'), token);
      const json = JSON.parse(host.querySelector('script')?.textContent ?? '') as Record<string, unknown>;
      assert.equal(json['subject'], text);
    });
  }

  it('takes no object of a JSON body for a template', () => {
    const fake = {_$litType$: 1, strings: ['<img src=x>'], values: []};
    const {inside} = render({...order, subject: fake});
    assert.equal(inside.querySelector('img'), null);
  });

  it('refuses names of attributes that would do something', () => {
    for (const name of [
      'onclick',
      'style',
      'order',
      'locale',
      'status-url',
      'a b',
      'x"',
      'x>',
      '',
      'ONCLICK',
    ])
      assert.throws(() => renderCheckout(order, {attributes: {[name]: 'x'}}), TypeError, name);
    assert.equal(render(order, {attributes: {id: 'pay', 'data-test': '"'}}).host.id, 'pay');
  });
});

describe('renderCheckout in a browser without declarative shadow roots, or too old for the element', () => {
  /** What is inside the tag, beside the order and the shadow root. */
  const fallback = (host: Element): Element => {
    const [found, ...rest] = host.querySelectorAll(':scope > :not(script, template)');
    assert.ok(found && rest.length === 0);
    return found;
  };
  const hrefs = (element: Element): (string | null)[] =>
    Array.from(element.querySelectorAll('a'), (link) => link.getAttribute('href'));

  it('says in each language that it may be too old, with a link to pay and one to see the payment', () => {
    const sentences = languages.map((locale) => {
      const told = [order, cash].map((value) => {
        const shown = fallback(render(value, {locale, reloadUrl: '/orders/M-1'}).host);
        assert.deepEqual(
          [shown.getAttribute('lang'), shown.getAttribute('dir')],
          [locale, ['ar', 'ur'].includes(locale) ? 'rtl' : 'ltr'],
        );
        assert.deepEqual(hrefs(shown), [TOKEN, '/orders/M-1']);
        for (const link of shown.querySelectorAll('a')) assert.ok(textOf(link).length > 3);
        return textOf(shown.querySelector('p'));
      });
      assert.equal(told[0], told[1]);
      return told[0] ?? '';
    });
    assert.match(sentences[0] ?? '', /this browser is too old/);
    assert.equal(new Set(sentences).size, languages.length);
  });

  it('links as the element does: not without open-app, nor without a code', () => {
    assert.deepEqual(hrefs(fallback(render(order, {actions: 'cancel'}).host)), ['']);
    const {tokenUrl: _, ...codeless} = {...order, paySceneCode: 'QRPAY'};
    const waiting = fallback(render(codeless).host);
    assert.deepEqual(hrefs(waiting), ['']);
    assert.doesNotMatch(textOf(waiting), /code|too old/);
    assert.deepEqual(hrefs(fallback(render({...order, paySceneCode: 'QRPAY'}).host)), ['']);
  });

  it('says how the order stands where nothing can be paid', () => {
    for (const [changes, words] of [
      [{status: 'PAID_SUCCESS'}, 'Payment received'],
      [{status: 'FAILURE', reason: 'expired'}, 'This code has expired'],
      [{status: 'SETTLED', revoked: 'true'}, 'Payment reversed'],
      [{expiredTime: at(-1)}, 'Checking your payment'],
    ] as const) {
      const shown = fallback(render({...order, ...changes}).host);
      assert.deepEqual([textOf(shown), hrefs(shown)], [words, []]);
    }
    const invalid = fallback(parsed(renderCheckout.safe({tokenUrl: TOKEN})).host);
    assert.equal(textOf(invalid), 'This payment can’t be shown');
  });

  it('leaves the inside of the tag to a merchant who fills it', () => {
    const logo = '<img slot="logo" src="/logo.svg" alt="Sidra">';
    assert.equal(fallback(render(order, {slottedHtml: logo}).host).outerHTML, logo);
  });
});

describe('renderCheckout of an invalid order', () => {
  const cases: [string, unknown, string[]][] = [
    ['nothing', null, ['']],
    ['a text', 'no JSON', ['']],
    ['a list', [], ['']],
    ['an empty order', {}, ['merchantOrderNo', 'paySceneCode', 'totalAmount.amount', 'totalAmount.currency']],
    ['a link that is no https', {...order, tokenUrl: 'javascript:alert(1)'}, ['tokenUrl']],
    ['2,049 bytes', {...order, tokenUrl: TOKEN.padEnd(2049, 'a')}, ['tokenUrl']],
    ['an amount of nothing', {...order, totalAmount: {amount: 0, currency: 'AED'}}, ['totalAmount.amount']],
    ['seconds', {...order, expiredTime: 1_700_000_000}, ['expiredTime']],
  ];
  for (const [name, value, paths] of cases) {
    it(`throws the paths for ${name}, and says so in safe markup`, () => {
      assert.throws(
        () => renderCheckout(value),
        (error) => {
          assert.ok(error instanceof OrderInvalidError);
          assert.doesNotMatch(error.message, /javascript|no JSON|1700000000/);
          assert.deepEqual(
            error.issues.map(({path}) => path),
            paths,
          );
          return true;
        },
      );
      const told: Error[] = [];
      const {host, inside} = parsed(
        renderCheckout.safe(value, {locale: 'en', onInvalid: (e) => told.push(e)}),
      );
      assert.match(textOf(inside.querySelector('[part=message]')), /^This payment can’t be shown/);
      assert.equal(inside.querySelector('[part=qr], a'), null);
      assert.equal(host.querySelector('script')?.textContent, '[]');
      assert.ok(told[0] instanceof OrderInvalidError && told.length === 1);
    });
  }

  it('is what the other returns when the order is valid', () => {
    assert.equal(renderCheckout.safe(order, {now: NOW}), renderCheckout(order, {now: NOW}));
  });
});

describe('the styles of renderCheckout', () => {
  it('are allowed by their hashes, and no style attribute or script is needed', async () => {
    const sources = await styleSources();
    for (const value of [order, cash]) {
      const {host, inside} = render(value);
      const styles = [...inside.querySelectorAll('style')];
      assert.equal(styles.length, value === cash ? 2 : 1);
      for (const {textContent} of styles) {
        const hash = createHash('sha256').update(textContent).digest('base64');
        assert.ok(sources.includes(`'sha256-${hash}'`));
      }
      assert.equal(inside.querySelector('[style]'), null);
      assert.deepEqual(
        [...host.querySelectorAll('script')].map(({type}) => type),
        ['application/json'],
      );
    }
  });

  it('have the nonce of the page, or come from its server', () => {
    assert.equal(render(order, {nonce: 'abc'}).inside.querySelector('style')?.getAttribute('nonce'), 'abc');
    const {inside} = render(cash, {styleHref: '/checkout.css?a=1&b="'});
    assert.equal(inside.querySelector('style'), null);
    assert.equal(inside.querySelector('link')?.getAttribute('href'), '/checkout.css?a=1&b="');
    assert.ok(checkoutStyles.includes('.plate') && checkoutStyles.includes('.cashier'));
  });

  it('end no style element', () => {
    assert.ok(!checkoutStyles.includes('<'));
  });
});

describe('payby-checkout/server', () => {
  it('imports nothing, and runs where there is no API of Node and no document', () => {
    const code = readFileSync(new URL('dist/server.js', root), 'utf8');
    assert.doesNotMatch(code, /^import |\bimport\(|\brequire\(/m);
    const script = code
      .replace(/^export \{([^}]*)\};?$/m, 'globalThis.server = {$1};')
      .replaceAll(/^\/\/#.*$/gm, '');
    const edge = vm.createContext({TextEncoder, URL});
    vm.runInContext(script, edge);
    const {length} = vm.runInContext(
      `server.renderCheckout(${JSON.stringify(order)}, {now: ${NOW}})`,
      edge,
    ) as string;
    assert.ok(length > 10_000);
  });

  it('is found by its name', () => {
    const line = `import {renderCheckout} from 'payby-checkout/server'; console.log(typeof renderCheckout.safe)`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', line], {
      cwd: fileURLToPath(root),
      encoding: 'utf8',
    });
    assert.equal(output.trim(), 'function');
  });
});
