import {css} from 'lit';

/** What both elements share: they are blocks of text in the page's flow, sized in px because pages redefine rem. */
export const base = css`
  :host {
    display: block;
    box-sizing: border-box;
    color: var(--_text);
    font: 16px/1.5 var(--_font);
  }
  :host([hidden]) {
    display: none;
  }
  *,
  ::before,
  ::after {
    box-sizing: inherit;
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
    outline: 3px solid var(--_accent);
    outline-offset: 2px;
  }
`;
