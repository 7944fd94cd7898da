/** A merchant's own words for the texts of the elements, and further languages. */
export {registerStrings, type OwnStrings} from './shared/register-strings.js';
