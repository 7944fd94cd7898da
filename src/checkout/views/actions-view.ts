import {html, nothing, type TemplateResult} from 'lit';
import type {Action, ActionState} from '../../core/order/actions.js';
import type {ActionStrings} from '../../i18n/strings.js';
import type {Template} from '../../shared/views/template.js';

export interface ActionsModel {
  readonly strings: ActionStrings;
  readonly offered: readonly Action[];
  readonly state: ActionState;
  /** The payment has failed: a new code is another try. */
  readonly hasFailed: boolean;
  readonly isAppMissing: boolean;
  readonly choose: (action: Action) => void;
  readonly dismiss: () => void;
}

/** More time and a new code, and the state of the one that the payer has chosen. */
export const actionsView = (model: ActionsModel): Template =>
  groupView(model, (action) => action !== 'cancel', 'actions');

/** The way out, at the end of everything: it is not what most payers are here for. */
export const cancelView = (model: ActionsModel): Template =>
  groupView(model, (action) => action === 'cancel', 'actions last');

function groupView(model: ActionsModel, isOf: (action: Action) => boolean, name: string): Template {
  const {state} = model;
  const offered = model.offered.filter(isOf);
  const isChosen = state.step !== 'idle' && isOf(state.action);
  // Beside the question whether to cancel nothing else is asked
  if (!isChosen && (offered.length === 0 || state.step === 'confirming')) return nothing;
  return html`<div part="actions" class=${name}>
    <p role="status" class="muted">
      ${isChosen ? notice(model.strings, state) : offered.includes('extend') ? model.strings.endsSoon : ''}
    </p>
    ${
      isChosen && state.step === 'confirming'
        ? confirmView(model)
        : offered.map((action) => buttonView(model, action))
    }
  </div>`;
}

function notice(strings: ActionStrings, state: Exclude<ActionState, {readonly step: 'idle'}>): string {
  switch (state.step) {
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

function buttonView({strings, state, hasFailed, choose}: ActionsModel, action: Action): TemplateResult {
  const isPending = state.step === 'pending';
  return html`<button
    part="action"
    class=${action === 'cancel' ? 'text' : action === 'renew' ? 'primary' : ''}
    type="button"
    aria-disabled=${isPending ? 'true' : 'false'}
    aria-busy=${isPending && state.action === action ? 'true' : 'false'}
    @click=${() => {
      choose(action);
    }}
  >
    ${strings[action === 'renew' && hasFailed ? 'retry' : action]}
  </button>`;
}
