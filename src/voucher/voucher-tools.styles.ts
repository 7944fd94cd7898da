import {css} from '../shared/styles/adopt-styles.js';

export const toolsStyles = css`
  .tools {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(132px, 1fr));
    gap: 8px;
  }
  .tools > button {
    margin: 0;
  }
  .tools > a {
    grid-column: 1 / -1;
    margin: 0;
    border-color: var(--_muted);
    color: var(--_text);
    background: none;
  }
  .exports > [role='status']:empty {
    position: absolute; /* takes no space, but stays a live region */
  }
  .picture {
    --_text: #14181f;
    max-inline-size: min(480px, 100%);
    padding: 16px;
    border: 0;
    border-radius: 12px;
    color: var(--_text);
    background: #fff;
    text-align: center;
  }
  .picture::backdrop {
    background: #000c;
  }
  .picture img {
    inline-size: 100%;
  }
  .picture button {
    border-color: currentcolor;
  }
`;
