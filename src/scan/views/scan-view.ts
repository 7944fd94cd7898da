import {html, nothing, type TemplateResult} from 'lit';
import type {ScanState} from '../scan-events.js';

/** A piece of template, or `nothing`. */
export type ScanPiece = TemplateResult | typeof nothing;

/** What can be drawn before the engine is there: {@link resting}. */
export interface ScanFace {
  /** Instead of the lamp's usual words. */
  readonly words: string;
  /** Why the last code was not taken, for the cashier. */
  readonly error: string;
  readonly icon: ScanPiece;
  readonly reveal: ScanPiece;
  readonly camera: ScanPiece;
  /** The text of labels outside, which name the field instead of the one inside. */
  readonly outerLabel: string;
  readonly isDotted: boolean;
  readonly inputMode: string;
}

export const resting: ScanFace = {
  words: '',
  error: '',
  icon: nothing,
  reveal: nothing,
  camera: nothing,
  outerLabel: '',
  isDotted: false,
  inputMode: 'text',
};

export interface ScanModel {
  readonly state: ScanState;
  readonly face: ScanFace;
  readonly words: string;
  readonly direction: 'ltr' | 'rtl';
  readonly language: string;
  /** Empty for none. */
  readonly label: string;
  readonly placeholder: string;
  readonly isDisabled: boolean;
  readonly isReadonly: boolean;
  readonly isRequired: boolean;
}

export const scanView = ({state, face, ...model}: ScanModel): TemplateResult => html`
  <div part="base" class="base ${state}" dir=${model.direction} lang=${model.language}>
    <label part="label" for="code" ?hidden=${!model.label}><slot name="label">${model.label}</slot></label>
    <div class="field">
      <input
        part="input"
        id="code"
        class=${face.isDotted ? 'dotted' : ''}
        dir="ltr"
        autocomplete="off"
        autocapitalize="characters"
        spellcheck="false"
        enterkeyhint="done"
        inputmode=${face.inputMode}
        placeholder=${model.placeholder}
        aria-label=${face.outerLabel || nothing}
        aria-describedby="status error"
        aria-invalid=${String(Boolean(face.error))}
        aria-required=${String(model.isRequired)}
        ?disabled=${model.isDisabled}
        ?readonly=${model.isReadonly}
      />
      <p class="lamp">
        <span part="icon" class="icon" aria-hidden="true"><slot name="icon">${face.icon}</slot></span>
        <span part="status" id="status" role="status">${model.words}</span>
      </p>
      ${face.camera} ${face.reveal}
    </div>
    <div class="below">
      <p part="error" id="error" class="error" role="alert">${face.error || nothing}</p>
      <div class="help"><slot name="help"></slot></div>
    </div>
  </div>
`;
