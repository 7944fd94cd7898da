// `npm test`: everything, or what `npm test -- --only=browser,node,e2e` names. The engines of the browser suite are
// chosen by BROWSERS=chromium,firefox,webkit.
// This file says in one sentence what is missing, so it must run in any Node: no newer syntax, no static imports.
const [major, minor] = process.versions.node.split('.').map(Number);

if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`The tests need Node 20.19 or newer; this is ${process.versions.node}.`);
  process.exitCode = 1;
} else {
  import('./suites.mjs')
    .then(({runSuites}) => runSuites(process.argv.slice(2)))
    .then((isGreen) => {
      process.exitCode = isGreen ? 0 : 1;
    })
    .catch((error) => {
      const isMissing = /^Cannot find package/.test(error.message);
      console.error(isMissing ? 'The packages are not installed: run npm ci first.' : error);
      process.exitCode = 1;
    });
}
