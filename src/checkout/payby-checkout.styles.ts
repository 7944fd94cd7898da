import {css, type CSSResultGroup} from 'lit';
import {base} from '../shared/styles/base.js';
import {tokens} from '../shared/styles/tokens.js';

const own = css`
  :host {
    max-inline-size: min(100%, var(--payby-max-width, 720px));
  }
  @supports not (container-type: inline-size) {
    :host {
      max-inline-size: var(--payby-max-width, 400px);
    }
  }
  .card {
    container-type: inline-size;
    contain-intrinsic-inline-size: 400px;
    text-align: center;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .pay,
  .more {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 12px;
  }
  .pay {
    padding-block: 20px;
  }
  .pay > :not(.plate, .pending) {
    align-self: stretch;
    padding-inline: 16px;
  }
  .more > * {
    align-self: stretch;
  }
  .room,
  .card[aria-busy='true'] > .pay > :not(.plate) {
    visibility: hidden;
  }
  .top,
  .plate,
  .pending {
    order: -1;
  }
  .for-app {
    display: none;
  }
  @media (pointer: coarse) {
    .with-app > * {
      order: 0;
    }
    .for-app {
      display: block;
    }
    .for-code {
      display: none;
    }
  }
  .amount {
    font-size: 32px;
    font-weight: 700;
    line-height: 1.2;
  }
  .muted {
    color: var(--_muted);
  }
  .plate {
    max-inline-size: 100%;
    background: #fff;
    border-radius: 12px;
    forced-color-adjust: none;
  }
  .plate > svg {
    display: block;
    inline-size: max(var(--payby-qr-size, 270px), var(--_readable));
    max-inline-size: 100%;
  }
  .pending {
    inline-size: 48px;
    block-size: 48px;
    margin: 24px;
    border: 4px solid var(--_line);
    border-block-start-color: var(--_text);
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
  /* A title and two lines, so that nothing moves when the state has one more or one less */
  [part='message'] {
    min-block-size: 75px;
  }
  @media (pointer: coarse) {
    .with-app [part='message'] {
      min-block-size: 0;
    }
  }
  .countdown,
  .amount {
    font-variant-numeric: tabular-nums;
  }
  /* The place stays that of the code, so that nothing moves. Not even the live region, which begins where it began. */
  .pay.ended {
    padding: 0;
    min-block-size: min(var(--_height), 100vh);
  }
  .language {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-block-size: 45px;
    padding-inline: 16px;
    border-block-start: 1px solid var(--_line);
    color: var(--_muted);
  }
  select {
    min-block-size: 44px;
    max-inline-size: 100%;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
  }
  .ended > .status {
    flex: 1;
    display: grid;
    margin: var(--_top) 0 0;
    margin-inline-start: var(--_start);
  }
  .ended > .more {
    display: contents;
  }
  .ended > .more > * {
    padding: 0 16px 20px;
  }
  .outcome {
    align-self: stretch;
    display: grid;
    align-content: center;
    justify-items: center;
    margin-block-start: calc(-1 * var(--_top));
    margin-inline-start: calc(-1 * var(--_start));
    padding-block: 20px;
  }
  .outcome .title {
    font-size: 22px;
  }
  .outcome [part='amount'] {
    font-weight: 600;
  }
  /* Inside what it follows: a page that hides the amount hides its dot, too */
  .receipt > :not(:last-child)::after {
    content: ' ·';
    content: ' ·' / '';
  }
  .outcome svg {
    color: var(--_bad);
    animation: appear 0.25s;
  }
  @keyframes appear {
    from {
      opacity: 0;
      scale: 0.6;
    }
  }
  .paid svg {
    color: var(--_good);
  }
  a,
  button {
    display: block;
    inline-size: 100%;
    margin-block-start: 8px;
    padding: 11px;
    border: 1px solid var(--_muted);
    border-radius: 12px;
    color: var(--_text);
    background: none;
    font: inherit;
    font-weight: 600;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
  }
  a,
  .primary {
    color: var(--_on-accent);
    background: var(--_accent);
    border-color: currentcolor;
  }
  .text {
    border-color: transparent;
    color: var(--_muted);
    font-weight: 400;
    text-decoration: underline;
  }
  [role='status']:empty + button {
    margin: 0;
  }
  /* A thicker edge, and a shade: on the accent away from the colour of its text, so that it can be read even better */
  button {
    --_shade: color-mix(in srgb, currentcolor 8%, transparent);
  }
  a,
  .primary {
    --_shade: color(from var(--_on-accent) xyz-d65 calc(1 - x) calc(1 - y) calc(1 - z) / 0.16);
  }
  @media (hover: hover) {
    a:hover,
    button:hover {
      background-image: linear-gradient(var(--_shade), var(--_shade));
      box-shadow: inset 0 0 0 1px;
    }
    .text:hover {
      color: var(--_text);
    }
  }
  a:active,
  button:active {
    box-shadow: inset 0 0 0 3px;
  }
  button[aria-disabled='true'] {
    opacity: 0.6;
    background-image: none;
    box-shadow: none;
    cursor: default;
  }
  /* Takes no place, so that neither the button nor its text moves. Beside an icon there is no end of a line to be at. */
  :not(.tools) > button[aria-busy='true']::after {
    content: '';
    position: absolute;
    inline-size: 16px;
    block-size: 16px;
    margin: 4px;
    border: 2px solid;
    border-block-start-color: transparent;
    border-radius: 50%;
    animation: turn 1.2s linear infinite;
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
  @container (inline-size >= 520px) {
    .with-code {
      display: grid;
      grid-template: repeat(3, auto) 1fr / auto 1fr;
      gap: 0 8px;
      padding: 16px;
      text-align: start;
    }
    .with-code > :is(.plate, .pending) {
      grid-area: 1 / 1 / 5;
      align-self: start;
    }
    .with-code > :not(.plate, .pending) {
      grid-column: 2;
      padding-block-end: 12px;
    }
  }
  @media (max-height: 520px) {
    .pay {
      padding-block: 12px;
    }
    @container (inline-size >= 520px) {
      .plate > svg {
        inline-size: max(min(var(--payby-qr-size, 270px), 100vh - 136px), var(--_readable) / 2);
      }
    }
  }
  @media (pointer: fine) {
    .touch {
      display: none;
    }
  }
  /* Else a primary button looks like the others */
  @media (forced-colors: active) {
    :host {
      --_text: CanvasText;
      --_muted: CanvasText;
      --_accent: Highlight;
      --_on-accent: HighlightText;
    }
    a,
    button {
      forced-color-adjust: none;
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
    .pending,
    .outcome svg,
    ::after {
      animation: none !important;
    }
  }
`;

export const styles: CSSResultGroup = [tokens, base, own];
