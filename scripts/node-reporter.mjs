// A reporter for `node --test`: says nothing, and leaves the counts as one line of JSON.
import {resolve} from 'node:path';

/**
 * A file without a test is reported as one passed test with the file's name. Nobody meant to write that test, so it
 * is a failure here, as it is in the browsers.
 */
const isFileItself = ({name, file}) => resolve(name) === file;

function outcomeOf(type, data) {
  if (type === 'test:fail') return data.todo === undefined || data.todo === false ? 'failed' : 'skipped';
  if (isFileItself(data)) return 'failed';
  return data.skip === undefined && data.todo === undefined ? 'passed' : 'skipped';
}

export default async function* count(source) {
  const sum = {passed: 0, failed: 0, skipped: 0, emptyFiles: []};
  for await (const {type, data} of source) {
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    if (data.details.type === 'suite') continue; // a describe: its tests are counted
    if (type === 'test:pass' && isFileItself(data)) sum.emptyFiles.push(data.name);
    sum[outcomeOf(type, data)]++;
  }
  yield JSON.stringify(sum);
}
