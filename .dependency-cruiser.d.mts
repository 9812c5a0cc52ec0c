import type { ICruiseOptions, IRegularForbiddenRuleType } from 'dependency-cruiser';

/** Every rule here has a name and a reason. */
interface Rule extends IRegularForbiddenRuleType {
  readonly name: string;
  readonly comment: string;
}

declare const config: { readonly forbidden: Rule[]; readonly options: ICruiseOptions };
export default config;
