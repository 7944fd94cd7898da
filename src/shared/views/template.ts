/** What a view returns: a template, nothing, or several of them. */
import type {nothing, TemplateResult} from 'lit';

export type Template = TemplateResult | typeof nothing | readonly Template[];
