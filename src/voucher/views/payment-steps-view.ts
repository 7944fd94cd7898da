import {html, nothing, type SVGTemplateResult, type TemplateResult} from 'lit';
import type {GuideStrings} from '../../i18n/strings.js';
import {bellIcon, cashIcon, checkIcon, codeIcon, icon, storeIcon} from '../../shared/views/icons.js';
import {rowView} from './row-view.js';

export interface PaymentStepsModel {
  readonly strings: GuideStrings;
  readonly steps: readonly string[];
  /** What the last step brings, for a top-up. */
  readonly credited: string | undefined;
  /** The step to take now, from 0. */
  readonly current: number;
}

const icons: readonly SVGTemplateResult[] = [storeIcon, codeIcon, cashIcon, bellIcon];

/** How to pay in cash, step by step; the merchant replaces it through the slot `guide`. */
export const paymentStepsView = (model: PaymentStepsModel): TemplateResult =>
  rowView(
    'guide',
    model.strings.howTo,
    html`<slot name="guide">
      <ol>
        ${model.steps.map((step, index) => stepView(model, step, index))}
      </ol>
    </slot>`,
  );

function stepView(
  {steps, credited, current}: PaymentStepsModel,
  step: string,
  index: number,
): TemplateResult {
  const isDone = index < current;
  const isCurrent = index === current;
  const drawing = isDone ? checkIcon : (icons[index] ?? checkIcon);
  return html`<li
    part="step"
    class=${isDone ? 'done' : isCurrent ? 'current' : ''}
    aria-current=${isCurrent ? 'step' : nothing}
  >
    <span class="mark">${icon(drawing)}</span>
    <span
      ><b>${index + 1}.</b> ${step}
      ${credited && index === steps.length - 1 ? html`<small class="muted" dir="auto">${credited}</small>` : nothing}</span
    >
  </li>`;
}

/** The same steps once the order is paid: four ticks, to be seen only. What they ask for is done, and not said again. */
export const stepsDoneView = ({
  strings,
  steps,
}: Pick<PaymentStepsModel, 'strings' | 'steps'>): TemplateResult => html`
  <div part="guide" class="guide all-done">
    <p class="muted">${strings.done}</p>
    <ol role="presentation">
      ${steps.map(
        () =>
          html`<li part="step" class="done">
            <span class="mark">${icon(checkIcon)}</span>
          </li>`,
      )}
    </ol>
  </div>
`;
