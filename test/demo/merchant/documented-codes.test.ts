/** Every code that the merchant's server answers stands in the table of docs/merchant-server.md, and no other. */
import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import {describe, it} from 'node:test';
import ts from 'typescript';

/** What runs in the merchant's process: the gateway has codes of its own. */
const FOLDERS = ['demo/http', 'demo/main', 'demo/merchant'];

/** The status of the codes that a file names without one beside. */
const STATUS_IN_FILE: ReadonlyMap<string, number> = new Map([
  ['demo/merchant/auth/request-limits.ts', 429],
  ['demo/merchant/http/request-parsing.ts', 400],
]);
/** Of the keys of this table, which are codes. */
const STATUS_OF_TABLE: ReadonlyMap<string, number> = new Map([['CONFLICTS', 409]]);
/** The functions whose first argument is a code. */
const MAKERS: readonly string[] = ['problem'];

/** `404 unknown-order`, as in the source. */
function codesIn(path: string): {codes: string[]; unread: string[]} {
  const source = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const thrown: string[] = [];
  const unread: string[] = [];
  /** Codes that stand elsewhere, for the errors of this file that name none. */
  const listed: string[] = [];
  const list = (status: number | string | undefined, node: ts.Node): void => {
    if (status !== undefined && ts.isStringLiteral(node)) listed.push(`${String(status)} ${node.text}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isNewExpression(node) && node.expression.getText() === 'HttpError') {
      const [status, code] = node.arguments ?? [];
      assert.ok(status && code);
      if (ts.isStringLiteral(code)) thrown.push(`${status.getText()} ${code.text}`);
      else unread.push(`${path}: ${code.getText()}`);
    } else if (ts.isCallExpression(node) && MAKERS.includes(node.expression.getText())) {
      const [code] = node.arguments;
      if (code) list(STATUS_IN_FILE.get(path), code);
    } else if (ts.isBindingElement(node) && node.name.getText() === 'code' && node.initializer) {
      list(STATUS_IN_FILE.get(path), node.initializer);
    } else if (ts.isPropertyAssignment(node) && node.name.getText() === 'code') {
      const status = node.parent.properties.find((property) => property.name?.getText() === 'status');
      const besides = status && ts.isPropertyAssignment(status) ? status.initializer.getText() : undefined;
      list(besides ?? STATUS_IN_FILE.get(path), node.initializer);
    } else if (ts.isVariableDeclaration(node) && STATUS_OF_TABLE.has(node.name.getText())) {
      const table = node.initializer;
      assert.ok(table && ts.isObjectLiteralExpression(table));
      for (const {name} of table.properties) if (name) list(STATUS_OF_TABLE.get(node.name.getText()), name);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return {codes: [...thrown, ...listed], unread: listed.length > 0 ? [] : unread};
}

/** The same, as in the table. */
function documentedCodes(): string[] {
  const page = readFileSync('docs/merchant-server.md', 'utf8');
  const [, table = ''] =
    /\n\| HTTP +\| codes of the merchant server[^\n]*\n\|[-| ]*\n((?:\|.*\n)+)/.exec(page) ?? [];
  return table
    .trim()
    .split('\n')
    .flatMap((row) => {
      const [, status = '', codes = ''] = row.split('|');
      return [...codes.matchAll(/`([a-z-]+)`/g)].map(
        ([, code = '']) => `${status.replaceAll(/[` ]/g, '')} ${code}`,
      );
    });
}

describe("the codes of the merchant's server", () => {
  const paths = FOLDERS.flatMap((folder) =>
    readdirSync(folder, {recursive: true, encoding: 'utf8'}).map((path) => `${folder}/${path}`),
  );
  const found = paths.filter((path) => path.endsWith('.ts')).map(codesIn);

  it('are written where this test reads them', () => {
    assert.deepEqual(
      found.flatMap(({unread}) => unread),
      [],
    );
  });

  it('are the ones in its documentation', () => {
    const answered = new Set(found.flatMap(({codes}) => codes));
    assert.ok(answered.size > 50, 'the codes are found in the source');
    assert.deepEqual(documentedCodes().sort(), [...answered].sort());
  });
});
