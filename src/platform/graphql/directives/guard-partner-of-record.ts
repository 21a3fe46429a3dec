import { DirectiveLocation } from 'graphql';

import type { DirectiveSpec } from './directive-spec';

/** The decision is the first column of the table of domain section 5. */
export const guardPartnerOfRecordDirective: DirectiveSpec = {
  name: 'guardPartnerOfRecord',
  description:
    'Every change of a Partner of Record is refused with POR_CHANGE_NOT_ALLOWED (rule R4), for the reseller that sold the subscription too.',
  locations: [DirectiveLocation.FIELD_DEFINITION, DirectiveLocation.INPUT_FIELD_DEFINITION],
  args: {},
};
