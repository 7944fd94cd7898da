import {css} from '../../shared/styles/adopt-styles.js';

export const sendGuideStyles = css`
  .send-guide {
    align-self: stretch;
  }
  .send-guide form {
    margin-block-start: 12px;
    text-align: start;
  }
  .send-guide label {
    display: block;
    font-weight: 600;
  }
  .send-guide input {
    inline-size: 100%;
    padding: 10px 12px;
    border: 1px solid var(--_muted);
    border-radius: 12px;
    color: inherit;
    background: var(--_surface);
    font: inherit;
  }
  .send-guide [aria-invalid='true'] {
    border-color: var(--_bad);
  }
  .send-guide .error {
    color: var(--_bad);
  }
  .send-guide .muted {
    font-size: 14px;
  }
`;
