import { registerDescribedEnum } from './described-enum';

/** Which way a list runs. */
export const OrderDirection = { ASC: 'ASC', DESC: 'DESC' } as const;
export type OrderDirection = (typeof OrderDirection)[keyof typeof OrderDirection];

registerDescribedEnum(OrderDirection, {
  name: 'OrderDirection',
  description: 'Which way a list runs.',
  values: {
    ASC: 'From the smallest, earliest or first of the alphabet.',
    DESC: 'From the largest, latest or last of the alphabet.',
  },
});
