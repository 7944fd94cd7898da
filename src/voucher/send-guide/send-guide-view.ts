/** The form that sends the guide to a phone. The typed number stays in its field. */
import {html, nothing, type TemplateResult} from 'lit';
import type {SendGuideStrings} from '../../i18n/strings.js';
import type {SendStep} from '../voucher-model.js';

export interface SendGuideModel {
  readonly strings: SendGuideStrings;
  readonly isOpen: boolean;
  readonly step: SendStep;
  /** Time until the next message may be sent, s; 0 when it may. */
  readonly waitSeconds: number;
  readonly toggle: () => void;
  readonly send: (field: HTMLInputElement) => void;
  readonly typed: () => void;
}

export const sendGuideView = (model: SendGuideModel): TemplateResult => html`
  <section class="send-guide">
    <button
      part="action"
      type="button"
      aria-expanded=${model.isOpen ? 'true' : 'false'}
      aria-controls="send-guide"
      @click=${model.toggle}
    >
      ${model.strings.open}
    </button>
    <div id="send-guide" ?hidden=${!model.isOpen}>${model.isOpen ? formView(model) : nothing}</div>
  </section>
`;

function formView(model: SendGuideModel): TemplateResult {
  const {strings, step, waitSeconds} = model;
  const isInvalid = step === 'invalid';
  const isBusy = step === 'sending' || waitSeconds > 0;
  return html`<form
    novalidate
    @submit=${(event: SubmitEvent) => {
      event.preventDefault();
      const field = (event.currentTarget as HTMLFormElement).querySelector('input');
      if (field && !isBusy) model.send(field);
    }}
  >
    <label for="phone">${strings.label}</label>
    <input
      id="phone"
      type="tel"
      dir="ltr"
      autocomplete="tel"
      maxlength="32"
      aria-invalid=${isInvalid ? 'true' : 'false'}
      aria-describedby="phone-error phone-hint"
      ?readonly=${step === 'sending'}
      @input=${model.typed}
    />
    <p id="phone-error" role="alert" class="error">${isInvalid ? strings.invalid : ''}</p>
    <p id="phone-hint" class="muted">${strings.hint}</p>
    <button
      part="action"
      type="submit"
      aria-disabled=${isBusy ? 'true' : 'false'}
      aria-busy=${step === 'sending' ? 'true' : 'false'}
    >
      ${strings.send}
    </button>
    <p role="status">${notice(model)}</p>
    ${waitSeconds > 0 ? html`<p class="muted">${strings.wait(waitSeconds)}</p>` : nothing}
  </form>`;
}

function notice({strings, step}: SendGuideModel): string {
  switch (step) {
    case 'idle':
    case 'invalid':
      return '';
    case 'sending':
      return strings.sending;
    case 'sent':
      return strings.sent;
    case 'failed':
      return strings.notSent;
    case 'unavailable':
      return strings.unreachable;
  }
}
