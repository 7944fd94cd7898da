import {html, type TemplateResult} from 'lit';
import type {GuideStrings} from '../../i18n/strings.js';

/** How to pay in cash, step by step. A merchant's own words replace it through the slot. */
export const guideView = ({howTo, steps}: GuideStrings, amount: string): TemplateResult => html`
  <div part="guide">
    <slot name="guide">
      <p class="title">${howTo}</p>
      <ol>
        ${steps(amount).map((step) => html`<li part="step">${step}</li>`)}
      </ol>
    </slot>
  </div>
`;
