/** The examples of docs/ that tests run: `<!-- test:test/a.test.ts -->` above an example names the test. */
import {readFileSync} from 'node:fs';
import {blocksOf} from '../../scripts/doc-sources.mjs';

/**
 * @param page its name in docs/
 * @param test the path of the test, as the page names it
 */
export function documented(page: string, test: string): string {
  const text = readFileSync(new URL(`../../docs/${page}`, import.meta.url), 'utf8');
  const [example, ...more] = blocksOf(text).filter(({path}) => path === test);
  if (!example || more.length > 0) throw new TypeError(`docs/${page} has not one example for ${test}.`);
  return String(example.code);
}
