import {css, type CSSResultGroup} from 'lit';
import {base} from '../shared/styles/base.js';
import {tokens} from '../shared/styles/tokens.js';

const own = css`
  :host {
    max-inline-size: var(--payby-max-width, 400px);
    text-align: center;
  }
  .card {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 12px;
    padding: 20px 0;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .card > :not(.plate) {
    padding-inline: 16px;
  }
  [aria-busy='true'] > :not(.plate, slot) {
    visibility: hidden;
  }
  .amount {
    font-size: 32px;
    font-weight: 700;
    line-height: 1.2;
  }
  .muted {
    color: var(--_muted);
  }
  .subject {
    margin-block-start: -8px;
  }
  .plate {
    max-inline-size: 100%;
    background: #fff;
    border-radius: 12px;
    forced-color-adjust: none;
  }
  .plate svg {
    display: block;
    inline-size: max(var(--payby-qr-size, 270px), var(--_readable));
    max-inline-size: 100%;
  }
  .pending {
    inline-size: 48px;
    block-size: 48px;
    margin: 24px;
    border: 4px solid var(--_line);
    border-block-start-color: var(--_accent);
    border-radius: 50%;
    animation: turn 1.2s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .title,
  .countdown bdi {
    font-weight: 600;
  }
  .title {
    font-size: 18px;
  }
  .countdown,
  .amount {
    font-variant-numeric: tabular-nums;
  }
  .outcome svg {
    color: var(--_bad);
  }
  .paid svg {
    color: var(--_good);
  }
  .actions {
    align-self: stretch;
  }
  a,
  button {
    display: block;
    inline-size: 100%;
    margin-block-start: 8px;
    padding: 11px;
    border: 1px solid var(--_accent);
    border-radius: 12px;
    color: var(--_accent);
    background: none;
    font: inherit;
    font-weight: 600;
    text-decoration: none;
  }
  a {
    color: var(--_on-accent);
    background: var(--_accent);
  }
  [aria-disabled='true'] {
    opacity: 0.6;
  }
  .foot {
    align-self: stretch;
    padding-block-start: 12px;
    border-block-start: 1px solid var(--_line);
    font-size: 13px;
  }
  ol {
    padding-inline-start: 20px;
    text-align: start;
  }
  @media (pointer: fine) {
    .touch {
      display: none;
    }
  }
  @media print {
    button {
      display: none !important;
    }
    a {
      color: #000;
      background: none;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .pending {
      animation: none;
    }
  }
`;

export const styles: CSSResultGroup = [tokens, base, own];
