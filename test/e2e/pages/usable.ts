/** A page that anybody can use: axe finds nothing, and nothing is wider than the screen. */
import assert from 'node:assert/strict';
import axe from 'axe-core';
import type {Page} from 'playwright-core';

interface AxeResults {
  readonly violations: readonly {readonly id: string; readonly nodes: readonly {readonly html: string}[]}[];
}

/** @param name of the page's state, for the report */
export async function assertUsable(page: Page, name: string): Promise<void> {
  const isWithin = await page.evaluate(
    () => document.documentElement.scrollWidth <= document.documentElement.clientWidth,
  );
  assert.ok(isWithin, `${name}: nothing is wider than the screen`);
  // Not a script element: the page's own security policy lets none in.
  await page.evaluate(axe.source);
  const {violations} = await page.evaluate<AxeResults>('axe.run()');
  assert.deepEqual(
    violations.map(({id, nodes}) => `${name}: ${id} ${nodes.map(({html}) => html).join(' ')}`),
    [],
  );
}
