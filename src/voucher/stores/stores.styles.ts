import {css} from '../../shared/styles/adopt-styles.js';

export const storesStyles = css`
  .stores ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .stores label {
    display: block;
  }
  .stores input {
    inline-size: 100%;
    padding: 10px 12px;
    border: 1px solid var(--_muted);
    border-radius: 12px;
    color: inherit;
    background: var(--_surface);
    font: inherit;
  }
  .stores [role='status'] {
    margin-block: 8px;
  }
  .stores li {
    padding-block: 12px;
    border-block-start: 1px solid var(--_line);
  }
  /* The first rows are always rendered: rows that get their height later move what a finger is about to touch. */
  .stores li:nth-child(n + 21) {
    content-visibility: auto;
    contain-intrinsic-size: auto 150px;
  }
  .stores .name {
    display: flex;
    justify-content: space-between;
    gap: 8px;
    font-weight: 600;
  }
  .stores .name span {
    flex: none;
    font-weight: 400;
  }
  .stores .links {
    display: flex;
    flex-wrap: wrap;
    column-gap: 20px;
  }
  .stores .links a {
    inline-size: auto;
    margin: 0;
    padding: 10px 0;
    border: 0;
    color: var(--_text);
    background: none;
    text-decoration: underline;
  }
`;
