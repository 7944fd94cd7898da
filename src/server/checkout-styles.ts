/** The styles of rendered markup, and what a Content-Security-Policy says of them. */
import type {CSSResultGroup} from 'lit';
import {styles} from '../checkout/payby-checkout.styles.js';
import {accent} from '../shared/styles/accent.js';
import {toolsStyles} from '../voucher/voucher-tools.styles.js';
import {voucherStyles} from '../voucher/voucher.styles.js';
import {serverStyles} from './server.styles.js';

const textOf = (group: CSSResultGroup): string =>
  Array.isArray(group) ? group.map(textOf).join('') : 'cssText' in group ? group.cssText : '';

/** Of every order. */
export const commonStyles: string = accent + textOf(styles) + serverStyles;
/** Of an order that is paid in cash, after the common ones. */
export const cashStyles: string = voucherStyles + toolsStyles;

/** The styles of every markup as one style sheet, for `styleHref`. */
export const checkoutStyles: string = commonStyles + cashStyles;

/**
 * The sources for `style-src` that allow the style elements of every markup: `'sha256-…' 'sha256-…'`. They change with the
 * version of the package only.
 */
export async function styleSources(): Promise<string> {
  const sources = [commonStyles, cashStyles].map(async (text) => {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
    return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
  });
  return (await Promise.all(sources)).join(' ');
}
