/** The CDN files have an encoder of their own; its codes must be those of `qrcode` as it is published. */
import assert from 'node:assert/strict';
import {before, describe, it} from 'node:test';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import fc from 'fast-check';
import {rollup} from 'rollup';
import esbuild from 'rollup-plugin-esbuild';
import {smallerQrcode} from '../../scripts/rollup/smaller-qrcode.mjs';
import {qrMatrix} from '../../src/core/qr/qr-matrix.js';

type Encoder = typeof qrMatrix;

async function buildEncoder(): Promise<Encoder> {
  const plugins = [
    smallerQrcode(),
    esbuild({target: 'es2022'}),
    resolve({extensions: ['.ts', '.js']}),
    commonjs(),
  ];
  const bundle = await rollup({input: 'src/core/qr/qr-matrix.ts', plugins});
  const {output} = await bundle.generate({format: 'es'});
  const module: unknown = await import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
  return (module as {readonly qrMatrix: Encoder}).qrMatrix;
}

/** Runs of digits, capitals, lower-case letters and others: what an address mixes, and what the encoder has modes for. */
const addresses = fc
  .array(fc.stringMatching(/^([0-9]{1,24}|[A-Z $%*+./:-]{1,16}|[a-z?=&_]{1,16}|[م中é]{1,3})$/), {
    maxLength: 16,
  })
  .map((runs) => `https://qr.payby.com?${runs.join('')}`);

describe('smallerQrcode', () => {
  let encode: Encoder;
  before(async () => {
    encode = await buildEncoder();
  });

  const hasSameModules = (text: string): void => {
    const [actual, expected] = [encode(text), qrMatrix(text)];
    assert.equal(actual.size, expected.size);
    assert.deepEqual(Array.from(actual.modules), Array.from(expected.modules));
  };

  it('keeps every module of the code of an address', () => {
    fc.assert(fc.property(addresses, hasSameModules), {numRuns: 150});
  });

  it('keeps every module of the code of the longest token', () => {
    hasSameModules(`https://qr.payby.com?${'0123456789ABCDEFabcdef'.repeat(92)}`);
  });

  it('keeps every module of the codes of all 40 versions', () => {
    const sizes = new Set<number>();
    for (let length = 1; length <= 2331; length += 19) {
      const text = 'a'.repeat(length);
      hasSameModules(text);
      sizes.add(encode(text).size);
    }
    assert.equal(sizes.size, 40);
  });

  it('keeps every module of a code of digits or capitals alone', () => {
    for (let length = 1; length <= 40; length++) {
      hasSameModules('7'.repeat(length));
      hasSameModules('A:'.repeat(length).slice(length));
    }
  });

  it('keeps the error for a text that does not fit', () => {
    assert.throws(() => encode('a'.repeat(2400)), /too big/);
  });
});
