// Any Node that has modules must be able to parse this file, or the check itself would fail: no newer syntax.
const NEEDED = [20, 19]; // devEngines in package.json says the same to npm

/** The sentence to print when this Node is too old for `what`, else undefined. */
export function nodeProblem(what) {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return undefined;
  return `${what} needs Node ${NEEDED.join('.')} or newer, and this is ${process.versions.node}.`;
}
