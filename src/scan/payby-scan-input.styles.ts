import {css, type CSSResultGroup} from 'lit';
import {base} from '../shared/styles/base.js';
import {tokens} from '../shared/styles/tokens.js';

/** The input fills the whole box, so that a tap anywhere in it focuses the field; the other parts lie on top of it. */
const own = css`
  .base {
    --_status: var(--_muted);
    container-type: inline-size;
    contain-intrinsic-inline-size: 320px;
  }
  label {
    display: block;
    margin-block-end: 8px;
    font-weight: 600;
  }
  .field {
    position: relative;
  }
  input {
    display: block;
    inline-size: 100%;
    block-size: 128px;
    padding: 68px 60px 12px 16px;
    border: 2px solid var(--_status);
    border-radius: var(--_radius);
    color: inherit;
    background: color-mix(in srgb, var(--_status) 6%, var(--_surface));
    font:
      600 clamp(16px, 6cqi, 22px) / 1.2 ui-monospace,
      monospace;
    letter-spacing: 0.04em;
  }
  ::placeholder {
    color: var(--_muted);
    font-weight: 400;
    opacity: 1;
  }
  .blind input {
    border-style: dashed;
    background: var(--_surface);
  }
  .indicator {
    position: absolute;
    inset: 0 16px auto;
    display: flex;
    align-items: center;
    gap: 12px;
    block-size: 68px;
    color: var(--_status);
    font-size: clamp(16px, 5.5cqi, 24px);
    font-weight: 700;
    line-height: 1.2;
    pointer-events: none;
  }
  .icon {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    color: var(--_surface);
    background: var(--_status);
    border-radius: 50%;
  }
  .below {
    display: grid;
    min-block-size: 3em;
    padding-block-start: 6px;
    box-sizing: content-box;
  }
  @container (inline-size < 300px) {
    .below {
      min-block-size: 4.5em;
    }
  }
  .below > * {
    grid-area: 1 / 1;
  }
  .error {
    color: var(--_bad);
  }
  .armed,
  .accepted {
    --_status: var(--_good);
  }
  .receiving,
  .busy {
    --_status: var(--_text);
  }
  .rejected {
    --_status: var(--_bad);
  }
  .dotted {
    -webkit-text-security: disc;
  }
  [hidden] {
    display: none;
  }
  .error:not(:empty) + .help {
    visibility: hidden;
  }
  svg {
    display: block;
    inline-size: 24px;
    fill: none;
    stroke: currentcolor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .turning {
    inline-size: 22px;
    block-size: 22px;
    border: 3px solid;
    border-block-start-color: transparent;
    border-radius: 50%;
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .reveal,
  .camera-offer {
    position: absolute;
    display: grid;
    place-items: center;
    inline-size: 48px;
    block-size: 48px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    color: var(--_muted);
    background: none;
    cursor: pointer;
  }
  .reveal {
    inset: auto 8px 8px auto;
    touch-action: none;
  }
  .camera-offer {
    inset-block-start: 10px;
    inset-inline-end: 8px;
  }
  .with-camera .indicator {
    inset-inline-end: 60px;
  }
  .reveal[disabled] {
    visibility: hidden;
  }
  @media (prefers-reduced-motion: reduce) {
    .turning {
      animation: none;
    }
  }
`;

export const styles: CSSResultGroup = [tokens, base, own];
