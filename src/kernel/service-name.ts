import type { Locale } from './locale';
import type { Service } from './service';

/** What a person calls each service, as it stands inside a sentence. */
export const SERVICE_NAMES: Readonly<Record<Locale, Readonly<Record<Service, string>>>> = {
  'en-US': {
    EXCHANGE_OFFICE: 'Exchange and Office 365',
    DYNAMICS: 'Dynamics',
    INTUNE: 'Intune',
    AZURE: 'Azure',
    OTHER: 'all other services',
  },
  'zh-CN': {
    EXCHANGE_OFFICE: 'Exchange 与 Office 365',
    DYNAMICS: 'Dynamics',
    INTUNE: 'Intune',
    AZURE: 'Azure',
    OTHER: '所有其他服务',
  },
  'es-ES': {
    EXCHANGE_OFFICE: 'Exchange y Office 365',
    DYNAMICS: 'Dynamics',
    INTUNE: 'Intune',
    AZURE: 'Azure',
    OTHER: 'todos los demás servicios',
  },
  'it-IT': {
    EXCHANGE_OFFICE: 'Exchange e Office 365',
    DYNAMICS: 'Dynamics',
    INTUNE: 'Intune',
    AZURE: 'Azure',
    OTHER: 'tutti gli altri servizi',
  },
  'de-DE': {
    EXCHANGE_OFFICE: 'Exchange und Office 365',
    DYNAMICS: 'Dynamics',
    INTUNE: 'Intune',
    AZURE: 'Azure',
    OTHER: 'alle anderen Dienste',
  },
};

/** Several services as one phrase, `Dynamics and Intune` for instance. */
export function namesOfServices(services: readonly Service[], locale: Locale): string {
  const names = services.map((service) => SERVICE_NAMES[locale][service]);
  // The list format writes "和" without the blank that Chinese puts beside Latin letters.
  if (locale === 'zh-CN') return names.join('、');
  return new Intl.ListFormat(locale, { type: 'conjunction' }).format(names);
}
