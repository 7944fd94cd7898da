import {css} from 'lit';

/** Versions 1 to 40 of a code, with their quiet zones: modules a side. */
const sizes = Array.from({length: 40}, (_, index) => 25 + 4 * (index + 1));

/**
 * Added to the element's own styles until the element has taken over. A strict policy forbids style attributes, so each
 * size of a code has a rule. What needs a script keeps its place, and has none where scripts are off.
 */
export const serverStyles = [
  css`
    #server button {
      visibility: hidden;
    }
    #server .reload {
      max-block-size: 0;
      margin-block-end: -12px;
      overflow: hidden;
      animation: 0s 10s forwards no-script;
    }
    #server .reload a {
      color: var(--_text);
      background: none;
      border-color: var(--_muted);
    }
    #server .countdown {
      display: grid;
    }
    #server .countdown > * {
      grid-area: 1 / 1;
    }
    /* The label wraps out of the one line where it does not fit */
    #server .soon {
      display: flex;
      flex-wrap: wrap;
      place-content: flex-end center;
      align-items: baseline;
      gap: 6px 0.3em;
      block-size: 0;
      min-block-size: 100%;
      overflow: hidden;
      animation: 0s 10s forwards no-script;
    }
    #server .soon small {
      white-space: nowrap;
    }
    .card ~ #server {
      display: none;
    }
    @keyframes no-script {
      to {
        block-size: auto;
        max-block-size: 20em;
        margin-block-end: 0;
      }
    }
    @media (scripting: none) {
      #server :is(.reload, .soon) {
        block-size: auto;
        max-block-size: none;
        margin-block-end: 0;
      }
      #server :is(button, .last, .present) {
        display: none;
      }
    }
  `.cssText,
  ...sizes.map((size) => `[viewBox='0 0 ${size} ${size}']{--_readable:${size * 4}px}`),
].join('');
