/**
 * A group of offers that is administered together, and the unit of delegated administrative
 * privileges where the cloud instance has them per service (domain section 1).
 */
export const Service = {
  EXCHANGE_OFFICE: 'EXCHANGE_OFFICE',
  DYNAMICS: 'DYNAMICS',
  INTUNE: 'INTUNE',
  AZURE: 'AZURE',
  OTHER: 'OTHER',
} as const;
export type Service = (typeof Service)[keyof typeof Service];

export const ALL_SERVICES: readonly Service[] = Object.values(Service);
