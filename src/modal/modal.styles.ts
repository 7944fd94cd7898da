/** A window on a wide screen, a sheet from the bottom on a phone. Constructed, so a strict CSP allows it. */
import {css} from '../shared/styles/adopt-styles.js';

export const modalStyles = css`
  :host {
    display: contents;
    --_surface: var(--payby-surface, #fff);
    --_text: var(--payby-text, #14181f);
    --_line: var(--payby-line, #dfe3e8);
    --_radius: var(--payby-radius, 16px);
  }
  @supports (color: light-dark(red, red)) {
    :host {
      --_surface: var(--payby-surface, light-dark(#fff, #171b22));
      --_text: var(--payby-text, light-dark(#14181f, #f1f4f8));
      --_line: var(--payby-line, light-dark(#dfe3e8, #343c49));
    }
  }
  dialog {
    box-sizing: border-box;
    inline-size: min(100% - 32px, 480px);
    max-inline-size: none;
    max-block-size: calc(100% - 32px);
    margin: auto;
    padding: 0 16px 16px;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
    font: 16px/1.5 var(--payby-font, system-ui, sans-serif);
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 55%);
  }
  .bar {
    position: sticky;
    inset-block-start: 0;
    z-index: 1;
    display: flex;
    align-items: center;
    justify-content: space-between;
    min-block-size: 56px;
    background: var(--_surface);
  }
  .title,
  .question {
    margin: 0;
    font-size: 18px;
    font-weight: 600;
  }
  button {
    min-block-size: 44px;
    padding: 8px 16px;
    border: 1px solid var(--_line);
    border-radius: min(var(--_radius), 12px);
    background: transparent;
    color: inherit;
    font: inherit;
    cursor: pointer;
  }
  button:focus-visible {
    outline: 3px solid currentcolor;
    outline-offset: 2px;
  }
  .x {
    min-inline-size: 44px;
    margin-inline-end: -10px;
    padding: 0;
    border-color: transparent;
  }
  .x:focus-visible {
    outline-offset: -3px;
  }
  .x svg {
    display: block;
    margin: auto;
  }
  .stay {
    border-color: transparent;
    background: var(--_text);
    color: var(--_surface);
    font-weight: 600;
  }
  .ask {
    inline-size: min(100% - 32px, 400px);
    padding: 20px;
  }
  .answers {
    display: grid;
    gap: 8px;
    margin-block-start: 20px;
  }
  .ask p:not(.question) {
    margin-block: 8px 0;
  }
  payby-checkout {
    display: block;
    margin-inline: auto;
  }
  @media (max-width: 599px) {
    dialog,
    .ask {
      inline-size: 100%;
      max-block-size: calc(100% - 24px);
      margin-block-end: 0;
      padding-block-end: max(16px, env(safe-area-inset-bottom));
      border-width: 1px 0 0;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }
  }
  @media (max-width: 599px) and (prefers-reduced-motion: no-preference) {
    dialog[open] {
      animation: rise 0.25s ease-out;
    }
    @keyframes rise {
      from {
        transform: translateY(100%);
      }
    }
  }
`;
