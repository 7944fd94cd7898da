/** A page for each subject, all with the same token, amount and words, and the server that delivers them. */
import {execFileSync} from 'node:child_process';
import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {createServer, type Server} from 'node:http';
import {fileURLToPath} from 'node:url';
import {brotliCompressSync} from 'node:zlib';
import {build} from 'esbuild';
import {qrMatrix} from '../../src/core/qr/qr-matrix.js';
import {qrPath} from '../../src/core/qr/qr-path.js';
import {renderCheckout} from '../../src/server.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const peers = fileURLToPath(new URL('../../node_modules/.cache/paint-peers', import.meta.url));
/** 70 MB that nobody else needs: they are installed by the first run, not with the project. */
const PEERS = {
  '@adyen/adyen-web': '6.45.2',
  '@shoelace-style/shoelace': '2.20.1',
  'qrcode.react': '4.2.0',
  react: '19.3.1',
  'react-dom': '19.3.1',
};

/** 85 characters, as PayBy's sample. */
export const TOKEN = 'https://qr.payby.com?TokenValue=c5KsPqYzTbWmNxRdLvHgJf0123456789012QaZwSxEdCrFvTgByHn';

const order = {
  merchantOrderNo: 'M-1',
  paySceneCode: 'DYNQR',
  tokenUrl: TOKEN,
  totalAmount: {amount: '25.00', currency: 'AED'},
  subject: 'Two boxes of tea',
};

const {path, size} = qrPath(qrMatrix(TOKEN));
const svg = `<svg viewBox="0 0 ${size} ${size}" width="270"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;

const page = (body: string): string =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Pay</title><link rel="icon" href="data:,"><body>${body}</body></html>`;
const withScript = (script: string, body = ''): string =>
  page(`${body}<script type="module" src="/${script}"></script>`);

/** What a merchant without us would write: code, amount, a poll that stops when hidden, one event. */
const minimal = `
import {LitElement, html, css, svg} from 'lit';
import {create} from 'qrcode/lib/core/qrcode.js';
class MinimalCheckout extends LitElement {
  static properties = {order: {attribute: false}};
  static styles = css\`:host{display:block;max-width:400px;text-align:center;font:16px/1.5 system-ui}svg{width:270px}\`;
  #timer;
  connectedCallback() { super.connectedCallback(); this.#wait(); }
  disconnectedCallback() { super.disconnectedCallback(); clearTimeout(this.#timer); }
  willUpdate() {
    const {size, data} = create(this.order.tokenUrl, {errorCorrectionLevel: 'M'}).modules;
    let path = '';
    for (let y = 0; y < size; y++) for (let x = 0; x < size; x++) if (data[y * size + x]) path += \`M\${x + 4} \${y + 4}h1v1h-1z\`;
    this.code = {path, side: size + 8};
  }
  #wait() { this.#timer = setTimeout(() => this.#ask(), 2000); }
  async #ask() {
    if (!document.hidden) {
      const {status} = await (await fetch('/status')).json();
      if (status !== 'CREATED') { this.dispatchEvent(new CustomEvent('outcome', {detail: status})); return; }
    }
    this.#wait();
  }
  render() {
    const {totalAmount: {currency, amount}, subject} = this.order;
    return html\`<p>\${currency} \${amount}</p><p>\${subject}</p>
      <svg viewBox="0 0 \${this.code.side} \${this.code.side}">\${svg\`<path d=\${this.code.path} />\`}</svg>\`;
  }
}
customElements.define('minimal-checkout', MinimalCheckout);
const element = document.createElement('minimal-checkout');
element.order = ${JSON.stringify(order)};
document.body.append(element);`;

const shoelace = `
import '@shoelace-style/shoelace/dist/components/qr-code/qr-code.js';
document.body.insertAdjacentHTML('beforeend', '<sl-qr-code size="270" error-correction="M"></sl-qr-code>');
document.querySelector('sl-qr-code').value = ${JSON.stringify(TOKEN)};`;

const react = `
import {createElement} from 'react';
import {createRoot} from 'react-dom/client';
import {QRCodeSVG} from 'qrcode.react';
createRoot(document.body.appendChild(document.createElement('div'))).render(
  createElement(QRCodeSVG, {value: ${JSON.stringify(TOKEN)}, size: 270, level: 'M', marginSize: 4}));`;

/** No session: an action as the merchant's server would hand it on. Analytics are off, which flatters it. */
const adyen = `
import {AdyenCheckout, WeChat} from '@adyen/adyen-web';
const at = location.origin + '/adyen/test/' // the key asks for the word;
const checkout = await AdyenCheckout({
  clientKey: 'test_0000000000000000000000000000000A', environment: 'test', locale: 'en-US', countryCode: 'AE',
  amount: {value: 2500, currency: 'AED'}, analytics: {enabled: false},
  _environmentUrls: {api: at, analytics: at, cdn: {images: at, css: at, translations: at}},
});
AdyenCheckout.register(WeChat);
checkout.createFromAction({
  type: 'qrCode', paymentMethodType: 'wechatpayQR', qrCodeData: ${JSON.stringify(TOKEN)}, paymentData: 'x',
}).mount(document.body.appendChild(document.createElement('div')));`;

const ours = `<payby-checkout status-url="/status"><script type="application/json">${JSON.stringify(order)}</script></payby-checkout>`;

export const pages = {
  'inline SVG': page(`<p>AED 25.00</p><p>Two boxes of tea</p>${svg}`),
  'Lit + qrcode, minimal': withScript('minimal.js'),
  'sl-qr-code': withScript('shoelace.js'),
  'qrcode.react': withScript('react.js'),
  'Adyen, WeChat QR': withScript('adyen.js'),
  'payby-checkout, CDN module': withScript('cdn/payby-checkout.js', ours),
  'payby-checkout, bundled': withScript('bundled.js', ours),
  'payby-checkout, server-rendered': withScript(
    'cdn/payby-checkout.js',
    renderCheckout(order, {statusUrl: '/status'}),
  ),
} as const;

export type Subject = keyof typeof pages;
export const subjects = Object.keys(pages) as readonly Subject[];
export const OURS: Subject = 'payby-checkout, CDN module';

function installPeers(): void {
  if (existsSync(`${peers}/node_modules/@adyen/adyen-web`)) return;
  mkdirSync(peers, {recursive: true});
  writeFileSync(`${peers}/package.json`, JSON.stringify({private: true, dependencies: PEERS}));
  execFileSync('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: peers,
    shell: process.platform === 'win32',
  });
}

/** Path → bytes of brotli, as a CDN would deliver them. */
async function scripts(): Promise<ReadonlyMap<string, Buffer>> {
  installPeers();
  const bundle = async (contents: string, resolveDir: string): Promise<Uint8Array> => {
    const {outputFiles} = await build({
      stdin: {contents, resolveDir},
      ...{bundle: true, minify: true, format: 'esm', target: 'es2022', write: false, logLevel: 'error'},
      define: {'process.env.NODE_ENV': '"production"'},
      conditions: ['production'],
      loader: {'.css': 'empty'},
    });
    return outputFiles[0]?.contents ?? new Uint8Array();
  };
  const files = {
    '/minimal.js': await bundle(minimal, root),
    '/shoelace.js': await bundle(shoelace, peers),
    '/react.js': await bundle(react, peers),
    '/adyen.js': await bundle(adyen, peers),
    '/cdn/payby-checkout.js': readFileSync(`${root}dist/cdn/payby-checkout.js`),
    '/bundled.js': await bundle(`import './dist/payby-checkout.js';`, root),
  };
  return new Map(Object.entries(files).map(([name, bytes]) => [name, brotliCompressSync(bytes)]));
}

/** An image of the code, for the peer that fetches one. */
const image = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" width="270" height="270"><path d="${path}"/></svg>`;

/** Serves the pages on a free port of this machine. */
export async function startServer(): Promise<Server> {
  const files = await scripts();
  const server = createServer((request, response) => {
    const {pathname} = new URL(request.url ?? '/', 'http://localhost');
    const subject = subjects.find((name) => pathname === `/${encodeURIComponent(name)}`);
    const send = (type: string, body: string | Buffer, encoding?: string): void => {
      response.writeHead(200, {
        'content-type': type,
        'cache-control': 'no-store',
        ...(encoding === undefined ? {} : {'content-encoding': encoding}),
      });
      response.end(body);
    };
    const script = files.get(pathname);
    if (subject) send('text/html', brotliCompressSync(pages[subject]), 'br');
    else if (script) send('text/javascript', script, 'br');
    else if (pathname === '/status') send('application/json', '{"merchantOrderNo":"M-1","status":"CREATED"}');
    else if (pathname.includes('barcode')) send('image/svg+xml', image);
    else if (pathname.startsWith('/adyen/')) send('application/json', '{"resultCode":"pending"}');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
