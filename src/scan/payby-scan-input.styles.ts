import {css, type CSSResultGroup} from 'lit';
import {base} from '../shared/styles/base.js';
import {tokens} from '../shared/styles/tokens.js';

/**
 * What the first paint needs; nothing moves when the rest comes. The field is the whole box, so that it is hit
 * wherever one taps; lamp and button lie upon it.
 */
const own = css`
  .base {
    --_lamp: var(--_muted);
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
    border: 2px solid var(--_lamp);
    border-radius: var(--_radius);
    color: inherit;
    background: color-mix(in srgb, var(--_lamp) 6%, var(--_surface));
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
  .lamp {
    position: absolute;
    inset: 0 16px auto;
    display: flex;
    align-items: center;
    gap: 12px;
    block-size: 68px;
    color: var(--_lamp);
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
    background: var(--_lamp);
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
`;

export const styles: CSSResultGroup = [tokens, base, own];
