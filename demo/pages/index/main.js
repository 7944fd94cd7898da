import {indexTexts} from './texts.js';
import {speak} from '../shared/language.js';

speak(indexTexts);
