import {css} from 'lit';

/** What both elements share: they are blocks of text in the page's flow, sized in px because pages redefine rem. */
export const base = css`
  :host {
    display: block;
    writing-mode: horizontal-tb;
  }
  /* What the page says about its own text, and would change what is written: the case of an order number. Not on the
     host, where a rule of the page that matches it would win. In the order that compresses best. */
  :host > * {
    color: var(--_text);
    font: 16px/1.5 var(--_font);
    text-align: start;
    text-transform: none;
    letter-spacing: normal;
    word-spacing: normal;
    text-align-last: auto;
    line-break: auto;
    overflow-wrap: anywhere;
    hyphens: manual;
    white-space: normal;
    text-wrap: wrap;
    -webkit-text-security: none;
    word-break: normal;
    text-shadow: none;
    text-emphasis: none;
    fill: #000;
    stroke: none;
    list-style: outside;
    writing-mode: horizontal-tb;
    -webkit-text-fill-color: currentcolor;
    -webkit-text-stroke: 0;
    text-indent: 0;
  }
  :host([hidden]) {
    display: none;
  }
  /* Not inherited: between a <details> and its content the browser has an element of its own */
  :host,
  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
  [lang='ur'] {
    font-family: var(--payby-font, system-ui, 'Noto Naskh Arabic', sans-serif);
    line-height: normal; /* some phones write Urdu in Nastaliq, twice as tall as other scripts */
  }
  p,
  ol {
    margin: 0;
  }
  :focus-visible {
    outline: 3px solid var(--_text);
    outline-offset: 2px;
  }
`;
