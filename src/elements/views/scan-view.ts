import {html, nothing, type TemplateResult} from 'lit';
import type {ScanStrings} from '../../i18n/strings.js';

export type ScanPhase = 'armed' | 'blind' | 'busy' | 'accepted' | 'rejected';

export interface ScanModel {
  readonly phase: ScanPhase;
  readonly strings: ScanStrings;
  readonly direction: 'ltr' | 'rtl';
  readonly language: string;
  readonly label: string;
  readonly placeholder: string;
  readonly isDisabled: boolean;
  readonly isReadonly: boolean;
  readonly isRequired: boolean;
  /** Why the last scan was refused, for the cashier. */
  readonly error: string;
  readonly onKeydown: (event: KeyboardEvent) => void;
  readonly onInput: () => void;
  readonly onFocus: () => void;
}

export const scanView = (model: ScanModel): TemplateResult => html`
  <div part="base" class="base ${model.phase}" dir=${model.direction} lang=${model.language}>
    <label part="label" for="code"><slot name="label">${model.label}</slot></label>
    <div class="field">
      <span part="icon" class="icon" aria-hidden="true"><slot name="icon"></slot></span>
      <input
        part="input"
        id="code"
        dir="ltr"
        type="text"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        enterkeyhint="done"
        placeholder=${model.placeholder}
        aria-describedby="status error"
        aria-invalid=${model.error ? 'true' : 'false'}
        aria-required=${model.isRequired ? 'true' : 'false'}
        ?disabled=${model.isDisabled}
        ?readonly=${model.isReadonly || model.phase === 'busy'}
        @keydown=${model.onKeydown}
        @input=${model.onInput}
        @focus=${model.onFocus}
        @blur=${model.onFocus}
      />
    </div>
    <p part="status" id="status" class="status" role="status">${model.strings[model.phase]}</p>
    <p part="error" id="error" class="error" role="alert">${model.error || nothing}</p>
    <slot name="help"></slot>
  </div>
`;
