import {css} from '../shared/styles/adopt-styles.js';

/** Below the code, and over the whole screen. Cards, buttons and colours are styled by the element's own sheet. */
export const voucherStyles = css`
  .icon {
    flex: none;
    inline-size: 22px;
    block-size: 22px;
  }
  .plate:has(~ .voucher .present) {
    cursor: zoom-in;
  }
  .deadline,
  .deadline > div {
    display: flex;
    gap: 4px 12px;
  }
  .deadline {
    padding: 8px 14px;
    text-align: start;
    line-height: 1.35;
    background: color-mix(in srgb, var(--_accent) 9%, transparent);
    border-radius: 12px;
  }
  .deadline:lang(ur) {
    line-height: normal; /* Nastaliq is taller than 1.35 */
  }
  .deadline > .icon {
    align-self: center;
  }
  .deadline > div {
    flex: 1;
    flex-wrap: wrap;
  }
  .deadline p {
    flex: 1 1 150px;
  }
  .deadline :is(strong, .muted, bdi) {
    display: block;
  }
  .deadline .countdown {
    flex: 0 1 auto;
    min-inline-size: 0;
  }
  .present button,
  .tools > button,
  .copy,
  .close {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
  }
  .present button {
    min-block-size: 48px;
  }
  .facts {
    margin: 12px 0 0;
    padding-block-start: 4px;
    border-block-start: 1px solid var(--_line);
    font-size: 14px;
  }
  .voucher > .facts:first-child {
    margin: 0;
  }
  .facts > div {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 0 12px;
    min-block-size: 40px;
  }
  dt {
    color: var(--_muted);
  }
  dd {
    margin: 0;
    min-inline-size: 0;
  }
  .facts dd {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: end;
  }
  .number {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    user-select: all;
  }
  .copy {
    inline-size: 40px;
    block-size: 40px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  .copied:not(:empty) {
    flex-basis: 100%;
    text-align: end;
    color: var(--_muted);
  }
  /* One line above each row, and none but the row's own space between two of them */
  details {
    margin-block-start: -12px;
    border-block-start: 1px solid var(--_line);
    text-align: start;
  }
  details[open] {
    padding-block-end: 16px;
  }
  summary {
    padding-block: 11px;
    cursor: pointer;
  }
  .guide ol {
    padding: 0;
    list-style: none;
  }
  .guide li {
    position: relative;
    display: flex;
    align-items: center;
    gap: 12px;
    padding-block: 6px;
  }
  .guide li:not(:last-child)::after {
    content: '';
    position: absolute;
    inset-block: calc(50% + 22px) calc(22px - 50%);
    inset-inline-start: 19px;
    border-inline-start: 2px solid var(--_line);
  }
  .guide small {
    display: block;
  }
  .mark {
    flex: none;
    display: grid;
    place-items: center;
    inline-size: 40px;
    block-size: 40px;
    color: var(--_muted);
    border: 2px solid var(--_line);
    border-radius: 50%;
  }
  .current {
    font-weight: 600;
  }
  .current .mark {
    color: var(--_on-accent);
    background: var(--_accent);
    border-color: currentcolor;
    forced-color-adjust: none;
  }
  .current small {
    font-weight: 400;
  }
  .done {
    color: var(--_muted);
  }
  .done .mark {
    color: var(--_good);
    border-color: currentColor;
  }
  .all-done {
    text-align: center;
  }
  .all-done ol {
    display: flex;
    justify-content: center;
    gap: 20px;
  }
  .all-done li {
    padding: 0;
  }
  .all-done .mark {
    inline-size: 28px;
    block-size: 28px;
  }
  .all-done .icon {
    inline-size: 16px;
  }
  .all-done li:not(:last-child)::after {
    inset-block: 50% auto;
    inset-inline: 32px -16px;
    border: 0;
    border-block-start: 2px solid var(--_line);
  }
  .cashier {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 148px), 1fr));
    gap: 16px;
    text-align: start;
    font-size: 14px;
    line-height: 1.4;
  }
  @media screen {
    .more > .cashier {
      display: none; /* over the whole screen, and on paper */
    }
  }
  .cashier .title {
    font-size: 16px;
  }
  .cashier dl {
    margin: 6px 0;
  }
  .cashier dl div {
    padding-block: 2px;
  }
  .cashier dd {
    font-weight: 600;
  }
  .cashier ol {
    padding-inline-start: 18px;
  }
  .cashier .balance {
    margin-block-start: 6px;
    font-weight: 600;
  }
  .card > .full {
    padding: 0;
  }
  .full {
    --_text: #000;
    --_muted: #444;
    --_line: #ccc;
    inline-size: 100vw;
    max-inline-size: none;
    block-size: 100vh;
    block-size: 100dvh;
    max-block-size: none;
    margin: 0;
    border: 0;
    overflow: auto;
    color: #000;
    background: #fff;
    color-scheme: light;
    forced-color-adjust: none;
  }
  .full::backdrop {
    background: #fff;
  }
  .close {
    position: fixed;
    inset-block-start: max(6px, env(safe-area-inset-top));
    inset-inline-end: max(6px, env(safe-area-inset-right));
    z-index: 1;
    inline-size: 48px;
    block-size: 48px;
    margin: 0;
    padding: 0;
    border-color: transparent;
    color: #000;
    background: #fff;
  }
  .sheet {
    display: grid;
    justify-items: center;
    gap: 8px;
    min-block-size: 100%;
    padding: 8px;
  }
  .full .amount {
    padding-inline: 48px;
    font-size: clamp(18px, 9vw, 48px);
    overflow-wrap: break-word;
  }
  .sheet > svg {
    min-inline-size: min(100vw - 16px, 100vh - 16px, var(--_readable));
    inline-size: min(100vw - 16px, 100vh - 112px);
    inline-size: min(100vw - 16px, 100dvh - 112px);
  }
  .full-code .sheet {
    align-content: center;
  }
  .full .cashier {
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 128px), 1fr));
    inline-size: 100%;
    max-inline-size: 720px;
    padding: 0 8px 16px;
    font-size: 15px;
  }
  .full-cashier .sheet > svg {
    inline-size: min(100vw - 16px, 46vh, 480px);
  }
  @media (orientation: landscape) and (max-height: 620px) {
    .sheet {
      grid-template-columns: auto 1fr;
      column-gap: 20px;
    }
    .full .sheet > svg {
      grid-row: 1 / 3;
      inline-size: min(100vh - 16px, 50vw);
    }
    .full .amount {
      padding-inline: 0 48px;
      font-size: clamp(18px, 5vw, 48px);
    }
    .full-code .amount {
      align-self: end;
      padding: 0;
    }
    .full-code .number {
      align-self: start;
    }
    .full-cashier .sheet {
      justify-items: start;
    }
  }
`;
