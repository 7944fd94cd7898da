import {css} from 'lit';

/** What both elements share: they are blocks of text in the page's flow, sized in px because pages redefine rem. */
export const base = css`
  :host {
    display: block;
    color: var(--_text);
    font: 16px/1.5 var(--_font);
    text-align: start;
  }
  /* What the page says about its own text. Some of it would change what is written: the case of an order number. Also
     inside of the host, which a rule of the page may match itself. */
  :host,
  :host > * {
    text-transform: none;
    letter-spacing: normal;
    word-spacing: normal;
    word-break: normal;
    line-break: auto;
    overflow-wrap: anywhere;
    hyphens: manual;
    white-space: normal;
    tab-size: 8;
    text-indent: 0;
    text-align-last: auto;
    text-shadow: none;
    text-emphasis: none;
    quotes: auto;
    list-style: outside;
    writing-mode: horizontal-tb;
    -webkit-text-fill-color: currentcolor;
    -webkit-text-stroke: 0;
    -webkit-text-security: none;
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
