import {css, type CSSResultGroup} from 'lit';
import {base} from '../styles/base.js';
import {tokens} from '../styles/tokens.js';

const own = css`
  label {
    display: block;
    margin-block-end: 6px;
    font-weight: 600;
  }
  .field {
    display: flex;
    align-items: center;
    gap: 10px;
    padding-inline: 14px;
    background: var(--_surface);
    border: 2px solid var(--_line);
    border-radius: calc(var(--_radius) * 0.75);
  }
  .field:focus-within {
    border-color: var(--_accent);
    outline: 3px solid color-mix(in srgb, var(--_accent) 35%, transparent);
  }
  .icon {
    flex: none;
    inline-size: 12px;
    block-size: 12px;
    border-radius: 50%;
    background: var(--_muted);
  }
  .armed .icon,
  .accepted .icon {
    background: var(--_good);
  }
  .rejected .icon {
    background: var(--_bad);
  }
  .busy .icon {
    background: none;
    border: 3px solid var(--_line);
    border-block-start-color: var(--_accent);
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .field input {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 52px;
    padding: 0;
    border: 0;
    outline: 0;
    color: inherit;
    background: none;
    font:
      600 18px/1.2 ui-monospace,
      monospace;
    letter-spacing: 0.04em;
  }
  .status {
    margin-block-start: 6px;
    color: var(--_muted);
    font-size: 14px;
  }
  .error {
    color: var(--_bad);
    font-size: 14px;
  }
  @media (prefers-reduced-motion: reduce) {
    .icon {
      animation: none;
    }
  }
`;

export const styles: CSSResultGroup = [tokens, base, own];
