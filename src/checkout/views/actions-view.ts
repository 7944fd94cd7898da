import {html, nothing, type TemplateResult} from 'lit';
import type {Action, ActionState} from '../../core/order/actions.js';
import type {ActionStrings} from '../../i18n/strings.js';

export interface ActionsModel {
  readonly strings: ActionStrings;
  readonly offered: readonly Action[];
  readonly state: ActionState;
  readonly isAppMissing: boolean;
  readonly choose: (action: Action) => void;
  readonly dismiss: () => void;
}

/** The actions on offer, and the state of the one that the payer has chosen. */
export function actionsView(model: ActionsModel): TemplateResult | typeof nothing {
  const {strings, offered, state, isAppMissing} = model;
  if (offered.length === 0 && !isAppMissing && state.step === 'idle') return nothing;
  return html`<div part="actions" class="actions">
    <p role="status" class="muted">${notice(model)}</p>
    ${isAppMissing ? html`<p class="muted">${strings.noApp}</p>` : nothing}
    ${state.step === 'confirming' ? confirmView(model) : offered.map((action) => buttonView(model, action))}
  </div>`;
}

function notice({strings, offered, state}: ActionsModel): string {
  switch (state.step) {
    case 'idle':
      return offered.includes('extend') ? strings.endsSoon : '';
    case 'confirming':
      return strings.confirmCancel;
    case 'pending':
      return strings.busy;
    case 'failed':
      return failure(strings, state.action);
  }
}

function failure(strings: ActionStrings, action: Action): string {
  switch (action) {
    case 'cancel':
      return strings.notCancelled;
    case 'renew':
      return strings.notRenewed;
    case 'extend':
      return strings.notExtended;
  }
}

const confirmView = ({strings, choose, dismiss}: ActionsModel): TemplateResult => html`
  <button part="action" type="button" @click=${dismiss}>${strings.doNotCancel}</button>
  <button
    part="action"
    type="button"
    @click=${() => {
      choose('cancel');
    }}
  >
    ${strings.yesCancel}
  </button>
`;

function buttonView({strings, state, choose}: ActionsModel, action: Action): TemplateResult {
  const isPending = state.step === 'pending';
  return html`<button
    part="action"
    type="button"
    aria-disabled=${isPending ? 'true' : 'false'}
    aria-busy=${isPending && state.action === action ? 'true' : 'false'}
    @click=${() => {
      choose(action);
    }}
  >
    ${strings[action]}
  </button>`;
}
