/**
 * What stands inside the tag, for browsers that show it: those without declarative shadow roots until the script is there,
 * and those that are too old for the script. The element hides it, so it is worded for both.
 */
import {html, nothing} from 'lit';
import {listsAction} from '../core/order/actions.js';
import {isOpen, type CheckoutState, type OpenState} from '../core/order/checkout-machine.js';
import type {BrandNames} from '../i18n/brand.js';
import type {CheckoutStrings, OutcomeStrings} from '../i18n/strings.js';
import type {Template} from '../shared/views/template.js';
import {reloadTexts, sentenceIn, tooOldTexts, wordsIn} from './words.js';

export interface FallbackModel {
  readonly state: CheckoutState;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  readonly brand: BrandNames;
  /** The `actions` attribute. */
  readonly actions: string | null;
  /** The page that shows whether the order was paid. */
  readonly reloadUrl: string;
}

export function fallbackView(model: FallbackModel): Template {
  const {state, language, direction, brand} = model;
  const words = wordsIn(language);
  const strings = words.checkout(brand);
  const content = isOpen(state)
    ? openView(model, state, strings)
    : html`<p>${titleOf(state, strings, words.outcomes)}</p>`;
  return html`<div lang=${language} dir=${direction}>${content}</div>`;
}

function openView(
  {language, actions, reloadUrl}: FallbackModel,
  {order}: OpenState,
  strings: CheckoutStrings,
): Template {
  const {paySceneCode, tokenUrl} = order;
  const isLinked = listsAction(actions, 'open-app', ['DYNQR', 'CASHTOPUP'].includes(paySceneCode));
  return html`<p>${tokenUrl ? sentenceIn(tooOldTexts, language) : strings.confirmInApp.title}</p>
    ${tokenUrl && isLinked ? html`<p><a href=${tokenUrl} rel="noopener noreferrer">${strings.openApp}</a></p>` : nothing}
    <p>
      ${sentenceIn(reloadTexts, language)} <a href=${reloadUrl}>${wordsIn(language).connection.checkNow}</a>
    </p>`;
}

function titleOf(
  state: Exclude<CheckoutState, OpenState>,
  strings: CheckoutStrings,
  outcomes: OutcomeStrings,
): string {
  switch (state.phase) {
    case 'idle':
    case 'invalid':
      return strings[state.phase].title;
    case 'confirming':
      return strings[state.why].title;
    case 'paid':
    case 'failed':
    case 'cancelled':
    case 'expired':
    case 'revoked':
      return outcomes[state.phase].title;
  }
}
