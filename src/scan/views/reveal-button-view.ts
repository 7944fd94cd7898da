import {html, type TemplateResult} from 'lit';

export interface RevealModel {
  readonly label: string;
  /** There is a code to show. Without one the button is invisible but keeps its space. */
  readonly isOffered: boolean;
  readonly isRevealed: boolean;
  readonly reveal: (isRevealed: boolean) => void;
}

export const revealButtonView = ({label, isOffered, isRevealed, reveal}: RevealModel): TemplateResult => html`
  <button
    part="reveal"
    class="reveal"
    type="button"
    aria-label=${label}
    aria-pressed=${String(isRevealed)}
    ?disabled=${!isOffered}
    @pointerdown=${() => reveal(true)}
    @pointerup=${() => reveal(false)}
    @pointercancel=${() => reveal(false)}
    @pointerleave=${() => reveal(false)}
    @click=${({detail}: PointerEvent) => {
      if (detail === 0) reveal(!isRevealed); // a click by keyboard has no pointer to hold
    }}
    @blur=${() => reveal(false)}
  >
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z" />
      <circle cx="12" cy="12" r="3" />
    </svg>
  </button>
`;
