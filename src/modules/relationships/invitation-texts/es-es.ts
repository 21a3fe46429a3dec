import type { InvitationNames, InvitationTexts } from './invitation-texts';

function askers({ reseller, jointPartner }: InvitationNames): string {
  if (jointPartner === null) return reseller;
  // "y" becomes "e" before the sound of an i.
  return new Intl.ListFormat('es-ES', { type: 'conjunction' }).format([reseller, jointPartner]);
}

function verb({ jointPartner }: InvitationNames, one: string, several: string): string {
  return jointPartner === null ? one : several;
}

export const ES_ES: InvitationTexts = {
  subject: (names) => `${askers(names)} ${verb(names, 'desea', 'desean')} trabajar con usted`,
  greeting: 'Hola:',
  introduction: (names) =>
    `A ${askers(names)} ${verb(names, 'le gustaría', 'les gustaría')} trabajar con usted, junto a los partners con los que ya cuenta.`,
  asksWithPrivileges: (names) =>
    `${askers(names)} le ${verb(names, 'solicita', 'solicitan')} una relación de revendedor y privilegios de administración delegada, es decir, derechos administrativos en su inquilino. Se solicitan para estos servicios: ${names.services}.`,
  asksWithoutPrivileges: (names) =>
    `${askers(names)} le ${verb(names, 'solicita', 'solicitan')} una relación de revendedor para que pueda comprar nuevos servicios. No se solicita ningún privilegio administrativo en su inquilino.`,
  mayGrantFewer: 'Puede concederlos para menos servicios.',
  servedBy: (partner, { reseller }) =>
    `${partner} le atendería como revendedor indirecto de ${reseller}.`,
  maySell: (names) =>
    `${askers(names)} ${verb(names, 'podrá', 'podrán')} vender nuevas suscripciones a su organización.`,
  mayAdminister: (names) =>
    `En su inquilino, los agentes de administración de ${askers(names)} podrán actuar como administradores globales, y los agentes de soporte técnico, como administradores de soporte técnico, para los servicios que usted conceda.`,
  seesSubscriptions:
    'Para estos servicios también podrán ver el nombre, el estado, la cantidad y el fin del período de las suscripciones que le vendieron otros, además de su partner registrado (Partner of Record); no verán las demás condiciones.',
  neverIntroduction: 'Aceptar nunca cambia nada de lo que ya tiene:',
  nevers: [
    'No cambia ninguna suscripción existente.',
    'No pasa ninguna suscripción a otra oferta ni traslada la titularidad de su cuenta.',
    'No cambia ninguna condición ni obligación.',
    'No cambia el partner registrado (Partner of Record) de ninguna suscripción.',
  ],
  removableLater:
    'Podrá quitar los privilegios de administración delegada más adelante, en cualquier momento, para un servicio o para todos, sin dar ningún motivo.',
  removableAsAWhole:
    'Podrá quitar los privilegios de administración delegada más adelante, en cualquier momento, para todo el inquilino, sin dar ningún motivo.',
  customerAgreement:
    'Al aceptar, acepta también el contrato del cliente, salvo que ya lo haya aceptado antes.',
  whoAccepts: (place) =>
    place === null
      ? 'Debe aceptar un administrador global de su organización.'
      : `Debe aceptar un administrador global de su organización. Dónde: ${place}.`,
  followLink: 'Inicie sesión como administrador global y siga este vínculo:',
  linkLabel: 'Revisar y aceptar la solicitud',
};
